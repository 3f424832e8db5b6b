"""The standing words of printed papers: field by field, by the day, on every form that is printed with them, walled."""

import io
from datetime import date, timedelta

import docx
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from assignments.actions.change_sets import draft_change_set
from assignments.decision_documents import decision_document
from branches.actions.papers import set_words
from branches.models import Paper
from branches.papers import FIELDS, worded, words_of
from branches.views.papers import PRINTED
from common.documents import Paragraph, PartyDocument, Signature, Signer, Signers, as_docx, as_pdf
from dashboard.evidence import CadreYear
from dashboard.evidence_documents import evidence_document
from matters.actions.raising import raise_matter
from matters.documents import recommendation_document, urgent_document
from matters.models import Recommendation, UrgentMatter
from matters.reading import MatterFacts
from matters.urgent_rows import urgent_rows
from meetings.actions.letters import make_letters
from meetings.letter_documents import letter_documents
from meetings.planning import MonthPlan
from meetings.schedule_documents import schedule_document
from reports.actions.concluding import draft_conclusion
from reports.actions.freezing import freeze_review
from reports.conclusion_documents import conclusion_document
from reports.documents import blank_form_document
from reports.household_documents import blank_household_sheet
from reports.review_documents import review_document
from reports.rounds import RoundFacts
from scores.actions.sheets import open_sheet, rows_of
from scores.documents import sheet_document
from tests.factories import UserFactory
from tests.pages import browser_of, queries_of, words
from tests.reports.filed import ground
from tests.reports.rounds_ground import a_round
from tests.score_things import issued_rubric

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
LIST = reverse("branches:paper_list")
TRICKS = "{{ x }} #set <b>*a*</b> $1 \\\\ {% if %}"


def address(form="letter"):
    return reverse("branches:paper_change", args=[form])


@pytest.fixture
def land():
    land = ground(report_days=5, turns_per_month=1)
    land.browser = browser_of("org_staff", unit=land.district)
    land.by = UserFactory()
    return land


def say(land, form, on=DAY, **texts):
    return set_words(issuer=land.district, form=form, words=texts, by=land.by, on=on)


def of(land, form, on=DAY):
    return words_of([land.district.pk], form, on)[land.district.pk]


def text_of(document) -> str:
    page = docx.Document(io.BytesIO(as_docx(document)))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in page.paragraphs), *cells])


class TestWords:
    def test_a_forms_own_go_before_those_of_every_form_field_by_field(self, land):
        say(land, "every", issuing_body="Huyện ủy chung", place="Chung")
        say(land, "letter", place="Riêng")
        assert of(land, "letter") == dict.fromkeys(FIELDS, "") | {
            "issuing_body": "Huyện ủy chung",
            "place": "Riêng",
        }
        assert of(land, "review")["place"] == "Chung"

    def test_other_words_begin_on_their_day_and_the_former_keep_theirs(self, land):
        say(land, "letter", place="Trước", on=date(2026, 1, 1))
        say(land, "letter", place="Sau")
        assert of(land, "letter", DAY - timedelta(days=1))["place"] == "Trước"
        assert of(land, "letter")["place"] == "Sau"
        assert of(land, "letter", date(2025, 12, 31))["place"] == ""

    def test_of_the_same_day_they_are_put_right(self, land):
        say(land, "letter", place="Nhầm")
        say(land, "letter", place="Đúng")
        assert Paper.objects.get().place == "Đúng"
        with pytest.raises(ValidationError, match="Không có gì thay đổi"):
            say(land, "letter", place="Đúng")

    def test_who_signed_has_signed_and_what_is_written_on_the_paper_stays(self):
        given = dict.fromkeys(FIELDS, "") | {
            "signer": "Người khác",
            "signer_post": "Bí thư",
            "place": "Nơi khác",
        }
        signed = PartyDocument(
            issuing_body="A", signature=Signature(title="Phó Bí thư", name="B"), place="Đây"
        )
        assert worded(signed, given).signature.name == "B"
        assert worded(signed, given).place == "Nơi khác"
        assert worded(signed, given, own={"place"}).place == "Đây"
        empty = worded(PartyDocument(issuing_body="A"), given).signature
        assert (empty.title, empty.name) == ("Bí thư", "Người khác")
        placed = PartyDocument(issuing_body="A", body=[Paragraph("x"), Signers([Signer("B")])])
        body = worded(placed, given | {"closing": "Hết"}).body
        assert body[-2:] == [Paragraph("Hết"), Signers([Signer("B")])], "nothing is said below who signs"
        assert (
            worded(
                PartyDocument(issuing_body="A", body=[Paragraph("x")]), dict.fromkeys(FIELDS, "")
            ).signature
            is None
        )


def papers_of(land) -> dict:
    """{form: one printed document of it}."""
    conclusion = draft_conclusion(a_round(land.district), by=land.officer, on=DAY)
    review = freeze_review(
        issuer=land.district,
        unit=land.district,
        kind="interim",
        title="Sơ kết",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 7, 1),
        by=land.by,
        on=DAY,
    )
    letters = make_letters(
        scheme=land.scheme,
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 1),
        by=land.by,
        on=DAY,
        signer="Nguyễn Văn Mẫu",
        signer_post="Bí thư",
        signer_authority="",
    )
    made = raise_matter(
        unit=land.branch.unit, issuer=land.district, content=f"Cầu {TRICKS}", raised_on=DAY, by=land.by
    )
    matter = Recommendation.objects.with_clock(DAY).get(pk=made.pk)
    urgent = UrgentMatter.objects.create(
        organisation=land.branch, unit=land.branch.unit, year=2026, title=f"Đường {TRICKS}",
        reference="VCB-1", registered_on=DAY,
    )  # fmt: skip
    year = CadreYear(land.cadre(), 2026, DAY, browser_scope(land))
    draft = draft_change_set(scheme=land.scheme, name="Điều chỉnh", effective_on=DAY, by=land.by)
    return {
        "decision": decision_document(draft, day=DAY),
        "letter": letter_documents(letters[:1], address=lambda code: f"https://example.org/{code}", day=DAY)[
            0
        ],
        "report": blank_form_document(scheme=land.scheme, organisation=land.branch, day=DAY),
        "conclusion": conclusion_document(
            conclusion, figures=RoundFacts(conclusion.round, DAY).as_figures(), day=DAY
        ),
        "review": review_document(review, day=DAY),
        "schedule": a_schedule(land),
        "sheet": a_sheet(land),
        "urgent": urgent_document(
            urgent_rows([urgent], DAY), issuer_id=land.district.pk, year="2026", day=DAY
        ),
        "recommendation": recommendation_document(
            MatterFacts(matter, DAY, browser_scope(land)), [("Nơi nêu", TRICKS)], day=DAY
        ),
        "evidence": evidence_document(year.cadre, year.year, day=DAY, found=year),
        "household": blank_household_sheet(commune_id=land.units["P1D1C1"].pk, day=DAY),
    }


def a_schedule(land):
    """Of a commune, whose own words they are."""
    plan = MonthPlan(land.units["P1D1C1"], date(2026, 12, 1))
    return schedule_document(plan, lines=plan.lines, secretaries={}, changes=[], day=DAY)


def a_sheet(land):
    rubric = issued_rubric(land.district, kind="month")
    sheet = open_sheet(
        rubric=rubric,
        organisation=land.branch,
        issuer=land.district,
        period_on=date(2026, 10, 1),
        scorer="own",
        by=land.by,
        on=DAY,
    )
    row = rows_of(sheet)[0]
    row.points, row.note = row.criterion.maximum, TRICKS
    return sheet_document(
        sheet,
        rows=rows_of(sheet),
        columns=["points", "reviewed"],
        total="90",
        band="Tốt",
        reasons=[TRICKS],
        day=DAY,
    )


def browser_scope(land):
    return land.browser.get("/").wsgi_request.scope


class TestEveryForm:
    def test_is_printed_with_the_words_and_text_stays_text(self, land):
        said = {
            "issuing_body": "Ban Thường vụ Mẫu",
            "bases": f"Điều lệ Đảng\n{TRICKS}",
            "opening": f"Mở đầu {TRICKS}",
            "closing": "Đoạn kết riêng",
            "recipients": "Nơi nhận riêng\nLưu Văn phòng",
        }
        for issuer in (land.district, land.units["P1D1C1"]):
            set_words(issuer=issuer, form="every", words=said, by=land.by, on=DAY)
        papers = papers_of(land)
        assert {"every", *papers} == set(PRINTED), "each form that is offered is printed with its words"
        for form, document in papers.items():
            text = text_of(document)
            for said in ("BAN THƯỜNG VỤ MẪU", "Căn cứ Điều lệ Đảng;", f"Mở đầu {TRICKS}", "Đoạn kết riêng"):
                assert said in text, (form, said)
            assert "Nơi nhận riêng" in text, form
            assert f"Căn cứ {TRICKS};" in text, form
            pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(as_pdf(document))).pages)
            assert "".join(TRICKS.split()) in "".join(pdf.replace("\u200b", "").split()), form

    def test_without_words_the_products_own_are_there(self, land):
        for form, document in papers_of(land).items():
            whose = "ĐẢNG ỦY XÃ MẪU P1D1C1" if form in ("schedule", "household") else "HUYỆN ỦY MẪU P1D1"
            assert whose in text_of(document), form
            assert "Căn cứ Điều lệ" not in text_of(document), form


class TestScheduleOfACommune:
    def test_the_body_above_says_what_stands_in_every_communes_and_never_who_signs_there(self, land):
        say(land, "every", issuing_body="Huyện ủy chung", closing="Của riêng huyện")
        say(land, "schedule", bases="Công văn 12", opening="Mở của huyện", signer="Người huyện")
        text = text_of(a_schedule(land))
        assert "Căn cứ Công văn 12;" in text and "Mở của huyện" in text
        for own in ("HUYỆN ỦY CHUNG", "Của riêng huyện", "Người huyện"):
            assert own not in text
        mine = {"opening": "Mở của xã", "signer": "Người xã"}
        set_words(issuer=land.units["P1D1C1"], form="schedule", words=mine, by=land.by, on=DAY)
        text = text_of(a_schedule(land))
        assert "Mở của xã" in text and "Người xã" in text and "Mở của huyện" not in text
        assert "Căn cứ Công văn 12;" in text, "field by field"
        page = land.browser.get(address("schedule"))
        assert b'name="bases"' in page.content and b'name="signer"' not in page.content
        here = browser_of("org_staff", unit=land.units["P1D1C1"]).get(address("schedule"))
        assert b'name="signer"' in here.content


class TestPages:
    def test_staff_say_them_and_see_since_when(self, land):
        today = timezone.localdate()
        page = words(land.browser.get(LIST))
        assert page.count("theo mẫu của chương trình") == len(PRINTED)
        assert land.browser.post(address(), {"place": "Thị trấn", "bases": "Quy định 12"}).status_code == 302
        page = words(land.browser.get(LIST))
        assert f"{today:%d/%m/%Y}" in page and "căn cứ" in page
        assert "Thị trấn" in land.browser.get(address()).text
        assert "Không có gì thay đổi" in words(
            land.browser.post(address(), {"place": "Thị trấn", "bases": "Quy định 12"})
        )

    def test_the_page_says_what_is_printed_otherwise_and_what_was_said_before(self, land):
        page = words(land.browser.get(address()))
        assert "Để trống thì in: Huyện ủy Mẫu P1D1" in page and "chưa ghi nội dung riêng" in page
        today = timezone.localdate()
        say(land, "every", place="Nơi chung", on=today)
        say(land, "letter", closing="Lời cũ <b>", on=date(2026, 1, 1))
        say(land, "letter", closing="Lời mới", on=today)
        page = words(land.browser.get(address()))
        assert "Để trống thì in: Nơi chung" in page
        until = f"Từ 01/01/2026 đến hết {today - timedelta(days=1):%d/%m/%Y}"
        assert until in page and "Lời cũ" in page and f"Từ {today:%d/%m/%Y}" in page
        beside = words(browser_of("org_staff", unit=land.units["P1D2"]).get(address()))
        assert "Lời cũ" not in beside and "Nơi chung" not in beside

    def test_another_committees_words_are_not_his(self, land):
        say(land, "letter", place="Chỉ của huyện này", on=timezone.localdate())
        beside = browser_of("org_staff", unit=land.units["P1D2"])
        assert "Chỉ của huyện này" not in beside.get(address()).text
        assert beside.post(address(), {"place": "Huyện bên"}).status_code == 302
        assert of(land, "letter", timezone.localdate())["place"] == "Chỉ của huyện này"
        for role in ("leader", "commune_office"):
            assert browser_of(role, unit=land.district).get(LIST).status_code == 403

    def test_a_form_that_nobody_prints_is_not_offered_and_bad_input_is_said(self, land):
        assert land.browser.get(address("minutes")).status_code == 404
        assert set(PRINTED) == set(Paper.Form)
        text = words(land.browser.post(address(), {"bases": "x" * 3000}))
        assert "dài nhất 2000 ký tự" in text and not Paper.objects.exists()

    def test_few_queries(self, land):
        assert queries_of(land.browser, LIST) <= 25 and queries_of(land.browser, address()) <= 25
