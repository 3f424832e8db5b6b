"""A locality that is none of the five: sixty points, grades of other names, a month that may be scored until the 20th, organisations
that begin and end in the year, a rubric that takes over in the middle of it."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branches.models import Organisation
from common.errors import refused_in_words
from dashboard.figures import score_figures
from meetings.models import Meeting
from scores.actions.rubrics import consult, issue
from scores.actions.sheet_steps import approve_sheet, publish_sheet, review_sheet, send_sheet
from scores.actions.sheets import open_sheet, regrade, rows_of, save_row, set_vetoes
from scores.facts import facts_of
from scores.meeting_quality import scored_meetings
from scores.meeting_years import branch_years
from scores.models import Band, Criterion, Rubric, Section, Sheet, VetoRule, YearlyRule
from scores.monthly import Month, Year
from scores.rubric_reading import band_words
from tests import factories, score_things
from tests.common.documents import papers
from tests.files import bring_in, messages, xlsx
from tests.pages import browser_of, queries_of

pytestmark = pytest.mark.django_db
BANDS = (("gioi", "Giỏi", 54), ("duoc", "Được", 36), ("chua-duoc", "Chưa được", 0))


def sixty(issuer, *, starts_on=date(2026, 1, 1), kind="month", code="sau-muoi", lowering=None, **fields):
    """A scale of sixty points in halves, a penalty in twos; all at least Được and two Giỏi make a good year."""
    made = score_things.make_rubric(
        issuer=issuer, code=code, name="Thang 60", kind=kind, by=None, on=score_things.MADE_ON, **fields
    )

    def part(model, **values):
        return score_things.row_of(made, model, values=values, by=None)

    held, less = part(Section, name="Sinh hoạt"), part(Section, name="Điểm trừ", is_extra=True)
    part(Criterion, section=held, code="nen-nep", name="Nền nếp", maximum=20, step=D("0.5"))
    part(Criterion, section=held, code="ket-qua", name="Kết quả", maximum=40, step=D("0.5"))
    part(Criterion, section=less, code="tru", name="Đơn thư", maximum=0, minimum=-5, step=2)
    bands = {
        code: part(Band, code=code, name=name, minimum=D(minimum), sort=number)
        for number, (code, name, minimum) in enumerate(BANDS, start=1)
    }
    part(YearlyRule, band=bands["gioi"], floor=bands["duoc"], counted=bands["gioi"], count=2)
    part(YearlyRule, band=bands["duoc"], floor=bands["chua-duoc"])
    if lowering:
        part(VetoRule, text=lowering[0], lowers_by=lowering[1])
    document = score_things.document_of(issuer)
    return issue(made, document=document, starts_on=starts_on, by=None, on=score_things.MADE_ON)


def given(rubric, body, period_on, *points, state="approved", **fields):
    """A sheet with `points` in the order of the criteria, sent on the day on which it was due."""
    fields = {"kind": rubric.kind, "scorer": "own", "issuer": rubric.issuer, **fields}
    kind, scorer = fields.pop("kind"), fields.pop("scorer")
    assert kind == rubric.kind
    sheet = open_sheet(
        rubric=rubric, organisation=body, period_on=period_on, scorer=scorer, by=None, on=period_on, **fields
    )  # fmt: skip
    for row, value in zip(rows_of(sheet), points, strict=False):
        save_row(
            row, column="points", value=D(str(value)), note="Có minh chứng", version=row.version, by=None
        )
    sheet.refresh_from_db()
    sheet.state, sheet.sent_on = state, sheet.due_on
    sheet.save()
    regrade(sheet)
    return sheet


@pytest.fixture
def units():
    return factories.small_map()


def body_of(units, code, place="P1D1C1", **fields):
    return factories.organisation(
        units[place], code=code, name=f"Đảng bộ {code}", kind="grassroots_committee", **fields
    )


def test_a_month_is_late_by_the_days_of_the_rubric_that_asks_for_it_and_for_nobody_else(units):
    sixty(units["P1D1"], sheet_days=20)
    asked, other = body_of(units, "A"), body_of(units, "B", place="P1D2C1")

    def lines(on):
        found = Month(Organisation.objects.all(), date(2026, 3, 1), on).lines
        return {line.organisation_id: (line.state, line.is_overdue) for line in found}

    assert lines(date(2026, 4, 20)) == {asked.pk: ("missing", False), other.pk: ("unasked", False)}
    assert lines(date(2026, 4, 21)) == {asked.pk: ("missing", True), other.pk: ("unasked", False)}


def test_of_a_year_only_those_months_are_missing_in_which_it_was_there_and_asked(units):
    rubric = sixty(units["P1D1"], starts_on=date(2026, 3, 1))
    whole, founded = body_of(units, "A"), body_of(units, "B", opened_on=date(2026, 6, 15))
    ended = body_of(units, "C")
    given(rubric, ended, date(2026, 4, 1), 20, 40)
    Organisation.objects.filter(pk=ended.pk).update(closed_on=date(2026, 7, 1))
    everybody = Organisation.objects.all()
    lines = {line.organisation_id: line for line in Year(everybody, 2026, date(2026, 12, 31)).lines}
    # December is not over on its last day; March to November are nine months.
    assert lines[whole.pk].year.missing == 9
    assert lines[founded.pk].year.missing == 5, "July to November: of June it was there for a half only"
    assert (lines[ended.pk].year.months, lines[ended.pk].year.missing) == (1, 3), "March, May, June"
    said = score_figures(
        unit_code="P1D1", starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 1), on=date(2026, 12, 31)
    )["months"]["by_organisation"]
    assert [(line["code"], line["missing"]) for line in said] == [("C", 3)]

    def names(first):
        return {line.code for line in Month(everybody, first, date(2026, 12, 31)).lines}

    assert names(date(2026, 4, 1)) == {"A", "C"} and names(date(2026, 6, 1)) == {"A", "C"}
    assert names(date(2026, 7, 1)) == {"A", "B"}
    given(rubric, founded, date(2026, 6, 1), 20, 40)
    assert names(date(2026, 6, 1)) == {"A", "B", "C"}, "what it scored of its own accord is there"


def test_points_of_two_scales_are_not_averaged_and_a_year_is_ranked_by_its_grade(units):
    hundred = score_things.issued_rubric(units["P1D1"], kind="month", code="sau-muoi")
    body, steady = body_of(units, "A"), body_of(units, "B")
    first = date(2026, 1, 1)
    given(hundred, body, first, 20, 10, 50)
    # The next edition has other bands and sixty points: January's sheet keeps its own.
    rubric = sixty(units["P1D1"], starts_on=date(2026, 2, 1))
    for month, contents in ((2, 34), (3, 33.5), (4, 40)):
        given(rubric, body, date(2026, month, 1), 20, contents)
    for month, contents in ((2, 34), (3, 34), (4, 34)):
        given(rubric, steady, date(2026, month, 1), 20, contents)
    lines = {line.code: line for line in Year(Organisation.objects.all(), 2026, date(2026, 5, 1)).lines}
    assert [(full, roll.mean) for full, roll in lines["A"].by_scale] == [(100, D(80)), (60, D("55.83"))]
    assert lines["A"].band is None and lines["A"].is_other_scale and lines["B"].band == "Giỏi"
    assert list(lines) == ["B", "A"], "by grade, though the other has more points"
    grades = [sheet.band.name for sheet in Sheet.objects.filter(organisation=body).order_by("period_on")]
    assert grades == ["Khá", "Giỏi", "Được", "Giỏi"], "53,5 is not 54, and 80 of 100 stays Khá"
    staff = browser_of("org_staff", unit=units["P1D1"])
    page = staff.get(reverse("scores:year_page"), {"nam": 2026}).text
    assert "80; 55,83/60" in page and "theo hai thang" in page
    months = score_figures(
        unit_code="P1D1", starts_on=first, ends_on=date(2026, 5, 1), on=date(2026, 5, 1)
    )["months"]  # fmt: skip
    assert (months["sheets"], months["mean"], months["lowest"]) == (7, None, None)


def test_points_are_multiples_of_their_step_and_the_least_and_the_most_always_are(units):
    sheet = given(sixty(units["P1D1"]), body_of(units, "A"), date(2026, 3, 1), 19.5, 40, state="draft")
    row = next(each for each in rows_of(sheet) if each.criterion.code == "tru")
    with pytest.raises(ValidationError, match="bước 2"):
        save_row(row, column="points", value=D(-1), note="", version=row.version, by=None)
    for value in (0, -2, -5):
        row = save_row(row, column="points", value=D(value), note="", version=row.version, by=None)
    sheet.refresh_from_db()
    assert sheet.total == D("54.50")


def test_a_sheet_on_which_nothing_applies_has_no_points_and_is_not_published(units):
    sheet = given(sixty(units["P1D1"]), body_of(units, "A"), date(2026, 3, 1), state="draft")
    for row in rows_of(sheet):
        save_row(
            row, column="points", value=None, note="Không có", version=row.version, by=None, is_applicable=False
        )  # fmt: skip
    for act in (send_sheet, review_sheet, approve_sheet):
        sheet = act(sheet, by=None, on=date(2026, 4, 3))
    assert sheet.total is None, "not applicable is not nought"
    with pytest.raises(ValidationError, match="không có tổng điểm"):
        publish_sheet(sheet, by=None, on=date(2026, 4, 9))
    # A constraint that has no words of its own is refused in words all the same.
    with pytest.raises(ValidationError, match="tải lại trang"), refused_in_words():
        Sheet.objects.filter(pk=sheet.pk).update(published_on=date(2026, 4, 9))


def test_of_a_quarter_each_branch_is_asked_for_one_meeting_in_each_month_that_it_was_there(units):
    body = body_of(units, "A")
    stays, ends = (
        factories.organisation(units["P1D1C1H1"], code=code, name=f"Chi bộ {code}", parent=body)
        for code in "XY"
    )
    for branch, months in ((stays, (1, 2)), (ends, (1,))):
        for month in months:
            meeting_of(branch, date(2026, month, 24))
    Organisation.objects.filter(pk=ends.pk).update(closed_on=date(2026, 2, 15))
    sheet = given(sixty(units["P1D1"], kind="quarter", code="quy"), body, date(2026, 1, 1), state="draft")
    number, why = facts_of(sheet, ["meetings_held"])["meetings_held"]
    # January asks both of them; February and March only the one that is left.
    assert (number, why) == (75, "3/4 lượt chi bộ đã họp thường kỳ, mỗi chi bộ mỗi tháng một lượt.")
    sheet.kind = "month"
    assert facts_of(sheet, ["meetings_held"])["meetings_held"] == (100, "2/2 chi bộ đã họp thường kỳ.")


def test_lists_take_the_rubric_of_the_bodys_own_committee_and_only_points_that_one_can_have(units, tmp_path):
    own, other = sixty(units["P1D1"]), sixty(units["P1D2"])
    body_of(units, "A"), body_of(units, "B", place="P1D2C1")
    heading = ["organisation_code", "rubric", "period", "criterion", "value", "scorer"]

    def send(*rows):
        return bring_in("scores", xlsx(tmp_path / "diem.xlsx", [heading, *rows]))

    for value, words in (("NaN", "Hãy ghi một số"), ("sNaN", "Hãy ghi một số"), ("9,3", "bước 0,5")):
        assert words in messages(send(["A", "sau-muoi", "2026-03", "nen-nep", value, ""]))[0]
    points = [("nen-nep", "19,5"), ("ket-qua", 40), ("tru", -5)]
    send(*([body, "sau-muoi", "2026-03", code, value, ""] for body in "AB" for code, value in points))
    found = {sheet.rubric_id: sheet for sheet in Sheet.objects.select_related("issuer")}
    assert {found[own.pk].issuer, found[other.pk].issuer} == {units["P1D1"], units["P1D2"]}
    assert found[own.pk].total == D("54.50")


def meeting_of(body, day):
    return Meeting.objects.create(
        organisation=body, unit=body.unit, month=day.replace(day=1), outcome="held", held_on=day
    )


def test_a_branchs_year_is_graded_by_its_meetings_each_side_apart(units):
    rubric = sixty(units["P1D1"], kind="meeting", meeting_kind="regular")
    body = factories.organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")
    cadre = factories.CadreFactory(unit=body.unit)
    hundred = score_things.issued_rubric(units["P1"], code="tinh")
    for month, own, above in ((1, 40, 34), (2, 34, 20), (3, 20, None), (4, None, None)):
        meeting = meeting_of(body, date(2026, month, 24))
        if own is not None:
            given(rubric, body, meeting.on, 20, own, state="sent", scorer="branch", meeting=meeting)
        if above is not None:
            given(
                rubric,
                body,
                meeting.on,
                20,
                above,
                state="sent",
                scorer="superior",
                meeting=meeting,
                cadre=cadre,
            )
    line = branch_years(Sheet.objects.all(), 2026)[0]
    said = {side: (each.meetings, each.by_band, each.band.name) for side, each in line.sides.items()}
    assert said == {
        "branch": (3, {"Giỏi": 2, "Được": 1}, "Giỏi"),
        "superior": (2, {"Giỏi": 1, "Được": 1}, "Được"),
    }
    assert line.held == 4
    staff, address = (
        browser_of("org_staff", unit=units["P1D1"]),
        f"{reverse('scores:branch_years')}?nam=2026",
    )
    page = staff.get(address).text
    assert "3 buổi: Giỏi 2, Được 1" in page and "2 buổi: Giỏi 1, Được 1" in page
    assert queries_of(staff, address) <= 25
    always = staff.get(f"{reverse('scores:always_full')}?nam=2026").text
    assert "Chi bộ 1" not in always, "somebody came, and not all were of the top grade"
    quiet = factories.organisation(units["P1D1C1H2"], code="CB2", name="Chi bộ 2")
    for month, own in ((1, 40), (2, 34), (3, 38.5)):
        meeting = meeting_of(quiet, date(2026, month, 20))
        given(rubric, quiet, meeting.on, 20, own, state="sent", scorer="branch", meeting=meeting)
    always = staff.get(f"{reverse('scores:always_full')}?nam=2026").text
    assert "Chi bộ 2" in always and "54/60" in always
    # Points of another rubric are beside the branch's own and not taken from them.
    meeting = meeting_of(body, date(2026, 5, 24))
    given(rubric, body, meeting.on, 20, 40, state="sent", scorer="branch", meeting=meeting)
    given(
        hundred, body, meeting.on, 20, 10, 70, state="sent", scorer="superior", meeting=meeting, cadre=cadre,
        issuer=units["P1"],
    )  # fmt: skip
    found = {
        each.met_on.month: each for each in scored_meetings(body.sheets, date(2026, 1, 1), date(2027, 1, 1))
    }
    assert found[5].gaps == [] and found[2].gaps == [D(14)]
    above = browser_of("org_staff", unit=units["P1"])
    trend = above.get(reverse("scores:meeting_trend", args=[body.key])).text
    assert "60/60 (Giỏi)" in trend and "100 (Tốt)" in trend
    neighbour = browser_of("org_staff", unit=units["P1D2"])
    assert "Chi bộ 1" not in neighbour.get(address).text
    # The gap (6 and 14 so far) over the latest three meetings beside that of those before them.
    for month, value in ((6, 38), (7, 40), (8, 40)):
        meeting = meeting_of(body, date(2026, month, 24))
        for scorer, points, who in (("branch", 40, {}), ("superior", value, {"cadre": cadre})):
            given(rubric, body, meeting.on, 20, points, state="sent", scorer=scorer, meeting=meeting, **who)
    for page in (staff.get(address).text, staff.get(reverse("scores:meeting_trend", args=[body.key])).text):
        assert "+0,7, trước đó +10: thu hẹp" in page


def test_a_quarter_and_a_year_are_scored_by_hand_and_from_lists(units, tmp_path):
    sixty(units["P1D1"], kind="quarter", code="quy", sheet_days=20, appeal_days=10)
    body, branch = body_of(units, "A"), factories.organisation(units["P1D1C1H1"], code="CB1", name="Chi bộ 1")
    staff, office = (
        browser_of("org_staff", unit=units["P1D1"]),
        browser_of("commune_office", unit=units["P1D1C1"]),
    )
    leader, secretary = (
        browser_of("leader", unit=units["P1D1"]),
        browser_of("branch_secretary", organisation=branch),
    )
    address = f"{reverse('scores:period_list')}?ky=2026-Q1"
    assert "chưa gửi" in staff.get(address).text and "Chi bộ 1" not in staff.get(address).text
    assert queries_of(staff, address) <= 25
    opened = office.post(reverse("scores:month_open", args=[body.key, "2026-Q1"]))
    sheet = Sheet.objects.get()
    assert opened.status_code == 302 and (sheet.kind, sheet.due_on) == ("quarter", date(2026, 4, 20))
    rows = rows_of(sheet)
    values = zip(rows, ("19,5", "40", "-5"), strict=True)
    data = {f"r{row.pk}-value": value for row, value in values}
    data |= {f"r{row.pk}-note": "" for row in rows} | {f"r{row.pk}-version": row.version for row in rows}
    assert office.post(sheet.get_absolute_url(), data).status_code == 302
    for browser, step in ((office, "send"), (staff, "review"), (leader, "approve"), (staff, "publish")):
        assert browser.post(reverse("scores:sheet_step", args=[sheet.key, step])).status_code == 302, step
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.band.name) == ("published", D("54.50"), "Giỏi")
    assert (sheet.appeal_until - sheet.published_on).days == 10
    page = office.get(address).text
    assert "Quý I/2026" in page and "54,5/60" in page and "Giỏi" in page
    paper = office.get(reverse("scores:sheet_paper", args=[sheet.key, "docx"]))
    assert "Tổng điểm: 54,5/60. Xếp loại: Giỏi." in papers.words_of(papers.opened(paper.content))
    neighbour = browser_of("org_staff", unit=units["P1D2"])
    assert "54,5/60" not in neighbour.get(address).text
    # A branch's year: its secretary opens it, nobody is asked for a month, and a list says the quarter after.
    sixty(units["P1D1"], kind="year", code="nam")
    opened = secretary.post(reverse("scores:month_open", args=[branch.key, "2026"]))
    assert opened.status_code == 302 and Sheet.objects.filter(kind="year", organisation=branch).exists()
    assert secretary.post(reverse("scores:month_open", args=[body.key, "2026"])).status_code == 404
    assert secretary.post(reverse("scores:month_open", args=[branch.key, "2026-03"])).status_code == 404
    heading = ["organisation_code", "rubric", "period", "criterion", "value", "scorer"]
    points = [("nen-nep", 18), ("ket-qua", 35), ("tru", 0)]
    lines = [["A", "quy", "quý II/2026", code, value, ""] for code, value in points]
    bring_in("scores", xlsx(tmp_path / "quy.xlsx", [heading, *lines]))
    second = Sheet.objects.get(kind="quarter", period_on=date(2026, 4, 1))
    assert (second.total, second.band.name, second.due_on) == (D(53), "Được", date(2026, 7, 20))
    with pytest.raises(ValidationError, match="ngày đầu của một quý"):
        sixty(units["P1D2"], kind="quarter", starts_on=date(2026, 2, 1))


def test_a_veto_lowers_by_levels_never_below_the_lowest_and_says_so(units):
    rubric = sixty(units["P1D1"], lowering=("Có đơn thư vượt cấp", 1))
    body, veto = body_of(units, "A"), rubric.vetoes.get()
    for contents, reached, lowered in (
        (40, "Giỏi", "Được"),
        (20, "Được", "Chưa được"),
        (0, "Chưa được", "Chưa được"),
    ):
        month = date(2026, 1 + Sheet.objects.count(), 1)
        sheet = given(rubric, body, month, 20, contents, state="draft")
        sheet.refresh_from_db()
        assert sheet.band.name == reached
        set_vetoes(sheet, [veto], by=None)
        sheet = Sheet.objects.select_related("band").get(pk=sheet.pk)
        assert sheet.band.name == lowered
        said = ["Có đơn thư vượt cấp: hạ 1 bậc xếp loại."] if reached != lowered else []
        assert sheet.reasons == said
    staff = browser_of("org_staff", unit=units["P1D1"])
    assert "Có đơn thư vượt cấp: hạ 1 bậc xếp loại" in staff.get(rubric.get_absolute_url()).text
    # Drafted by hand: one of the two, never both or none; and the next edition has it too.
    draft = score_things.make_rubric(
        issuer=units["P1D1"], code="sau-muoi", name="Thang 60", kind="month", by=None,
        on=score_things.MADE_ON, copied_from=rubric,
    )  # fmt: skip
    assert draft.vetoes.get().lowers_by == 1
    address, band = reverse("scores:part_new", args=[draft.key, "khong-che"]), draft.bands.first()
    for band_said, levels, is_made in (
        ("", "", False),
        (band.pk, 1, False),
        ("", 2, True),
        (band.pk, "", True),
    ):
        data = {"text": "Khi", "band": band_said, "lowers_by": levels, "version": draft.version}
        response = staff.post(address, data)
        assert (response.status_code == 302) == is_made, (band_said, levels)
        assert is_made or "Hãy chọn một" in response.text
        draft.refresh_from_db()


def test_grades_that_begin_above_a_figure_read_well_and_an_opinion_is_that_of_ones_organisation(units):
    made = score_things.draft_rubric(units["P1D1"], code="nguong")
    Band.objects.filter(rubric=made).update(is_inclusive=False)
    made.bands.filter(code="trung-binh").update(is_inclusive=True)
    whole = Rubric.objects.whole().get(pk=made.pk)
    assert [words for _band, words in band_words(whole)] == [
        "trên 90 điểm", "trên 70 đến 90 điểm", "từ 50 đến 70 điểm", "dưới 50 điểm",
    ]  # fmt: skip
    made.bands.filter(code="trung-binh").update(is_inclusive=False)
    whole = Rubric.objects.whole().get(pk=made.pk)
    assert [words for _band, words in band_words(whole)][2:] == [
        "trên 50 đến 70 điểm",
        "từ 50 điểm trở xuống",
    ]
    committee = body_of(units, "A")
    branches = [
        factories.organisation(units["P1D1C1H1"], code=f"CB{n}", name=f"Chi bộ {n}", parent=committee)
        for n in (1, 2)
    ]
    consult(made, until=date(2099, 1, 1), by=None, on=score_things.MADE_ON)
    for role, over, body in (
        ("branch_secretary", {"organisation": branches[0]}, branches[0]),
        ("commune_office", {"unit": units["P1D1C1"]}, committee),
        ("leader", {"unit": units["P1D1"]}, None),
    ):
        page = browser_of(role, **over).get(reverse("scores:comment_new", args=[made.key]))
        assert page.context["form"].initial.get("organisation", "") == (body.key if body else ""), role
