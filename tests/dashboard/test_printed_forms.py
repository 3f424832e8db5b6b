"""Every printed form of domain.md §3 in one look: whatever stands in its fields is text in both files, long or short, and a paper
that waits for its number says DỰ THẢO until it has one."""

import io
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import uuid4

import pypdf
import pytest

from assignments.actions.change_sets import add_line_add, add_line_end, draft_change_set
from assignments.decision_documents import decision_document
from assignments.models import Cadre, Scheme
from branches.models import OrganisationVersion
from common.documents import DRAFT, as_docx, as_pdf
from dashboard.evidence import CadreYear
from dashboard.evidence_documents import evidence_document
from matters.actions.answering import answer
from matters.actions.raising import raise_matter
from matters.actions.receiving import receive
from matters.conference_record import record_of
from matters.documents import recommendation_document, urgent_document
from matters.facts.conferences import opinions_of
from matters.models import Conference, Opinion, Recommendation, UrgentMatter
from matters.reading import MatterFacts
from matters.urgent_rows import urgent_rows
from meetings.actions.letters import make_letters
from meetings.documents import free_time_slip
from meetings.facts.staff import StaffDay
from meetings.letter_documents import letter_documents
from meetings.models import Meeting
from meetings.planning import MonthPlan
from meetings.schedule_documents import schedule_document
from reports.actions.concluding import draft_conclusion
from reports.actions.freezing import change_words, freeze_review
from reports.actions.year_notes import say_of_year
from reports.conclusion_documents import conclusion_document
from reports.documents import blank_form_document
from reports.household_documents import household_sheet
from reports.models import Addendum, HouseholdVisit, HouseholdVisitWords, Remedy
from reports.report_documents import report_document
from reports.review_documents import review_document
from reports.rounds import RoundFacts
from scores.actions.sheets import open_sheet, rows_of
from scores.documents import sheet_document
from scores.models import Sheet
from tests.common.documents.papers import opened, words_of
from tests.factories import HouseholdFactory, HouseholdGroupFactory, UserFactory, tag
from tests.pages import browser_of
from tests.reports.filed import ground
from tests.reports.rounds_ground import a_line, a_round
from tests.score_things import issued_rubric

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
MARKUP = '{{ x }} {% if %} #eval(1) <w:p/> </w:t>&amp; *a* _b_ $x$ @ref \\n "nháy"'
SENTENCE = "Nghiêng ngả khuỷu đường xã Thới Mẫu, quyển sổ ghi đủ."
LONG = f"{MARKUP} {f'{SENTENCE} ' * 25}{MARKUP}"
MANY = 45
WITHOUT_LONG = {"slip", "schedule"}
# What bears no number by its nature, and forms to be written on.
UNNUMBERED = {"report", "filed", "schedule", "urgent", "recommendation", "conference", "slip", "household"}


@pytest.fixture
def land():
    """A ground whose every name is markup."""
    land = ground(report_days=5, turns_per_month=1)
    land.by = UserFactory()
    land.scope = browser_of("org_staff", unit=land.district).get("/").wsgi_request.scope
    Scheme.objects.filter(pk=land.scheme.pk).update(name=f"Chủ trương {MARKUP}")
    Cadre.objects.filter(pk=land.visitor.pk).update(full_name=f"Phạm {MARKUP}")
    OrganisationVersion.objects.filter(organisation=land.branch).update(name=f"Chi bộ {MARKUP}")
    land.scheme.refresh_from_db()
    land.visitor.refresh_from_db()
    return land


def forms_of(land) -> dict:
    """{form: one printed document of it} with markup, long text and many rows in what people write."""
    found = {
        "decision": a_decision(land),
        "letter": a_letter(land),
        "report": blank_form_document(
            scheme=land.scheme, organisation=land.branch, met_on=DAY, day=DAY,
            remedies=[Remedy(work=LONG, due_on=DAY)],
        ),
        "filed": a_filed_report(land),
        "conclusion": a_conclusion(land),
        "review": a_review(land),
        "schedule": a_schedule(land),
        "urgent": a_register(land),
        "recommendation": a_matter(land),
        "evidence": an_evidence(land),
        "conference": a_conference(land),
        "slip": a_slip(land),
        "household": a_household(land),
    }  # fmt: skip
    return found | sheets(land)


def a_decision(land):
    draft = draft_change_set(scheme=land.scheme, name=MARKUP, effective_on=DAY, by=land.by)
    add_line_end(draft, assignment=land.assignment, by=land.by, reason=f"Chuyển công tác {MARKUP}")
    add_line_add(draft, assignee=land.cadre(), target=land.hamlet, by=land.by, reason=MARKUP)
    draft.scheme.assignee_duties = f"{LONG}\n{MARKUP}"
    return decision_document(draft, day=DAY)


def a_letter(land):
    (letter, *_others) = make_letters(
        scheme=land.scheme, starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1), by=land.by, on=DAY,
        signer="Nguyễn Văn Mẫu", signer_post="Bí thư", signer_authority="",
    )  # fmt: skip
    letter.basis, letter.territory = LONG, "\n".join([MARKUP] * MANY)
    return letter_documents([letter], address=lambda code: f"https://example.org/{code}", day=DAY)[0]


def a_filed_report(land):
    filed = land.report(comments=LONG, strengths=f"{LONG}\n{MARKUP}", chair=MARKUP, situation=MARKUP)
    Addendum.objects.create(report=filed, text=MARKUP, added_by=land.author)
    return report_document(filed, is_whole=True, scope=land.scope)


def a_conclusion(land):
    made = draft_conclusion(a_round(land.district), by=land.by, on=DAY)
    for number in range(MANY):
        part = ("praise", "shortcoming", "required")[number % 3]
        due = {"due_on": date(2026, 12, 20)} if part == "required" else {}
        a_line(made, land.branches[number % 4], part, LONG if number < 3 else f"{number} {MARKUP}", **due)
    made.followup = MARKUP
    return conclusion_document(made, figures=RoundFacts(made.round, DAY).as_figures(), day=DAY)


def a_review(land):
    made = freeze_review(
        issuer=land.district, unit=land.district, kind="interim", title=f"Sơ kết {MARKUP}", by=land.by, on=DAY,
        starts_on=date(2026, 1, 1), ends_on=date(2026, 7, 1),
    )  # fmt: skip
    texts = dict.fromkeys(("intro", "results", "shortcomings", "directions"), f"{LONG}\n{MARKUP}")
    made = change_words(made, title=made.title, version=made.version, by=land.by, on=DAY, **texts)
    return review_document(made, day=DAY)


def a_schedule(land):
    for branch in land.branches:
        Meeting.objects.create(
            organisation=branch, unit=branch.unit, month=date(2026, 12, 1), planned_on=date(2026, 12, 3),
            planned_at=time(19), planned_place=f"Nhà văn hóa {MARKUP}", kind="thematic", topic=MARKUP,
            registered_on=DAY,
        )  # fmt: skip
    plan = MonthPlan(land.commune, date(2026, 12, 1))
    return schedule_document(plan, lines=plan.lines, secretaries={}, changes=[], day=DAY)


def a_register(land):
    urgent = [
        UrgentMatter.objects.create(
            organisation=land.branch, unit=land.hamlet, year=2026, title=f"Đường {MARKUP}", why=MARKUP,
            solution=LONG if number < 2 else MARKUP, target=MARKUP, reference=f"VCB-{number}", owner=MARKUP,
            registered_on=DAY, due_on=date(2026, 12, 1),
        )
        for number in range(MANY)
    ]  # fmt: skip
    return urgent_document(urgent_rows(urgent, DAY), issuer_id=land.district.pk, year="2026", day=DAY)


def a_matter(land):
    made = raise_matter(
        unit=land.hamlet,
        organisation=land.branch,
        issuer=land.district,
        content=LONG,
        raised_on=DAY,
        by=land.by,
    )
    receive(made, by=land.by, on=DAY, is_shared=False)
    made = Recommendation.objects.get(pk=made.pk)
    answer(made, text=f"{LONG}\n{MARKUP}", outcome="resolved", by=land.by, on=DAY)
    made = Recommendation.objects.with_clock(DAY).get(pk=made.pk)
    return recommendation_document(MatterFacts(made, DAY, land.scope), [("Nơi nêu", MARKUP)], day=DAY)


def an_evidence(land):
    said = {"cadre": land.visitor, "year": 2026, "unit": land.district, "by": land.by, "on": DAY}
    for side in ("self", "board"):
        say_of_year(**said, side=side, text=f"{LONG}\n{MARKUP}")
    found = CadreYear(land.visitor, 2026, DAY, land.scope)
    return evidence_document(land.visitor, 2026, day=DAY, found=found)


def a_conference(land):
    made = Conference.objects.create(
        kind="dialogue", unit=land.district, title=f"Đối thoại {MARKUP}", held_on=DAY, place=MARKUP,
        chairs=MARKUP, guests=MARKUP, minutes=f"{LONG}\n{MARKUP}",
    )  # fmt: skip
    for number in range(MANY):
        Opinion.objects.create(
            conference=made, speaker=MARKUP, unit=land.hamlet, content=LONG if number < 2 else MARKUP,
            **({"is_answered_on_the_spot": True, "answer": MARKUP} if number % 2 else {}),
        )  # fmt: skip
    row = Conference.objects.counted().get(pk=made.pk)
    return record_of(row, opinions_of(row, land.scope, DAY))


def a_slip(land):
    days = [StaffDay(land.visitor, None, MARKUP, DAY, time(19), f"Chi bộ {MARKUP}", "") for _n in range(MANY)]
    return free_time_slip(land.visitor, MARKUP, land.agency, DAY, days, day=DAY)


def a_household(land):
    group = HouseholdGroupFactory(unit=land.hamlet, name=f"Tổ {MARKUP}")
    made = HouseholdFactory(unit=land.hamlet, group=group, head_name=MARKUP, address=f"Cuối đường {MARKUP}")
    tag(made)
    common = {
        "household": made,
        "unit": land.hamlet,
        "cadre": land.visitor,
        "author": land.author,
        "body_hash": "",
    }
    visits = [
        HouseholdVisit.objects.create(
            **common, client_key=uuid4(), visited_on=DAY - timedelta(days=number), recorded_on=DAY
        )
        for number in range(MANY)
    ]
    kept = {"hidden_on": date(2028, 11, 10), "erased_on": date(2029, 11, 10)}
    for visit in visits[:2]:
        HouseholdVisitWords.objects.create(visit=visit, livelihood=LONG, wishes=f"{MARKUP}\n{MARKUP}", **kept)
    return household_sheet(
        made,
        visits=visits,
        readable={each.pk for each in visits[:2]},
        matters=[Recommendation(reference="KN-1", content=LONG)],
        day=DAY,
    )


def sheets(land) -> dict:
    """The sheet of a month, and of a meeting with two sides."""
    given = {"organisation": land.branch, "issuer": land.district, "by": land.by, "on": DAY}
    month = open_sheet(
        rubric=issued_rubric(land.district, kind="month", name=f"Bộ {MARKUP}"),
        period_on=date(2026, 10, 1), scorer="own", **given,
    )  # fmt: skip
    rubric = issued_rubric(land.district, code="buoi", name=f"Buổi {MARKUP}")
    common = {"rubric": rubric, "kind": "meeting", "organisation": land.branch, "unit": land.hamlet,
              "issuer": land.district, "period_on": DAY, "state": "draft"}  # fmt: skip
    own = Sheet(**common, scorer="branch")
    theirs = Sheet(**common, scorer="superior", cadre=land.visitor)

    def printed(sheet, rows, **beside):
        for row in rows:
            row.points, row.note = row.criterion.maximum, LONG if row is rows[0] else MARKUP
        return sheet_document(
            sheet, rows=rows, columns=["points"], total="90", band="Tốt", reasons=[MARKUP], day=DAY, **beside
        )

    other = [type(rows_of(month)[0])(criterion=each) for each in rubric.criteria.select_related("section")]
    return {
        "month": printed(month, rows_of(month)),
        "meeting": printed(own, other, beside=[(theirs, other)]),
    }


def squeezed(text) -> str:
    """Without what a line's end may take or add."""
    return "".join(text.replace("\u200b", "").split())


def test_on_every_form_text_is_text_in_both_files_and_it_is_a_draft_until_a_number_is_typed(land):
    for form, document in forms_of(land).items():
        file, pdf = opened(as_docx(document)), text_of_pdf(document)
        said = words_of(file)
        assert MARKUP in said and squeezed(MARKUP) in pdf, form
        if form not in WITHOUT_LONG:
            # A page may end within it.
            assert LONG in said and pdf.count(squeezed(SENTENCE)) > 20, form
        # The month was not sent yet.
        is_draft = form == "schedule" or form not in UNNUMBERED
        assert (squeezed(DRAFT) in pdf, mark_of(file)) == (is_draft, is_draft), form
        if form not in UNNUMBERED:
            numbered = replace(document, number="127")
            assert squeezed(DRAFT) not in text_of_pdf(numbered) and not mark_of(opened(as_docx(numbered)))


def text_of_pdf(document) -> str:
    """Squeezed."""
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(document))).pages
    return squeezed("".join(page.extract_text() for page in pages))


def mark_of(file) -> bool:
    """Whether a Word file bears the word behind its first page."""
    return DRAFT in file.sections[0].first_page_header._element.xml
