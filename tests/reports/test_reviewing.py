"""Accepting, returning, locking, adding to a report: by whom, once, in order; and what the database holds by itself."""

from datetime import timedelta

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone

from accounts.models import Notice
from assignments.models import Cadre
from reports.actions import reviewing
from reports.actions.reviewing import (
    accept_many,
    accept_report,
    add_addendum,
    lock_old_reports,
    lock_report,
    mark_seen,
    return_report,
)
from reports.models import Addendum, Report, ReportStep
from tests.factories import UserFactory
from tests.reports.filed import DAY, DUE, ground, zone_leader

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError, ProgrammingError)


@pytest.fixture
def land():
    return ground(report_days=5)


@pytest.fixture
def report(land):
    return land.report()


def accept(report, by, version=None, on=DAY):
    return accept_report(report, by=by, version=version or report.version, on=on)


def give_back(report, by, reason="Thiếu số đảng viên vắng.", version=None, on=DAY):
    return return_report(report, reason=reason, by=by, version=version or report.version, on=on)


def steps(report):
    return list(report.steps.values_list("step", flat=True))


def test_an_accepted_report_has_its_step_its_next_version_and_a_notice_to_the_author(land, report):
    accepted = accept(report, land.officer)
    assert (accepted.state, accepted.version) == ("accepted", 2)
    assert steps(report) == ["submitted", "accepted"]
    [notice] = Notice.objects.filter(user=land.author)
    assert report.number in notice.text and "đã được nhận" in notice.text
    assert notice.url == report.get_absolute_url()


def test_a_returned_report_says_why_to_the_author(land, report):
    give_back(report, land.officer)
    report.refresh_from_db()
    assert report.state == "returned"
    assert report.steps.last().note == "Thiếu số đảng viên vắng."
    assert "Thiếu số đảng viên vắng." in Notice.objects.get(user=land.author).text


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_is_returned_without_a_reason(land, report, reason):
    with pytest.raises(ValidationError, match="lý do trả lại"):
        give_back(report, land.officer, reason=reason)
    report.refresh_from_db()
    assert (report.state, steps(report)) == ("submitted", ["submitted"])
    assert not Notice.objects.exists()


def test_the_database_refuses_a_return_without_a_reason_too(land, report):
    with pytest.raises(IntegrityError, match="reports_return_says_why"), transaction.atomic():
        ReportStep.objects.create(report=report, step="returned", by=land.officer)


# --- who filed it takes no step ---
def as_clerk_entered(land):
    """The officer entered it from paper: he is the author, the cadre is another user."""
    return land.report(author=land.officer, source="paper")


@pytest.mark.parametrize("step", ["accept", "return", "seen", "lock"])
@pytest.mark.parametrize("who", ["author", "visitor"])
def test_neither_who_filed_it_nor_whose_visit_it_is_takes_a_step(land, step, who):
    report = as_clerk_entered(land)
    by = land.officer if who == "author" else land.author
    if step == "lock":
        accept(report, land.reader("org_staff"))
        report.refresh_from_db()
    before = steps(report)
    with pytest.raises(ValidationError, match="của chính mình"):
        {
            "accept": lambda: accept(report, by),
            "return": lambda: give_back(report, by),
            "seen": lambda: mark_seen(report, by=by),
            "lock": lambda: lock_report(report, by=by, version=report.version),
        }[step]()
    assert steps(report) == before


@pytest.mark.parametrize("step", ["seen", "accepted", "returned", "locked"])
@pytest.mark.parametrize("who", ["author", "visitor"])
def test_the_database_holds_that_wall_whatever_the_row_claims(land, step, who):
    report = as_clerk_entered(land)
    by = land.officer if who == "author" else land.author
    with pytest.raises(IntegrityError, match="reports_nobody_accepts_his_own_report"), transaction.atomic():
        # It claims another author; the database knows better.
        ReportStep.objects.create(report=report, step=step, by=by, note="x", author=UserFactory())
    with pytest.raises(IntegrityError, match="reports_somebody_takes_the_step"), transaction.atomic():
        ReportStep.objects.create(report=report, step="accepted", by=None)


def test_without_the_actions_wall_the_database_still_says_it_in_words(land, report, monkeypatch):
    """The negative control of the action's own check."""
    monkeypatch.setattr(reviewing, "_refuse_own", lambda row, by: None)
    with pytest.raises(ValidationError, match="của chính mình"), transaction.atomic():
        accept(report, land.author)
    assert Report.objects.get().state == "submitted"


@pytest.mark.parametrize("step", ["seen", "accepted", "returned", "locked"])
def test_somebody_else_takes_the_very_same_step(land, step):
    """The negative control of the constraint."""
    report = as_clerk_entered(land)
    ReportStep.objects.create(report=report, step=step, by=land.reader("org_staff"), note="x")
    assert steps(report) == ["submitted", step]


def test_a_cadre_who_got_a_login_later_is_known_by_it(land):
    report = land.report(author=None, source="import")
    accountant = UserFactory()
    Cadre.objects.filter(pk=land.visitor.pk).update(user=accountant)
    with pytest.raises(ValidationError, match="của chính mình"):
        accept(report, accountant)


# --- two at once ---
def test_the_second_officer_is_told_who_was_quicker(land, report):
    accept(report, land.officer)
    with pytest.raises(ValidationError) as refused:
        give_back(report, land.reader("org_staff"), version=1)
    [sentence] = refused.value.messages
    assert land.officer.full_name in sentence and "nhận" in sentence and report.number in sentence
    assert steps(report) == ["submitted", "accepted"]


def test_a_report_that_its_author_changed_meanwhile_is_not_accepted_unread(land, report):
    with pghistory.context(user=land.author.pk):
        Report.objects.filter(pk=report.pk).update(comments="Khác hẳn.", version=2)
    ReportStep.objects.create(report=report, step="amended", by=land.author)
    with pytest.raises(ValidationError, match="Phạm Văn Dự đã sửa và gửi lại"):
        accept(report, land.officer, version=1)


def test_what_was_returned_waits_for_its_author_and_is_not_accepted(land, report):
    returned = give_back(report, land.officer)
    with pytest.raises(ValidationError, match="đã trả lại"):
        accept(returned, land.officer)


def test_many_are_accepted_and_the_refused_ones_say_why(land):
    first, own, second = (
        land.report(branch=land.branches[0]),
        land.report(branch=land.branches[1], author=land.officer, source="paper"),
        land.report(branch=land.branches[2]),
    )
    accepted, refused = accept_many([(first, 1), (own, 1), (second, 1)], by=land.officer, on=DAY)
    assert [row.pk for row in accepted] == [first.pk, second.pk]
    [(row, why)] = refused
    assert row == own and "của chính mình" in why
    own.refresh_from_db()
    assert own.state == "submitted"


# --- to the leader in charge first ---
def test_where_the_leader_reads_first_the_board_waits_though_not_for_ever():
    land = ground(report_days=5, leader_reads_first=True)
    report = land.report()
    with pytest.raises(ValidationError, match="đến hết ngày 29/10/2026"):
        accept(report, land.officer, on=DUE)
    assert accept(report, land.officer, on=DUE + timedelta(days=1)).state == "accepted"


def test_once_the_leader_has_seen_it_the_board_goes_on_and_his_note_stays():
    land = ground(report_days=5, leader_reads_first=True)
    report = land.report()
    leader = zone_leader(land, land.commune)
    mark_seen(report, by=leader, note="Cần làm rõ việc thu quỹ.")
    accept(report, land.officer)
    assert steps(report) == ["submitted", "seen", "accepted"]
    assert report.steps.get(step="seen").note == "Cần làm rõ việc thu quỹ."


def test_seen_is_said_once_a_person_and_a_note_may_follow(land, report):
    leader = land.reader("leader")
    mark_seen(report, by=leader)
    with pytest.raises(ValidationError, match="đã xem báo cáo này rồi"):
        mark_seen(report, by=leader)
    mark_seen(report, by=leader, note="Đề nghị Ban xem thêm.")
    assert report.steps.filter(step="seen").count() == 2


# --- locking ---
def test_only_an_accepted_report_is_locked_and_never_unlocked(land, report):
    with pytest.raises(ValidationError, match="đã nhận"):
        lock_report(report, by=land.officer, version=1)
    accepted = accept(report, land.officer)
    locked = lock_report(accepted, by=land.officer, version=2)
    assert (locked.state, steps(report)) == ("locked", ["submitted", "accepted", "locked"])
    with pytest.raises(REFUSED, match="locked_report_stays_locked|Cannot update"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(state="submitted")


def test_what_was_accepted_long_ago_is_locked_by_the_calendar(land):
    reports = [land.report(branch=branch) for branch in land.branches[:3]]
    for report in reports[:2]:
        accept(report, land.officer)
    today = timezone.localdate()
    assert lock_old_reports(on=today + timedelta(days=29), days=30) == 0
    assert lock_old_reports(on=today + timedelta(days=30), days=30) == 2
    assert lock_old_reports(on=today + timedelta(days=30), days=30) == 0
    assert sorted(Report.objects.values_list("state", flat=True)) == ["locked", "locked", "submitted"]
    assert ReportStep.objects.filter(step="locked", by=None).count() == 2


# --- the words ---
@pytest.mark.parametrize("state", ["submitted", "returned", "accepted", "locked"])
@pytest.mark.parametrize("actor", ["nobody", "officer"])
def test_nobody_but_who_reports_changes_the_words_even_in_sql(land, report, state, actor):
    if state == "returned":
        give_back(report, land.officer)
    elif state != "submitted":
        accept(report, land.officer)
    if state == "locked":
        lock_report(report, by=land.officer, version=2)
    context = {} if actor == "nobody" else {"user": land.officer.pk}
    for column in ("comments", "strengths", "quality", "attended", "chair"):
        statement = f"UPDATE reports_report SET {column} = 'good' WHERE id = %s"  # noqa: S608
        with pytest.raises(REFUSED), transaction.atomic(), pghistory.context(**context):
            connection.cursor().execute(statement, [report.pk])
    report.refresh_from_db()
    assert report.comments == "Nên phân công cụ thể từng đảng viên."


def test_the_author_changes_his_words_until_they_are_accepted(land, report):
    """The negative control: the very same statement passes for who reports."""

    def change(words):
        with pghistory.context(user=land.author.pk), connection.cursor() as cursor:
            cursor.execute("UPDATE reports_report SET comments = %s WHERE id = %s", [words, report.pk])

    change("Sửa lại.")
    report.refresh_from_db()
    assert report.comments == "Sửa lại."
    accept(report, land.officer)
    with pytest.raises(REFUSED), transaction.atomic():
        change("Sửa nữa.")


def test_the_cadre_may_put_right_what_a_clerk_entered_for_him(land):
    report = as_clerk_entered(land)
    with pghistory.context(user=land.author.pk):
        Report.objects.filter(pk=report.pk).update(comments="Đúng ra là thế này.")
    report.refresh_from_db()
    assert report.comments == "Đúng ra là thế này."


# --- what is added later ---
@pytest.mark.parametrize("is_locked", [False, True])
def test_the_author_adds_to_closed_words(land, report, is_locked):
    accept(report, land.officer)
    if is_locked:
        lock_report(report, by=land.officer, version=2)
    added = add_addendum(report, text=" Chi bộ đã sửa xong cống. ", by=land.author)
    assert added.text == "Chi bộ đã sửa xong cống."
    with pytest.raises(REFUSED), transaction.atomic():
        Addendum.objects.filter(pk=added.pk).update(text="khác")


def test_nobody_else_adds_and_not_before_it_is_accepted(land, report):
    with pytest.raises(ValidationError, match="còn sửa được"):
        add_addendum(report, text="Thêm.", by=land.author)
    accept(report, land.officer)
    with pytest.raises(ValidationError, match="Chỉ người báo cáo"):
        add_addendum(report, text="Thêm.", by=land.officer)
    with pytest.raises(ValidationError, match="nội dung bổ sung"):
        add_addendum(report, text="  ", by=land.author)
    assert not Addendum.objects.exists()
