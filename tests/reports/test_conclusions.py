"""The notice of conclusions: proposed from the reports, edited line by line, issued for good, read by whom it names."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import Notice
from assignments.models import Assignment, Team, TeamMember
from reports.actions.concluding import (
    add_line,
    change_conclusion,
    draft_conclusion,
    issue_conclusion,
    move_line,
    void_conclusion,
)
from reports.models import Conclusion, ConclusionLine, ConclusionSource, Remedy
from scores.actions.appeals import appeal
from scores.actions.sheet_steps import publish_sheet, send_sheet, withdraw_publication
from scores.actions.sheets import open_sheet
from scores.models import Sheet
from tests import score_things
from tests.factories import START, SchemeFactory, UserFactory, organisation
from tests.pages import browser_of, queries_of, signed_in, words
from tests.reports.filed import ground
from tests.reports.rounds_ground import NOVEMBER, OCTOBER, a_line, a_remedy, a_round, issued

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
DUE = date(2026, 12, 10)


@pytest.fixture
def land():
    land = ground(report_days=5, turns_per_month=1)
    land.browser = signed_in(land.officer)
    land.round = a_round(land.district, closed_on=NOVEMBER)
    return land


def page(thing, name="conclusion_page", *more):
    return reverse(f"reports:{name}", args=[thing.key, *more])


def drafted(land, **fields):
    return draft_conclusion(land.round, by=land.officer, on=DAY, **fields)


def issue(land, conclusion, **over):
    fields = {"number": "12-TB/HU", "issued_on": DAY, "version": conclusion.version}
    return issue_conclusion(conclusion, by=land.officer, on=DAY, **fields | over)


def lines(conclusion, part):
    return [(line.organisation, line.text) for line in conclusion.lines.filter(part=part)]


def test_who_does_well_and_who_does_not_is_proposed_each_tied_to_its_reports(land):
    good = land.report(quality="good", was_prepared=True, strengths="Nề nếp")
    weak = land.report(
        branch=land.branches[1], quality="poor", was_prepared=False, shortcomings="Ít phát biểu",
        sensitive="Dư luận riêng",
    )  # fmt: skip
    not_held = land.report(branch=land.branches[2], attended="not_held")
    outside = land.report(branch=land.branches[2], met_on=date(2026, 9, 24), quality="poor")
    draft = drafted(land)
    assert [each for each, _text in lines(draft, "praise")] == [land.branches[0]]
    praise = draft.lines.get(part="praise")
    assert list(praise.reports.all()) == [good] and "Nề nếp." in praise.text and "16/18" in praise.text
    short = draft.lines.get(part="shortcoming", organisation=land.branches[1])
    assert "Kém" in short.text and "chưa họp chuẩn bị" in short.text and "Ít phát biểu." in short.text
    assert list(short.reports.all()) == [weak]
    gone = draft.lines.get(part="shortcoming", organisation=land.branches[2])
    assert "24/10/2026" in gone.text and list(gone.reports.all()) == [not_held]
    required = draft.lines.filter(part="required")
    assert {line.organisation for line in required} == {land.branches[1], land.branches[2]}
    assert {line.due_on for line in required} == {DUE}
    assert outside not in [each.report for each in ConclusionSource.objects.all()]
    assert not any("Dư luận" in line.text for line in draft.lines.all())


def test_what_was_demanded_before_and_is_overdue_is_a_shortcoming(land):
    other = a_round(land.district, date(2026, 8, 1), date(2026, 9, 1), closed_on=date(2026, 9, 1))
    conclusion = issued(other, (land.branch, "required", "Họp chuẩn bị", date(2026, 10, 1)))
    Remedy.objects.create(
        line=conclusion.lines.get(), issuer=land.district, organisation=land.branch, unit=land.branch.unit,
        work="Họp chuẩn bị", assigned_on=date(2026, 9, 2), due_on=date(2026, 10, 1),
    )  # fmt: skip
    draft = drafted(land)
    assert lines(draft, "shortcoming") == [(land.branch, "Còn 1 việc phải khắc phục quá hạn.")]


def test_a_round_has_one_notice(land):
    drafted(land)
    with pytest.raises(ValidationError, match="Đợt này đã có thông báo kết luận"):
        drafted(land)


def test_lines_are_added_changed_moved_and_removed_by_plain_forms(land):
    draft = drafted(land)
    for text in ("Một", "Hai"):
        draft.refresh_from_db()
        data = {"version": draft.version, "organisation": f"CB-{land.hamlet.key}", "text": text}
        assert land.browser.post(f"{page(draft, 'line_new')}?phan=praise", data).status_code == 302
    one, two = draft.lines.all()
    assert (one.text, two.text, one.organisation) == ("Một", "Hai", land.branch)
    draft.refresh_from_db()
    land.browser.post(page(two, "line_move"), {"version": draft.version, "len": "1"})
    assert [line.text for line in draft.lines.all()] == ["Hai", "Một"]
    draft.refresh_from_db()
    land.browser.post(
        page(one, "line_change"), {"version": draft.version, "organisation": "", "text": "Nói chung"}
    )
    one.refresh_from_db()
    assert (one.text, one.organisation) == ("Nói chung", None)
    draft.refresh_from_db()
    land.browser.post(page(two, "line_remove"), {"version": draft.version})
    assert [line.text for line in draft.lines.all()] == ["Nói chung"]
    text = words(land.browser.get(page(draft)))
    assert "Dự thảo: chỉ cấp ủy ban hành đọc được" in text and "Nói chung" in text


def test_what_is_required_says_who_and_until_when(land):
    draft = drafted(land)
    address = f"{page(draft, 'line_new')}?phan=required"
    response = land.browser.post(address, {"version": draft.version, "text": "Họp chuẩn bị"})
    text = words(response)
    assert "Hãy ghi tổ chức nào phải làm." in text and "Hãy ghi thời hạn." in text
    assert "Họp chuẩn bị" in response.content.decode() and not draft.lines.exists()


def test_a_body_of_another_ground_is_not_named(land):
    organisation(land.units["P1D2C1H1"], code="NOI-KHAC", name="Chi bộ nơi khác", branch_type="residential")
    draft = drafted(land)
    data = {"version": draft.version, "organisation": "NOI-KHAC", "text": "Tốt"}
    response = land.browser.post(f"{page(draft, 'line_new')}?phan=praise", data)
    assert "Không tìm thấy “NOI-KHAC”" in words(response)


def test_of_two_editors_the_second_sees_what_stands_and_loses_nothing(land):
    draft = drafted(land)
    line = add_line(draft, part="praise", text="Cũ", version=1, by=land.officer)
    draft.refresh_from_db()
    first = {"version": draft.version, "organisation": "", "text": "Của người thứ nhất"}
    land.browser.post(page(line, "line_change"), first)
    response = land.browser.post(page(line, "line_change"), first | {"text": "Của người thứ hai"})
    body = response.content.decode()
    assert "Người khác vừa sửa dự thảo này" in words(response)
    assert "Của người thứ nhất" in body and "Của người thứ hai" in body
    draft.refresh_from_db()
    assert f'name="version" value="{draft.version}"' in body
    again = {"version": draft.version, "organisation": "", "text": "Của người thứ hai"}
    assert land.browser.post(page(line, "line_change"), again).status_code == 302
    line.refresh_from_db()
    assert line.text == "Của người thứ hai"


def test_it_is_issued_once_the_round_is_closed_with_its_number(land):
    land.report(quality="good")
    draft = drafted(land)
    with pytest.raises(ValidationError, match="Hãy ghi số, ký hiệu"):
        issue(land, draft, number=" ")
    with pytest.raises(ValidationError, match="Ngày ký không thể sau hôm nay"):
        issue(land, draft, issued_on=date(2026, 11, 11))
    add_line(
        draft, part="required", text="Gấp", version=1, by=land.officer, organisation=land.branch, due_on=DAY
    )
    draft.refresh_from_db()
    with pytest.raises(ValidationError, match="“Gấp” có hạn 10/11/2026"):
        issue(land, draft)
    type(land.round).objects.update(closed_on=None)
    with pytest.raises(ValidationError, match="Hãy chốt đợt trước"):
        issue(land, draft)


def test_issued_its_figures_are_frozen_and_what_is_required_is_followed_up(land):
    land.report(branch=land.branches[1], quality="poor")
    draft = drafted(land)
    response = land.browser.post(
        page(draft, "conclusion_issue"),
        {"version": draft.version, "number": "12-TB/HU", "issued_on": "10/11/2026"},
    )
    assert response.status_code in (200, 302)
    draft = Conclusion.objects.get()
    if not draft.is_issued:
        # The day of the browser is the real one; the action is told its own.
        draft = issue(land, draft)
    remedy = Remedy.objects.get()
    assert (remedy.organisation, remedy.assigned_on) == (land.branches[1], draft.issued_on)
    assert draft.figures["turns"] == 1
    land.report(quality="good")
    text = words(land.browser.get(page(draft)))
    assert "1 lượt dự của 1 cán bộ" in text and "12-TB/HU" in text


def test_the_words_of_an_issued_notice_are_closed_by_the_database(land):
    report = land.report(quality="good")
    draft = drafted(land)
    line = draft.lines.get()
    # The negative control: the same writes pass while it is a draft.
    ConclusionLine.objects.filter(pk=line.pk).update(text="Lời khác")
    Conclusion.objects.filter(pk=draft.pk).update(intro="Mở đầu khác")
    conclusion = issue(land, draft)
    writes = [
        lambda: ConclusionLine.objects.filter(pk=line.pk).update(text="Sửa sau khi ký"),
        lambda: ConclusionLine.objects.create(conclusion=conclusion, part="praise", text="Thêm"),
        lambda: ConclusionSource.objects.filter(line=line).delete(),
        lambda: ConclusionSource.objects.create(line=line, report=land.report(branch=land.branches[1])),
        lambda: ConclusionLine.objects.filter(pk=line.pk)._raw_delete("default"),
        lambda: Conclusion.objects.filter(pk=conclusion.pk).update(intro="Khác"),
        lambda: Conclusion.objects.filter(pk=conclusion.pk).update(number="99"),
        lambda: Conclusion.objects.filter(pk=conclusion.pk).update(issued_on=None),
        lambda: Conclusion.objects.filter(pk=conclusion.pk).update(figures={}),
    ]
    for write in writes:
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
            connection.check_constraints()
    line.refresh_from_db()
    assert (line.text, list(line.reports.all())) == ("Lời khác", [report])
    for act in (
        lambda: change_conclusion(conclusion, version=conclusion.version, by=land.officer, intro="x"),
        lambda: add_line(conclusion, part="praise", text="x", version=conclusion.version, by=land.officer),
        lambda: move_line(line, up=True, version=conclusion.version, by=land.officer),
    ):
        with pytest.raises(ValidationError, match="Thông báo đã ký nên không sửa được"):
            act()


def test_a_wrong_one_is_voided_with_a_reason_and_made_anew_from_it(land):
    land.report(branch=land.branches[1], quality="poor")
    conclusion = issue(land, drafted(land))
    with pytest.raises(ValidationError, match="Hãy ghi lý do hủy"):
        void_conclusion(conclusion, reason="", version=conclusion.version, by=land.officer, on=DAY)
    void_conclusion(conclusion, reason="Sai tên", version=conclusion.version, by=land.officer, on=DAY)
    remedy = Remedy.objects.get()
    assert (remedy.state, remedy.result) == ("dropped", "Thông báo kết luận đã hủy: Sai tên")
    again = drafted(land, again=True)
    assert [line.text for line in again.lines.all()] == [line.text for line in conclusion.lines.all()]
    assert again.lines.first().reports.count() == conclusion.lines.first().reports.count() == 1
    issue(land, again, number="13-TB/HU")
    assert Remedy.objects.open().count() == 1


def test_those_it_names_are_told_without_a_word_of_it_and_read_their_lines_only(land):
    secretary, office, stranger = UserFactory(), UserFactory(), UserFactory()
    for user, role, over in (
        (secretary, "branch_secretary", {"organisation": land.branch}),
        (office, "commune_office", {"unit": land.commune}),
        (stranger, "branch_secretary", {"organisation": land.branches[2]}),
    ):
        user.grants.create(role=role, starts_on=START, **over)
    draft = drafted(land)
    a_line(draft, land.branch, "shortcoming", "Chưa chuẩn bị.")
    a_line(draft, land.branches[1], "praise", "Rất tốt.")
    conclusion = Conclusion.objects.get()
    for user in (secretary, office):
        assert signed_in(user).get(page(conclusion)).status_code == 404
    conclusion = issue(land, conclusion)
    assert set(Notice.objects.values_list("user", flat=True)) == {secretary.pk, office.pk}
    notice = Notice.objects.filter(user=secretary).get()
    assert (notice.subject, notice.url) == ("round", page(conclusion))
    assert "Chưa chuẩn bị" not in notice.text and "Chi bộ" not in notice.text
    text = words(signed_in(secretary).get(page(conclusion)))
    assert "Chưa chuẩn bị." in text and "Rất tốt." not in text
    assert "BC-" not in text and "Phạm Văn Dự" not in text and "lượt dự" not in text
    text = words(signed_in(office).get(page(conclusion)))
    assert "Chưa chuẩn bị." in text and "Rất tốt." in text
    assert signed_in(stranger).get(page(conclusion)).status_code == 404
    assert signed_in(secretary).get(page(conclusion, "conclusion_file", "pdf")).status_code == 404
    named = reverse("reports:named_list")
    assert "12-TB/HU" in words(signed_in(secretary).get(named))
    assert "12-TB/HU" not in words(signed_in(stranger).get(named))
    void_conclusion(conclusion, reason="Sai", version=conclusion.version, by=land.officer, on=DAY)
    assert signed_in(secretary).get(page(conclusion)).status_code == 404


def test_a_cadre_reads_the_issued_notice_of_the_scheme_under_which_he_follows(land):
    draft = drafted(land)
    a_line(draft, land.branch, "praise", "Nề nếp tốt.")
    browser = signed_in(land.author)
    assert browser.get(page(draft)).status_code == 404
    conclusion = issue(land, Conclusion.objects.get())
    text = words(browser.get(page(conclusion)))
    assert "Nề nếp tốt." in text and "Căn cứ" not in text
    assert browser.get(page(conclusion, "conclusion_file", "docx")).status_code == 200
    assert "12-TB/HU" in words(browser.get(reverse("reports:named_list")))
    # Of a round of one scheme only those who follow under that very scheme.
    other = SchemeFactory(issuer=land.district)
    narrow = a_round(land.district, scheme=other, closed_on=NOVEMBER)
    of_other = issued(narrow, (land.branch, "praise", "Tốt", None), number="14-TB/HU")
    assert browser.get(page(of_other)).status_code == 404
    member = UserFactory()
    team = Team.objects.create(code="T1", name="Tổ 1", unit=land.district, starts_on=START)
    TeamMember.objects.create(team=team, cadre=land.cadre(user=member), starts_on=START)
    Assignment.objects.create(
        scheme=other, team=team, target_unit=land.hamlets[2], unit=land.hamlets[2], starts_on=START
    )
    assert signed_in(member).get(page(of_other)).status_code == 200
    elsewhere = UserFactory()
    land.cadre(user=elsewhere)
    assert signed_in(elsewhere).get(page(conclusion)).status_code == 404


def test_the_place_reads_work_and_state_of_its_remedy_and_not_what_the_visitor_saw(land):
    remedy = a_remedy(land.district, land.branch)
    remedy.checks.create(seen_on=DAY, seen="done", note="Bí mật của người dự")
    address = page(remedy, "remedy_page")
    text = words(browser_of("branch_secretary", organisation=land.branch).get(address))
    assert remedy.work in text and "Bí mật" not in text and "Đã thấy gì" not in text
    assert browser_of("branch_secretary", organisation=land.branches[1]).get(address).status_code == 404
    assert browser_of("leader", unit=land.commune).get(address).status_code == 404
    shown = browser_of("commune_office", unit=land.commune).get(reverse("reports:remedy_list"))
    assert remedy.work in words(shown) and "Người dự thấy" not in words(shown)
    text = words(land.browser.get(address))
    assert "Bí mật của người dự" in text and "Kết thúc: đã khắc phục" in text
    result = "Người dự thấy đã khắc phục ngày 10/11/2026: Bí mật của người dự"
    land.browser.post(page(remedy, "remedy_close"), {"version": 1, "state": "done", "result": result})
    remedy.refresh_from_db()
    assert (remedy.state, remedy.result) == ("done", result)


def test_the_list_of_remedies_is_filtered_exported_and_few_questions_whatever_the_rows(land):
    a_remedy(land.district, land.branch, due_on=date(2026, 11, 8))
    address = reverse("reports:remedy_list")
    few = (
        queries_of(land.browser, address),
        queries_of(land.browser, page(Remedy.objects.get(), "remedy_page")),
    )
    line = Remedy.objects.get().line
    for number, branch in enumerate(land.branches[1:]):
        other = a_round(
            land.district, date(2026, 1 + number, 1), date(2026, 2 + number, 1), closed_on=OCTOBER
        )
        made = issued(other, (branch, "required", f"Việc {number}", DUE), number=f"{number}-TB/HU")
        Remedy.objects.create(
            line=made.lines.get(), issuer=land.district, organisation=branch, unit=branch.unit,
            work=f"Việc {number}", assigned_on=NOVEMBER, due_on=date(2099, 1, 1),
        )  # fmt: skip
    assert queries_of(land.browser, address) == few[0] and max(few) <= 25
    overdue = words(land.browser.get(f"{address}?tinh_trang=qua-han"))
    assert line.text in overdue and "Việc 0" not in overdue
    line.remedy.checks.create(seen_on=DAY, seen="done")
    assert line.text in words(land.browser.get(f"{address}?tinh_trang=da-thay"))
    assert "Việc 0" in words(land.browser.get(f"{address}?q=Việc 0"))
    assert land.browser.get(f"{address}?export=xlsx").status_code == 200


def test_pages_of_the_notice_ask_few_questions_whatever_the_lines(land):
    land.report(quality="good")
    draft = drafted(land)
    few = queries_of(land.browser, page(draft))
    for branch in land.branches[1:]:
        land.report(branch=branch, quality="poor")
    void_conclusion(draft, reason="Lại", version=1, by=land.officer, on=DAY)
    draft = drafted(land)
    assert draft.lines.count() > 3
    assert queries_of(land.browser, page(draft)) == few <= 25
    assert queries_of(land.browser, page(draft.lines.first(), "line_change")) <= 25


def test_what_a_visitor_scored_is_the_branchs_to_read_once_the_notice_is_issued(land):
    report = land.report(quality="good")
    rubric = score_things.issued_rubric(land.district, starts_on=date(2026, 1, 1))
    turn = report.attendance
    sheet = open_sheet(
        rubric=rubric, organisation=turn.meeting.organisation, issuer=land.district, period_on=turn.attended_on,
        scorer="superior", meeting=turn.meeting, cadre=turn.cadre, attendance=turn, by=None, on=DAY,
    )  # fmt: skip
    sheet.rows.filter(criterion__section__is_extra=False).update(points=5)
    sheet = send_sheet(sheet, by=None, on=DAY)
    assert sheet.published_on is None
    issue(land, drafted(land))
    assert Sheet.objects.get(pk=sheet.pk).published_on == DAY
    # The notice was wrong: what it published is read no more, and the next one publishes it again.
    notice = Conclusion.objects.get()
    void_conclusion(notice, reason="Sai số liệu", version=notice.version, by=land.officer, on=DAY)
    sheet = Sheet.objects.get(pk=sheet.pk)
    assert (sheet.published_on, sheet.state) == (None, "sent")
    last = sheet.steps.last()
    assert (last.step, last.note) == ("withdrawn", "Sai số liệu")


def test_what_was_appealed_against_or_published_by_itself_stays_when_a_notice_is_voided(land):
    report = land.report(quality="good")
    rubric = score_things.issued_rubric(land.district, starts_on=date(2026, 1, 1))
    turn = report.attendance
    sheet = open_sheet(
        rubric=rubric, organisation=turn.meeting.organisation, issuer=land.district, period_on=turn.attended_on,
        scorer="superior", meeting=turn.meeting, cadre=turn.cadre, attendance=turn, by=None, on=DAY,
    )  # fmt: skip
    sheet.rows.filter(criterion__section__is_extra=False).update(points=5)
    publish_sheet(send_sheet(sheet, by=None, on=DAY), by=None, on=DAY)
    issue(land, drafted(land))
    notice = Conclusion.objects.get()
    void_conclusion(notice, reason="Sai số liệu", version=notice.version, by=land.officer, on=DAY)
    assert Sheet.objects.get(pk=sheet.pk).published_on == DAY
    appeal(sheet, text="Xin xem lại", by=None, on=DAY)
    with pytest.raises(ValidationError, match="đã đề nghị xem lại"):
        withdraw_publication(sheet, by=None, on=DAY, note="x")
