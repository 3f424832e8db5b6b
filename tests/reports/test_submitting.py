"""Sending a report: what it makes, what it refuses, and that any number of sendings make one."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from branches.models import OfficialDocument
from matters.models import Contribution, GoodPractice, Recommendation
from meetings.models import Absence, Attendance, Meeting
from reports.actions.amending import amend_report
from reports.actions.submitting import Conflict, submit_report
from reports.models import (
    ChecklistItem,
    Draft,
    EffectKind,
    ReceiptCounter,
    Report,
    ReportStep,
    SensitiveNote,
)
from tests.factories import organisation
from tests.reports.ground import DAY, MET, ground, key, one_more, register, said

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 29)


@pytest.fixture
def land():
    return ground()


def send(land, on=DAY, client_key=None, **over):
    return submit_report(
        cadre=over.pop("cadre", land.cadre),
        author=over.pop("author", land.user),
        client_key=client_key or key(),
        values=said(land, **over),
        on=on,
    )


def refused(field, land, **over) -> str:
    with pytest.raises(ValidationError) as error:
        send(land, **over)
    assert not Report.objects.exists()
    return error.value.message_dict[field][0]


def test_a_report_makes_the_meeting_held_and_a_turn(land):
    report = send(land).report
    assert (report.number, report.state, report.due_on, report.is_late) == (
        "BC-2026-11-0001", "submitted", DUE, False,
    )  # fmt: skip
    assert (report.scheme, report.issuer, report.unit) == (land.scheme, land.district, land.hamlet)
    assert report.post_then == "Phó Trưởng ban, Ban Tổ chức"
    turn = Attendance.objects.get()
    assert (turn, turn.assignment, turn.group_then.code) == (
        report.attendance,
        report.assignment,
        "party_boards",
    )
    assert (turn.members, turn.exempt, turn.present, turn.excused, turn.unexcused) == (24, 2, 20, 2, 0)
    land.meeting.refresh_from_db()
    assert (land.meeting.outcome, land.meeting.held_on) == ("held", MET)
    step = ReportStep.objects.get()
    assert (step.report, step.step, step.by) == (report, "submitted", land.user)
    report.refresh_from_db()
    assert report.recorded_at is not None


def test_receipts_count_up_within_a_month_and_begin_anew_in_the_next(land):
    other = register(land.branch, date(2026, 12, 24))
    third = register(land.branch, date(2026, 10, 24))
    assert send(land).report.number == "BC-2026-11-0001"
    assert send(land, meeting=third, met_on=date(2026, 10, 24), late_reason="Mất mạng").report.number == (
        "BC-2026-11-0002"
    )
    last = send(land, meeting=other, met_on=date(2026, 12, 24), on=date(2026, 12, 25))
    assert last.report.number == "BC-2026-12-0001"


def test_a_sending_that_fails_gives_its_number_back(land):
    with pytest.raises(ValidationError):
        send(land, recommendations=[{"content": ""}])
    assert not ReceiptCounter.objects.exists()
    assert send(land).report.number == "BC-2026-11-0001"


def test_a_meeting_that_nobody_registered_is_made(land):
    land.meeting = None
    report = send(land, organisation=land.branch, met_on=date(2026, 11, 23), place="Đình").report
    assert (report.meeting.held_on, report.meeting.planned_on) == (date(2026, 11, 23), None)
    assert report.meeting.held_place == "Đình"
    assert Meeting.objects.count() == 2


def test_the_registered_meeting_held_on_another_day_keeps_both_days(land):
    send(land, met_on=DAY, started_at=time(19), ended_at=time(21))
    land.meeting.refresh_from_db()
    assert (land.meeting.planned_on, land.meeting.held_on) == (MET, DAY)


def test_a_day_that_contradicts_the_recorded_one_is_refused(land):
    send(land, met_on=DAY)
    second = one_more(land)
    with pytest.raises(ValidationError) as error:
        send(land, cadre=second[0], author=second[1])
    assert error.value.message_dict == {
        "met_on": ["Buổi này đã ghi là họp ngày 25/11/2026. Hãy ghi đúng ngày đó."]
    }


def test_two_cadres_at_one_meeting_are_two_turns_and_one_meeting(land):
    cadre, user = one_more(land)
    send(land)
    second = send(land, cadre=cadre, author=user).report
    assert (second.assignment, second.issuer) == (None, land.district)
    assert Attendance.objects.standing().four_counts() == {
        "turns": 2,
        "people": 2,
        "meetings": 1,
        "branches": 1,
    }


def test_an_excused_absence_is_one_day_and_no_turn(land):
    report = send(land, attended="excused", absence_kind="illness", absence_reason="Nằm viện").report
    assert (report.attendance, report.absence_reason) == (None, "Nằm viện")
    absence = Absence.objects.get()
    assert (absence.starts_on, absence.ends_on, absence.reason) == (MET, DAY, "illness")
    land.meeting.refresh_from_db()
    assert land.meeting.outcome == "unknown"
    assert not Attendance.objects.exists()


def test_who_attends_one_branch_of_an_evening_stays_excused_at_the_other(land):
    """The branches of a hamlet meet on the same 24th: one cadre, two meetings, two reports."""
    beside = organisation(land.hamlet, code="CB2", name="Chi bộ Ấp Mẫu 2", branch_type="residential")
    excused = {"attended": "excused", "absence_kind": "duty", "absence_reason": "Dự chi bộ bên cạnh"}
    report = send(land, meeting=register(beside, MET), **excused).report
    send(land)
    assert Absence.objects.standing().count() == 1
    say = {"attended": "yes", "meeting": report.meeting, "absence_reason": ""}
    amend_report(report, values=said(land, **say), version=1, by=land.user, on=DAY)
    assert not Absence.objects.standing().exists()


def test_an_absence_that_two_reports_rest_on_stays_until_both_are_changed(land):
    beside = organisation(land.hamlet, code="CB2", name="Chi bộ Ấp Mẫu 2", branch_type="residential")
    excused = {"attended": "excused", "absence_kind": "illness", "absence_reason": "Ốm"}
    reports = [send(land, meeting=each, **excused).report for each in (land.meeting, register(beside, MET))]
    assert Absence.objects.standing().count() == 1
    for report, left in zip(reports, (1, 0), strict=True):
        amend_report(report, values=said(land, meeting=report.meeting), version=1, by=land.user, on=DAY)
        assert Absence.objects.standing().count() == left


def test_a_meeting_that_was_put_off_is_not_held(land):
    send(land, attended="not_held", absence_reason="Bí thư đi họp huyện")
    land.meeting.refresh_from_db()
    assert (land.meeting.outcome, land.meeting.not_held_reason) == ("not_held", "Bí thư đi họp huyện")
    assert not Attendance.objects.exists()


def test_a_meeting_that_was_not_registered_can_be_said_not_to_have_been_held(land):
    land.meeting = None
    report = send(land, organisation=land.branch, met_on=date(2026, 11, 23), attended="not_held").report
    assert (report.meeting.outcome, report.meeting.planned_on) == ("not_held", date(2026, 11, 23))


def test_a_meeting_that_others_attended_was_held(land):
    cadre, user = one_more(land)
    send(land)
    with pytest.raises(ValidationError) as error:
        send(land, cadre=cadre, author=user, attended="not_held")
    assert "đã ghi là họp ngày 24/11/2026" in error.value.message_dict["attended"][0]


def test_all_that_a_report_brings_is_there(land):
    item = ChecklistItem.objects.get(code="4-nam-1")
    document = OfficialDocument.objects.get()
    report = send(
        land,
        effects=list(EffectKind.objects.filter(code="bottleneck-removed")),
        answers={item: ("done", "Đủ chi ủy")},
        read=[document],
        conveyed=[document],
        recommendations=[
            {"content": "Đường ấp ngập", "urgency": "urgent"},
            {"content": "Thiếu nước", "is_solved_on_the_spot": True},
        ],
        contributions=[{"amount": 276_000_000, "qualifier": "more_than", "donor": "Hội doanh nghiệp"}],
        practices=[{"title": "Tổ đảng tự quản"}],
        sensitive="Bà con còn băn khoăn việc sáp nhập",
        was_prepared=True,
    ).report
    assert [row.code for row in report.effects.all()] == ["bottleneck-removed"]
    assert [(row.item, row.answer, row.note) for row in report.answers.all()] == [(item, "done", "Đủ chi ủy")]
    assert sorted(report.document_links.values_list("part", flat=True)) == ["conveyed", "read"]
    assert list(
        Recommendation.objects.order_by("pk").values_list("reference", "unit", "issuer", "raised_by")
    ) == [
        ("KN-2026-11-0001-1", land.hamlet.pk, land.district.pk, land.cadre.pk),
        ("KN-2026-11-0001-2", land.hamlet.pk, land.district.pk, land.cadre.pk),
    ]
    assert report.recommendation_links.count() == 2
    assert Contribution.objects.get(report_link__report=report).amount == 276_000_000
    assert GoodPractice.objects.get(report_link__report=report).title == "Tổ đảng tự quản"
    note = SensitiveNote.objects.get()
    assert (note.report, note.expires_on) == (report, date(2028, 11, 25))
    assert report.was_prepared is True


@pytest.mark.parametrize(
    ("field", "over", "sentence"),
    [
        ("present", {"present": 18, "excused": 2, "unexcused": 1},
         "Có mặt 18, vắng có lý do 2, vắng không lý do 1 cộng lại là 21; số phải dự là 22 (tổng số 24, trừ miễn 2, trừ "
         "nhiệm vụ đặc biệt 0)."),
        ("holds_no_secret", {"holds_no_secret": False},
         "Hãy xác nhận báo cáo không chứa nội dung bí mật nhà nước."),
        ("absence_reason", {"attended": "excused"}, "Không dự thì hãy ghi lý do."),
        ("ended_at", {"started_at": time(20), "ended_at": time(19)},
         "Giờ kết thúc không thể trước giờ bắt đầu."),
        ("late_reason", {"on": date(2026, 12, 3)},
         "Đã quá hạn báo cáo lâu; hãy ghi lý do nhập muộn."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(land, field, over, sentence):
    assert refused(field, land, **over) == sentence
    assert not Attendance.objects.exists()
    land.meeting.refresh_from_db()
    assert land.meeting.outcome == "unknown"


@pytest.mark.parametrize(
    ("on", "late", "late_entry"),
    [(DUE, False, False), (date(2026, 11, 30), True, False), (date(2026, 12, 3), True, True)],
)
def test_lateness_is_kept_as_it_was_when_it_came(land, on, late, late_entry):
    report = send(land, on=on, late_reason="Mất mạng").report
    assert (report.is_late, report.is_late_entry) == (late, late_entry)


def test_the_same_sending_again_is_the_same_report(land):
    client_key = key()
    first = send(land, client_key=client_key)
    again = send(land, client_key=client_key, on=date(2026, 12, 20))
    assert (first.is_new, again.is_new, again.report) == (True, False, first.report)
    assert Report.objects.count() == Attendance.objects.count() == ReportStep.objects.count() == 1


def test_the_same_key_with_other_content_is_a_conflict_that_carries_both(land):
    client_key = key()
    first = send(land, client_key=client_key).report
    with pytest.raises(Conflict) as conflict:
        send(land, client_key=client_key, comments="Khác")
    assert conflict.value.report == first
    assert conflict.value.values["comments"] == "Khác"


def test_the_same_meeting_under_another_key_leads_to_the_report_that_stands(land):
    first = send(land).report
    with pytest.raises(Conflict) as conflict:
        send(land, comments="Từ máy khác")
    assert (conflict.value.report, Report.objects.count()) == (first, 1)
    # The very same content, from another device, is no conflict: there is nothing to choose between.
    assert send(land).report == first


def test_the_draft_ends_when_the_report_is_sent(land):
    client_key = key()
    Draft.objects.create(user=land.user, client_key=client_key, values={})
    Draft.objects.create(user=land.user, client_key=key(), values={})
    send(land, client_key=client_key)
    assert Draft.objects.count() == 1


def test_control_the_walls_themselves_refuse_the_second(land, monkeypatch):
    """With only the looks taken away the database lets one in, and the second gets the first."""
    from reports.actions import submitting

    client_key = key()
    first = send(land, client_key=client_key).report
    looked = submitting.sent_before
    answers = iter([None, None])
    monkeypatch.setattr(submitting, "sent_before", lambda *given: next(answers, looked(*given)))
    monkeypatch.setattr(submitting, "_reported_before", lambda *given: None)
    again = send(land, client_key=client_key)
    assert (again.is_new, again.report) == (False, first)
    assert Report.objects.count() == 1
