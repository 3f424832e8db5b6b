"""What must be put right is asked of the next visitor, in his report; staff end it, not what somebody saw."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Notice
from reports.actions.amending import amend_report
from reports.actions.remedies import check_remedy, close_remedy, move_remedy, reopen_remedy
from reports.actions.remedy_reminding import remind_of_remedies
from reports.actions.submitting import submit_report
from reports.models import Draft, Remedy, RemedyCheck, RemedyStep
from reports.remedies import to_check
from tests.factories import START, UserFactory, organisation
from tests.pages import signed_in, words
from tests.reports.ground import DAY, MET, ground, key, said
from tests.reports.rounds_ground import a_remedy

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    land = ground()
    land.remedy = a_remedy(land.district, land.branch)
    return land


def form_of(land):
    return f"{reverse('reports:report_new')}?buoi={land.meeting.key}"


def posted(**over):
    return {
        "client_key": str(key()),
        "attended": "yes",
        "met_on": "24/11/2026",
        "kind": "regular",
        "comments": "Góp ý.",
        "holds_no_secret": "on",
    } | over


def test_the_form_asks_the_next_visitor_and_what_he_saw_is_kept_with_his_report(land):
    browser = signed_in(land.user)
    page = browser.get(form_of(land))
    assert "Chi ủy họp chuẩn bị trước ba ngày." in words(page)
    name = f"kp-{land.remedy.key}"
    browser.post(form_of(land), posted(**{name: "partly", f"{name}-ghi": "Đã họp một lần."}))
    check = RemedyCheck.objects.get()
    assert (check.remedy, check.seen, check.note, check.seen_on) == (
        land.remedy,
        "partly",
        "Đã họp một lần.",
        MET,
    )
    land.remedy.refresh_from_db()
    assert land.remedy.is_open
    assert "Đã họp một lần." in words(browser.get(check.report.get_absolute_url()))


def test_a_form_sent_twice_makes_one_check_and_it_can_be_amended_until_it_is_taken(land):
    client_key = key()
    values = said(land, remedies={land.remedy: ("not_done", "")})
    for _time in range(2):
        sent = submit_report(cadre=land.cadre, author=land.user, client_key=client_key, values=values, on=DAY)
    assert RemedyCheck.objects.count() == 1
    values["remedies"] = {land.remedy: ("done", "Sổ họp đủ.")}
    amend_report(sent.report, values=values, version=1, by=land.user, on=DAY)
    assert RemedyCheck.objects.get().seen == "done"
    close_remedy(land.remedy, state="done", result="Xong", version=1, by=land.officer, on=DAY)
    # What the report has said stays on its form, whatever became of the remedy.
    assert to_check(land.branch, land.district, sent.report) == [land.remedy]
    assert to_check(land.branch, land.district) == []


def test_who_did_not_attend_has_seen_nothing(land):
    values = said(land, attended="excused", absence_kind="illness", absence_reason="Ốm")
    values["remedies"] = {land.remedy: ("done", "")}
    submit_report(cadre=land.cadre, author=land.user, client_key=key(), values=values, on=DAY)
    assert not RemedyCheck.objects.exists()


def test_a_draft_keeps_what_was_chosen(land):
    browser = signed_in(land.user)
    name = f"kp-{land.remedy.key}"
    answer = browser.post(form_of(land), posted(**{name: "done", f"{name}-ghi": "Ghi nháp"}) | {"nhap": "1"})
    assert Draft.objects.count() == 1
    body = browser.get(answer["Location"]).content.decode()
    assert f'value="done" id="{name}-done" checked' in body and 'value="Ghi nháp"' in body


def test_another_branch_and_another_committee_are_not_asked(land):
    other = organisation(land.units["P1D1C1H2"], code="CB2", name="Chi bộ khác", branch_type="residential")
    assert to_check(other, land.district) == []
    assert to_check(land.branch, land.units["P1D2"]) == []
    assert to_check(land.branch) == [land.remedy]
    forged = {f"kp-{land.remedy.key}": "done"}
    from reports.remedies import answered_in

    assert answered_in(forged, other, land.district) == {}
    assert answered_in(forged, land.branch, land.units["P1D2"]) == {}
    assert answered_in(forged, land.branch, land.district) == {land.remedy: ("done", "")}


def test_its_deadline_is_moved_and_it_ends_and_opens_again_each_with_a_reason(land):
    by = land.officer
    with pytest.raises(ValidationError, match="Hãy ghi lý do"):
        move_remedy(land.remedy, due_on=date(2026, 12, 20), reason=" ", version=1, by=by, on=DAY)
    moved = move_remedy(land.remedy, due_on=date(2026, 12, 20), reason="Bão", version=1, by=by, on=DAY)
    assert moved.due_on == date(2026, 12, 20)
    with pytest.raises(ValidationError, match="Người khác vừa thay đổi"):
        close_remedy(moved, state="done", result="Xong", version=1, by=by, on=DAY)
    done = close_remedy(moved, state="done", result="Đã họp ba lần", version=2, by=by, on=DAY)
    with pytest.raises(ValidationError, match="đã kết thúc ngày 25/11/2026"):
        check_remedy(done, seen="done", by=by, on=DAY)
    reopen_remedy(done, reason="Lại chưa họp", version=3, by=by, on=DAY)
    assert list(RemedyStep.objects.values_list("step", flat=True)) == ["due_moved", "closed", "reopened"]
    assert Remedy.objects.overdue_on(date(2026, 12, 21)).get() == land.remedy


def test_a_check_by_hand_lies_between_the_order_and_today(land):
    for day in (DAY + timedelta(days=1), date(2026, 11, 1)):
        with pytest.raises(ValidationError, match="Ngày xem phải từ ngày giao việc"):
            check_remedy(land.remedy, seen="done", seen_on=day, by=land.officer, on=DAY)
    check_remedy(land.remedy, seen="done", by=land.officer, on=DAY, note="Điện thoại hỏi bí thư")
    assert land.remedy.checks.get().report is None


def test_steps_of_a_remedy_stay(land):
    move_remedy(land.remedy, due_on=date(2026, 12, 20), reason="Bão", version=1, by=land.officer, on=DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        RemedyStep.objects.update(note="khác")


def test_what_comes_due_is_told_to_the_place_and_what_is_overdue_to_those_who_follow_it_up(land):
    secretary, office = UserFactory(), UserFactory()
    secretary.grants.create(role="branch_secretary", organisation=land.branch, starts_on=START)
    office.grants.create(role="commune_office", unit=land.units["P1D1C1"], starts_on=START)
    due_on = land.remedy.due_on
    remind_of_remedies(on=due_on - timedelta(days=4))
    assert not Notice.objects.exists()
    for _morning in range(2):
        remind_of_remedies(on=due_on - timedelta(days=3))
    assert set(Notice.objects.values_list("user", flat=True)) == {secretary.pk, office.pk}
    assert not Notice.objects.filter(text__contains="Chi ủy").exists()
    assert Notice.objects.first().subject == "round"
    for _morning in range(2):
        remind_of_remedies(on=due_on + timedelta(days=1))
    assert Notice.objects.filter(user=land.officer).count() == 1
    assert Notice.objects.count() == 3
