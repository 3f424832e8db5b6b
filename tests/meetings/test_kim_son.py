"""Kim Sơn 3.16 through the pages: a commune registers its month with day, hour and place, late or in time, changes it with a
reason, and it goes to those who follow, without the commune knowing more than their roles."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.models import Notice
from assignments.models import Assignment, CadreGroup
from branches.models import Grant
from meetings.actions.day_rules import set_day_rule, set_deadline
from meetings.actions.scheduling import Said, write_schedule
from meetings.models import Meeting, MeetingChange, Schedule, ScheduleRecipient, Visit
from meetings.planning import MonthPlan
from tests.factories import START, CadreFactory, GrantFactory, UserFactory, organisation
from tests.meetings.choice_ground import choice_ground
from tests.pages import browser_of, queries_of, rows_of, signed_in, words

pytestmark = pytest.mark.django_db
MONTH = date(2027, 11, 1)
TODAY = date(2027, 10, 20)
LATE = date(2027, 10, 26)


@pytest.fixture
def land():
    land = choice_ground()
    keeper = UserFactory()
    district = land.units["P1D1"]
    set_day_rule(
        unit=district, day=24, time=time(19), prepare_day=22, place="Nhà văn hóa", starts_on=START, by=keeper
    )
    set_deadline(unit=district, due_day=25, starts_on=START, by=keeper)
    land.commune = land.units["P1D1C1"]
    land.office = GrantFactory(role="commune_office", unit=land.commune).user
    return land


def address(land, month=MONTH):
    return reverse("meetings:schedule_commune", args=[land.commune.key]) + f"?thang={month:%Y-%m}"


def said(land, month=MONTH):
    return [
        Said(
            line.organisation,
            line.on,
            line.at,
            line.place,
            prepare_due_on=line.prepare_due_on,
            meeting=line.meeting,
        )
        for line in MonthPlan(land.commune, month).lines
    ]


def sent(land, on=TODAY, month=MONTH):
    return write_schedule(
        unit=land.commune, month=month, lines=said(land, month), by=land.office, on=on, send=True
    )


def fields(response) -> dict:
    """What the browser would send back of the page's form."""
    forms = response.context["forms"]
    data = {}
    for form in (forms.head, *forms.rows, *forms.extras):
        for field in form:
            value = field.value()
            if hasattr(value, "strftime"):
                value = value.strftime("%H:%M" if isinstance(value, time) else "%d/%m/%Y")
            data[field.html_name] = "" if value is None else value
    return data


def person(land, group, target, name, **assignment):
    user = UserFactory()
    cadre = CadreFactory(user=user, unit=land.units["P1D1"], full_name=name)
    target_field = "target_zone" if hasattr(target, "members") else "target_unit"
    Assignment.objects.create(
        scheme=land.scheme,
        cadre=cadre,
        unit=getattr(target, "unit", target),
        starts_on=START,
        group_then=CadreGroup.objects.get(code=group),
        **{target_field: target},
        **assignment,
    )
    return cadre


def test_the_page_is_filled_in_from_the_rules_and_one_tap_sends_it(land):
    office = signed_in(land.office)
    page = office.get(address(land))
    shown = words(page)
    assert "Chi bộ ấp P1D1C1H1" in shown and "Chi bộ ấp P1D1C2H1" not in shown
    assert "25/10/2027" in shown
    data = fields(page)
    assert list(data.values()).count("24/11/2027") == 2
    response = office.post(address(land), data | {"gui": "1"}, follow=True)
    assert "Đã gửi lịch sinh hoạt" in words(response)
    schedule = Schedule.objects.get()
    assert (schedule.state, schedule.sent_by, schedule.due_on) == ("sent", land.office, date(2027, 10, 25))
    meetings = Meeting.objects.filter(schedule=schedule)
    assert {(row.planned_on, row.planned_at, row.planned_place) for row in meetings} == {
        (date(2027, 11, 24), time(19), "Nhà văn hóa")
    }
    assert all(row.registered_on for row in meetings)


def test_an_exception_is_edited_in_its_row_and_hour_and_place_come_from_last_month(land):
    branch = land.branches["P1D1C1H1"]
    sent(land, month=date(2027, 10, 1), on=date(2027, 9, 20))
    Meeting.objects.filter(organisation=branch).update(planned_place="Sân đình")
    land_rule = branch.unit.day_rules.model.objects.get()
    land_rule.place, land_rule.time = "", None
    land_rule.save()
    line = next(line for line in MonthPlan(land.commune, MONTH).lines if line.organisation == branch)
    assert (line.on, line.at, line.place) == (date(2027, 11, 24), time(19), "Sân đình")
    office = signed_in(land.office)
    data = fields(office.get(address(land)))
    data[f"{branch.key}-on"], data[f"{branch.key}-at"] = "20/11/2027", "8h30"
    office.post(address(land), data | {"gui": "1"})
    meeting = Meeting.objects.get(organisation=branch, month=MONTH)
    assert (meeting.planned_on, meeting.planned_at) == (date(2027, 11, 20), time(8, 30))
    assert meeting.prepare_due_on == date(2027, 11, 18)


def test_a_row_without_hour_or_place_is_refused_in_words_and_nothing_is_cleared(land):
    office = signed_in(land.office)
    data = fields(office.get(address(land)))
    branch = land.branches["P1D1C1H1"]
    data[f"{branch.key}-place"], data[f"{branch.key}-on"] = "", "39/11/2027"
    response = office.post(address(land), data | {"gui": "1"})
    shown = words(response)
    assert "Chi bộ ấp P1D1C1H1 – Địa điểm: Chưa điền mục này." in shown
    assert "Hãy ghi ngày như 24/11/2026." in shown
    assert b"39/11/2027" in response.content
    assert not Meeting.objects.exists() and not Schedule.objects.exists()


def test_thematic_and_extraordinary_meetings_are_added_to_the_month(land):
    office = signed_in(land.office)
    data = fields(office.get(address(land)))
    branch = land.branches["P1D1C1H2"]
    data |= {
        "them0-branch": branch.key,
        "them0-kind": "thematic",
        "them0-on": "24/11/2027",
        "them0-at": "14:00",
        "them0-place": "Nhà văn hóa",
        "them0-topic": "Xây dựng nông thôn mới",
    }
    office.post(address(land), data | {"gui": "1"})
    rows = Meeting.objects.filter(organisation=branch, planned_on=date(2027, 11, 24))
    assert {row.kind for row in rows} == {"regular", "thematic"}
    assert "Chi bộ này có hai buổi trong cùng một ngày." in words(office.get(address(land)))


def test_a_further_meeting_without_a_branch_is_said_and_stays_open(land):
    office = signed_in(land.office)
    data = fields(office.get(address(land))) | {"them0-on": "24/11/2027", "them0-place": "Nhà văn hóa"}
    response = office.post(address(land), data | {"gui": "1"})
    assert "Buổi thêm – Chi bộ: Hãy chọn chi bộ." in words(response)
    assert b'<details class="more" open>' in response.content
    assert not Meeting.objects.exists()


def test_a_draft_is_kept_and_not_shown_above(land):
    office, officer = signed_in(land.office), browser_of("org_staff", unit=land.units["P1D1"])
    data = fields(office.get(address(land)))
    office.post(address(land), data | {"luu": "1"})
    schedule = Schedule.objects.get()
    assert (schedule.state, schedule.first_sent_at) == ("draft", None)
    assert "Xã chưa gửi lịch sinh hoạt của tháng này." in words(officer.get(address(land)))
    assert "Chi bộ ấp P1D1C1H1" not in words(officer.get(address(land)))


def test_a_sunday_or_holiday_only_warns(land):
    write_schedule(
        unit=land.commune,
        month=date(2027, 9, 1),
        lines=[
            Said(land.branches["P1D1C1H1"], date(2027, 9, 2), time(19), "Nhà văn hóa"),
            Said(land.branches["P1D1C1H2"], date(2027, 9, 5), time(19), "Nhà văn hóa"),
        ],
        by=land.office,
        on=date(2027, 8, 20),
        send=True,
    )
    shown = words(signed_in(land.office).get(address(land, date(2027, 9, 1))))
    assert "02/09/2027 là Quốc khánh." in shown and "05/09/2027 là chủ nhật." in shown


def test_the_first_sending_decides_whether_the_month_was_late(land):
    assert not sent(land, on=date(2027, 10, 25)).is_late
    assert not sent(land, on=LATE, month=date(2027, 12, 1)).is_late
    other = write_schedule(
        unit=land.units["P1D1C2"],
        month=MONTH,
        lines=[Said(land.branches["P1D1C2H1"], date(2027, 11, 24), time(19), "Nhà")],
        by=land.office,
        on=LATE,
        send=True,
    )
    assert other.is_late


def test_a_change_after_sending_needs_a_reason_and_keeps_what_stood_before(land):
    schedule = sent(land)
    office = signed_in(land.office)
    data = fields(office.get(address(land)))
    meeting = Meeting.objects.get(organisation=land.branches["P1D1C1H1"])
    data[f"{meeting.key}-on"] = "26/11/2027"
    refused = words(office.post(address(land), data))
    assert "Chi bộ ấp P1D1C1H1: Lịch đã gửi: hãy ghi lý do đổi." in refused
    assert not MeetingChange.objects.exists()
    done = office.post(address(land), data | {"reason": "trùng hội nghị xã"}, follow=True)
    assert "Đã ghi thay đổi" in words(done) and "trùng hội nghị xã" in words(done)
    change = MeetingChange.objects.get()
    assert (change.before_on, change.after_on) == (date(2027, 11, 24), date(2027, 11, 26))
    meeting.refresh_from_db()
    schedule.refresh_from_db()
    assert meeting.planned_on == date(2027, 11, 26) and schedule.state == "sent"


def test_a_change_after_the_deadline_is_marked_as_one(land):
    sent(land)
    lines = [
        Said(row.organisation, date(2027, 11, 26), row.planned_at, row.planned_place, meeting=row)
        for row in Meeting.objects.all()
    ]
    write_schedule(
        unit=land.commune, month=MONTH, lines=lines[:1], by=land.office, on=date(2027, 10, 25), reason="mưa"
    )
    write_schedule(unit=land.commune, month=MONTH, lines=lines[1:], by=land.office, on=LATE, reason="mưa")
    marks = MeetingChange.objects.order_by("pk").values_list("is_after_deadline", flat=True)
    assert list(marks) == [False, True]


def test_it_goes_to_the_standing_body_zone_leader_committee_member_and_cadres(land):
    leader = GrantFactory(role="leader", unit=land.units["P1D1"]).user
    GrantFactory(role="leader", unit=land.units["P1D2"])
    GrantFactory(role="leader", unit=land.commune)
    zone_leader = person(land, "standing_board", land.zone, "Trần Văn Cụm")
    member = person(land, "committee", land.commune, "Lê Thị Huyện Ủy")
    cadre = person(land, "specialist", land.commune, "Phạm Văn Chuyên Viên")
    stranger = person(land, "specialist", land.units["P1D1C2"], "Vũ Văn Xã Khác")
    schedule = sent(land)
    went = {(row.role, row.user_id) for row in ScheduleRecipient.objects.filter(schedule=schedule)}
    assert went >= {
        ("standing", leader.pk),
        ("zone_leader", zone_leader.user_id),
        ("committee", member.user_id),
        ("cadre", cadre.user_id),
    }
    assert stranger.user_id not in {user for _role, user in went}
    assert {user for role, user in went if role == "standing"} == {leader.pk}
    assert Notice.objects.filter(user=cadre.user, text__contains="đã gửi lịch sinh hoạt").count() == 1
    assert not Notice.objects.filter(user=stranger.user).exists()


def test_the_commune_sees_the_roles_and_those_above_the_names(land):
    GrantFactory(role="leader", unit=land.units["P1D1"], user=UserFactory(full_name="Ngô Thị Thường Trực"))
    person(land, "specialist", land.commune, "Phạm Văn Chuyên Viên")
    sent(land)
    below = words(signed_in(land.office).get(address(land)))
    assert "Thường trực cấp ủy" in below and "Cán bộ được phân công" in below
    assert "Ngô Thị Thường Trực" not in below and "Phạm Văn Chuyên Viên" not in below
    own_officer = words(browser_of("org_staff", unit=land.commune).get(address(land)))
    assert "Ngô Thị Thường Trực" not in own_officer
    above = words(browser_of("org_staff", unit=land.units["P1D1"]).get(address(land)))
    assert "Ngô Thị Thường Trực" in above and "Phạm Văn Chuyên Viên" in above


def test_who_means_to_come_is_told_of_a_change_and_the_commune_sees_no_difference(land):
    sent(land)
    guest = person(land, "standing", land.units["P1D1C2"], "Đỗ Văn Bất Ngờ")
    branch = land.branches["P1D1C1H1"]

    def change(day, reason):
        row = Meeting.objects.get(organisation=branch)
        write_schedule(
            unit=land.commune,
            month=MONTH,
            lines=[Said(branch, day, row.planned_at, row.planned_place, meeting=row)],
            by=land.office,
            on=TODAY,
            reason=reason,
        )
        return words(signed_in(land.office).get(address(land)))

    before = change(date(2027, 11, 25), "mưa")
    assert not Notice.objects.filter(user=guest.user).exists()
    Visit.objects.create(
        cadre=guest,
        scheme=land.scheme,
        assignment=guest.assignments.get(),
        issuer=land.scheme.issuer,
        organisation=branch,
        unit=branch.unit,
        month=MONTH,
        planned_on=date(2027, 11, 25),
        is_announced=False,
    )
    # The page says no more than the change itself, whether somebody means to come or not.
    after = change(date(2027, 11, 24), "mưa")
    assert Notice.objects.filter(user=guest.user, text__contains="đổi lịch").count() == 1
    assert "Bất Ngờ" not in after
    assert not Notice.objects.filter(user=land.office).exists()
    row = "Chi bộ ấp P1D1C1H1"
    assert after.count(row) == before.count(row) + 1


def test_the_board_returns_it_with_a_note_and_the_commune_sends_it_again(land):
    schedule = sent(land)
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    back = reverse("meetings:schedule_return", args=[schedule.key])
    assert "Hãy ghi cần sửa gì." in words(officer.post(back, {"note": ""}))
    officer.post(back, {"note": "Ghi rõ địa điểm"})
    schedule.refresh_from_db()
    assert (schedule.state, schedule.return_note) == ("returned", "Ghi rõ địa điểm")
    assert Notice.objects.filter(user=land.office, text__contains="Ghi rõ địa điểm").exists()
    assert browser_of("org_staff", unit=land.commune).get(back).status_code == 403
    office = signed_in(land.office)
    page = office.get(address(land))
    assert "Lịch được trả lại: Ghi rõ địa điểm" in words(page)
    data = fields(page)
    meeting = Meeting.objects.get(organisation=land.branches["P1D1C1H1"])
    data[f"{meeting.key}-place"] = "Nhà văn hóa ấp 1"
    office.post(address(land), data | {"gui": "1"})
    schedule.refresh_from_db()
    assert schedule.state == "sent" and not schedule.is_late
    assert MeetingChange.objects.get().reason == "Sửa theo yêu cầu: Ghi rõ địa điểm"


def test_two_clerks_at_once_and_the_second_is_told(land):
    office = signed_in(land.office)
    first, second = (fields(office.get(address(land))) for _ in range(2))
    office.post(address(land), first | {"gui": "1"})
    response = office.post(address(land), second | {"gui": "1"})
    assert "Người khác vừa thay đổi đúng chỗ này." in words(response)
    assert Meeting.objects.count() == 2


def test_the_neighbour_and_the_branch_secretary_write_nothing_here(land):
    branch = land.branches["P1D1C1H1"]
    neighbour = browser_of("commune_office", unit=land.units["P1D1C2"])
    assert neighbour.get(address(land)).status_code == 404
    assert neighbour.post(address(land), {"gui": "1"}).status_code == 404
    secretary = browser_of("branch_secretary", organisation=branch)
    assert secretary.get(address(land)).status_code == 404
    leader = browser_of("leader", unit=land.units["P1D1"])
    assert leader.get(address(land)).status_code == 200
    assert leader.post(address(land), {"gui": "1"}).status_code == 403
    assert not Meeting.objects.exists()


def test_the_board_sees_who_sent_who_was_late_and_who_is_silent(land):
    sent(land)
    officer = browser_of("org_staff", unit=land.units["P1D1"])
    page = reverse("meetings:schedule_list") + "?thang=2027-11"
    shown = words(officer.get(page))
    assert "Xã Mẫu P1D1C1" in shown and "Xã Mẫu P1D1C2" in shown and "P1D2C1" not in shown
    assert "1/2 đã gửi đúng hạn 1/2 chưa gửi" in shown and "2/2" in shown and "0/2" in shown
    silent = words(officer.get(page + "&tinh_trang=missing"))
    assert "Xã Mẫu P1D1C2" in silent and "Xã Mẫu P1D1C1" not in silent.split("Xã Mẫu P1D1C2")[1]
    rows = rows_of(officer.get(page + "&export=xlsx"))
    assert any("Xã Mẫu P1D1C1" in str(cell) for row in rows for cell in row)


def test_as_many_queries_for_many_branches_as_for_few(land):
    sent(land)
    officer = browser_of("org_staff", unit=land.units["P1D1"])

    def school(number):
        name = f"Chi bộ trường {number}"
        organisation(land.units["P1D1C1H1"], code=f"T{number}", name=name, branch_type="school")

    school(0)
    office = signed_in(land.office)
    few = queries_of(officer, address(land)), queries_of(office, address(land))
    for number in range(1, 9):
        school(number)
    assert (queries_of(officer, address(land)), queries_of(office, address(land))) == few
    assert max(few) <= 25
    assert queries_of(officer, reverse("meetings:schedule_list") + "?thang=2027-11") <= 25


def test_the_commune_downloads_its_month_and_brings_it_in_by_pasting(land):
    office = signed_in(land.office)
    sheet = reverse("meetings:schedule_sheet", args=[land.commune.key]) + "?thang=2027-11"
    rows = rows_of(office.get(sheet))
    heading = next(row for row in rows if "Mã chi bộ" in row)
    assert ["CB.P1D1C1H1", "Chi bộ ấp P1D1C1H1", "11/2027"] in [row[:3] for row in rows]
    assert "Đăng ký ngày" in heading
    pasted = (
        "Mã chi bộ\tTháng\tNgày\tGiờ\tĐịa điểm\n"
        "CB.P1D1C1H1\t11/2027\t23/11/2027\t19:30\tSân đình\n"
        "CB.P1D1C1H2\t11/2027\t24/11/2027\t19:00\tNhà văn hóa\n"
    )
    upload = reverse("dashboard:import_upload", args=["schedules"])
    response = office.post(upload, {"on": "20/10/2027", "pasted": pasted}, follow=True)
    assert "Không có lỗi. Chưa ghi gì" in words(response)
    run = response.context["run"]
    office.post(reverse("dashboard:import_apply", args=[run.key]))
    meeting = Meeting.objects.get(organisation=land.branches["P1D1C1H1"])
    assert (meeting.planned_on, meeting.planned_place, meeting.registered_on) == (
        date(2027, 11, 23),
        "Sân đình",
        None,
    )
    assert Schedule.objects.get().state == "draft"


def test_the_commune_brings_in_schedules_only_and_only_its_own(land):
    office = signed_in(land.office)
    assert office.get(reverse("dashboard:import_upload", args=["units"])).status_code == 403
    shown = words(office.get(reverse("dashboard:import_list")))
    assert "Lịch sinh hoạt đăng ký" in shown and "Đơn vị" not in shown
    pasted = "Mã chi bộ\tTháng\tNgày\tGiờ\tĐịa điểm\nCB.P1D1C2H1\t11/2027\t23/11/2027\t19:30\tSân\n"
    upload = reverse("dashboard:import_upload", args=["schedules"])
    response = office.post(upload, {"on": "20/10/2027", "pasted": pasted}, follow=True)
    assert "Không có tổ chức đảng mã “CB.P1D1C2H1” trong phạm vi của bạn." in words(response)


def test_a_leader_who_left_gets_nothing(land):
    gone = Grant.objects.create(
        user=UserFactory(), role="leader", unit=land.units["P1D1"], starts_on=START, ends_on=TODAY
    )
    sent(land)
    assert not Notice.objects.filter(user=gone.user).exists()
