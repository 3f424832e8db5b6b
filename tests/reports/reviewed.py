"""Two communes with everything that a review counts, and how its numbers are opened."""

import io
import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from assignments.models import Assignment
from branches.actions.units import close_unit, open_unit
from branches.models import Unit
from matters.models import Conference, Contribution, Recommendation, Topic, UrgentMatter
from scores.models import Indicator, IndicatorValue, Sheet, Target
from tests.factories import CadreFactory, SchemeFactory, organisation, small_map
from tests.pages import words
from tests.reports.things import attend, away, branch_of, follow, meeting, report
from tests.score_things import issued_rubric

FIRST, LAST, AFTER = date(2022, 3, 10), date(2022, 11, 20), date(2022, 11, 21)
CEMENT = "contributions.in_kind|number|tấn|xi măng"
EVE, JULY = date(2022, 3, 9), date(2022, 7, 1)
# What is no count of rows: sums, means, a page of another kind.
SUMS = {
    "conferences.participants", "conferences.opinions", "conferences.on_the_spot", "contributions.total", "scores.months.mean",
    "scores.meetings.branch", "scores.meetings.superior",
}  # fmt: skip


def land_of_things():
    """Two communes of a district, a branch and its cadre in each; everything once on the first day, once on the last, once on the
    day before and once on the day after."""
    units = small_map()
    district, here, there = units["P1D1"], units["P1D1C1"], units["P1D1C2"]
    scheme = SchemeFactory(
        issuer=district, target_kind="organisation", choice="branch", turns_per_month=1, report_days=5
    )
    made = SimpleNamespace(units=units, district=district, scheme=scheme, here=here, there=there)
    made.bodies = [
        organisation(unit, code=f"DU{n}", name=f"Đảng bộ xã {n}", kind="grassroots_committee")
        for n, unit in enumerate((here, there))
    ]
    for n, (hamlet, starts_on) in enumerate(((units["P1D1C1H1"], FIRST), (units["P1D1C2H1"], EVE))):
        branch, cadre = branch_of(hamlet), CadreFactory(unit=district)
        row = follow(scheme, cadre, branch, starts_on=starts_on)
        for number, on in enumerate((EVE, FIRST, date(2022, 8, 5), LAST, AFTER)):
            turn = attend(cadre, meeting(branch, on), assignment=row, scheme=scheme)
            if number % 2 == n:
                report(turn, on, is_late=number == 2)
        away(cadre, date(2022, 5, 1), date(2022, 6, 1))
        things(made, hamlet, made.bodies[n], n)
    old = follow(scheme, CadreFactory(unit=district), branch_of(units["P1D1C1H2"]), starts_on=EVE)
    Assignment.objects.filter(pk=old.pk).update(ends_on=LAST, end_reason="transferred")
    score(made)
    return made


def things(land, hamlet, body, n):
    """Raised, given, held and counted in the hamlet; an urgent matter of its commune, done or not."""
    topic, district = Topic.objects.get(code="rural-roads"), land.district
    for number, on in enumerate((EVE, FIRST, LAST, AFTER)):
        Recommendation.objects.create(
            reference=f"KN-{n}{number}", unit=hamlet, issuer=district, raised_on=on, topic=topic, content="Đường hỏng",
            answered_on=on if number == 1 else None, outcome="explained" if number == 1 else "",
        )  # fmt: skip
        Contribution.objects.create(
            unit=hamlet, issuer=district, happened_on=on, amount=1_000_000, donor="Doanh nghiệp"
        )
        Contribution.objects.create(
            unit=hamlet, issuer=district, happened_on=on, in_kind="xi măng", quantity="2 tấn"
        )
        Conference.objects.create(
            kind="dialogue", unit=hamlet, title=f"Đối thoại {n}{number}", held_on=on, participants=30
        )
        IndicatorValue.objects.create(
            indicator=Indicator.objects.get(code="admissions"), unit=hamlet, counted_on=on, value=2
        )
    Target.objects.create(
        organisation=body,
        unit=body.unit,
        indicator=Indicator.objects.get(code="admissions"),
        year=2022,
        value=5,
    )
    UrgentMatter.objects.create(
        reference=f"VC-{n}", organisation=body, unit=body.unit, year=2022, registered_on=FIRST, title="Cầu", owner="Xã",
        solution="Sửa", target="Đi được", due_on=LAST, **({"status": "done", "done_on": LAST} if n else {}),
    )  # fmt: skip


def aim(body, year):
    indicator = Indicator.objects.get(code="admissions")
    Target.objects.create(organisation=body, unit=body.unit, indicator=indicator, year=year, value=5)


def score(land):
    rubric = issued_rubric(land.district, starts_on=date(2022, 1, 1), kind="month")
    for n, body in enumerate(land.bodies):
        for month in (3, 4, 12):
            Sheet.objects.create(
                rubric=rubric, kind="month", organisation=body, unit=body.unit, issuer=land.district,
                period_on=date(2022, month, 1), scorer="own", state="approved", total=Decimal(70 + 10 * n),
                sent_on=date(2022, month, 5),
            )  # fmt: skip


def merged(land) -> Unit:
    new = open_unit(
        code="MOI", name="Xã Mới", level="commune", starts_on=JULY, parent=land.district, by=None, today=JULY
    )
    for old in (land.here, land.there):
        close_unit(old, on=JULY, by=None, today=JULY, successors=[(new, "whole", True)])
    return Unit.objects.get(pk=new.pk)


def counted(browser, url) -> int:
    """What the list that a number opens says that there is."""
    response = browser.get(url)
    assert response.status_code == 200, url
    said = re.search(r"Cộng: (\d+) lượt", words(response))
    return int(said[1]) if said else response.context["total"]


def files_of(browser, review) -> dict[str, str]:
    """{kind of file: all that it says}."""
    made = {
        kind: io.BytesIO(browser.get(reverse("reports:period_review_file", args=[review.key, kind])).content)
        for kind in ("docx", "pdf", "xlsx")
    }
    document, book = Document(made["docx"]), openpyxl.load_workbook(made["xlsx"])
    lines = [p.text for p in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return {
        "docx": " ".join(lines),
        "pdf": " ".join(" ".join(page.extract_text() for page in PdfReader(made["pdf"]).pages).split()),
        "xlsx": " ".join(
            str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None
        ),
    }
