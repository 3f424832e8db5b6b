"""Vân Hồ through the real imports: residential branches on the 24th, those of agencies on the 25th, preparation on the 22nd,
and a month that Tết moves."""

from datetime import date, time

import pytest

from branches.imports.taking_back import take_back
from branches.models import ImportRun, OrganisationVersion, UnitVersion
from dashboard.importing import KINDS
from meetings.actions.day_rules import move_day
from meetings.models import DayRule, Meeting, MeetingChange, MovedDay, Schedule, ScheduleRule
from meetings.planning import MonthPlan
from tests.factories import CadreFactory, UserFactory
from tests.files import bring_in, counts, messages, xlsx

pytestmark = pytest.mark.django_db
RULES = ["unit_code", "branch_type", "day", "time", "place", "prepare_day", "starts_on"]
SCHEDULES = ["organisation_code", "month", "date", "time", "place", "kind", "topic", "registered_on"]
RESIDENTIAL = ["125", "khu dân cư", 24, "19:00", "", 22, "2021-02-01"]
AGENCY = ["125", "cơ quan, đơn vị", 25, "14:00", "Phòng họp", 22, "2021-02-01"]


@pytest.fixture
def send(tmp_path):
    def send(kind, heading, *rows, **options):
        options.setdefault("on", "2022-01-01")
        return bring_in(kind, xlsx(tmp_path / f"{kind}.xlsx", [heading, *rows]), **options)

    return send


@pytest.fixture
def van_ho(send):
    units = [
        ["14", "tỉnh", "Tỉnh Sơn La", ""],
        ["125", "huyện", "Huyện Vân Hồ", "14"],
        ["4051", "xã", "Xã Vân Hồ", "125"],
        ["4057", "xã", "Xã Liên Hòa", "125"],
        ["4051-1", "tiểu khu", "Tiểu khu Sao Đỏ 2", "4051"],
        ["4051-2", "bản", "Bản Mẫu", "4051"],
        ["4057-1", "bản", "Bản Nôn", "4057"],
    ]
    assert counts(send("units", ["code", "level", "name", "parent_code"], *units, on="2016-01-01"))[0] == 7
    bodies = [
        ["HU", "committee", "Đảng bộ huyện Vân Hồ", "", "125", ""],
        ["DU", "grassroots_committee", "Đảng bộ xã Vân Hồ", "HU", "4051", ""],
        ["CB1", "branch", "Chi bộ tiểu khu Sao Đỏ 2", "DU", "4051-1", "residential"],
        ["CB2", "branch", "Chi bộ bản Mẫu", "DU", "4051-2", "residential"],
        ["CB3", "branch", "Chi bộ cơ quan xã Vân Hồ", "DU", "4051", "agency"],
    ]
    heading = ["code", "kind", "name", "parent_code", "unit_code", "branch_type"]
    assert counts(send("organisations", heading, *bodies, on="2016-01-01"))[0] == 5
    assert counts(send("day_rules", RULES, RESIDENTIAL, AGENCY)) == (2, 0, 0, 0)


def unit(code):
    return UnitVersion.objects.get(code=code).unit


def branch(code):
    return OrganisationVersion.objects.get(code=code).organisation


def month_of(commune, month):
    return {line.name: line for line in MonthPlan(unit(commune), month).lines}


def test_residential_branches_meet_on_the_24th_agencies_on_the_25th_and_prepare_on_the_22nd(van_ho):
    lines = month_of("4051", date(2022, 11, 1))
    assert {name: (line.on, line.prepare_due_on) for name, line in lines.items()} == {
        "Chi bộ tiểu khu Sao Đỏ 2": (date(2022, 11, 24), date(2022, 11, 22)),
        "Chi bộ bản Mẫu": (date(2022, 11, 24), date(2022, 11, 22)),
        "Chi bộ cơ quan xã Vân Hồ": (date(2022, 11, 25), date(2022, 11, 22)),
    }
    agency = lines["Chi bộ cơ quan xã Vân Hồ"]
    assert (agency.at, agency.place, agency.source) == (time(14), "Phòng họp", "rule")
    assert month_of("4057", date(2022, 11, 1)) == {}


def test_before_the_rule_holds_nothing_is_proposed(van_ho):
    line = month_of("4051", date(2021, 1, 1))["Chi bộ bản Mẫu"]
    assert (line.on, line.source) == (None, "")
    assert line.warnings == ["Chưa có ngày cố định; hãy ghi ngày."]


def test_tet_moves_one_month_and_the_preparation_with_it(van_ho):
    move_day(
        unit=unit("125"),
        month=date(2022, 2, 1),
        meets_on=date(2022, 2, 10),
        branch_type="residential",
        reason="nghỉ Tết",
        by=UserFactory(),
    )
    lines = month_of("4051", date(2022, 2, 1))
    moved = lines["Chi bộ bản Mẫu"]
    assert (moved.on, moved.prepare_due_on, moved.source) == (
        date(2022, 2, 10),
        date(2022, 2, 8),
        "moved",
    )
    assert lines["Chi bộ cơ quan xã Vân Hồ"].on == date(2022, 2, 25)
    assert month_of("4051", date(2022, 3, 1))["Chi bộ bản Mẫu"].on == date(2022, 3, 24)


def test_a_branch_with_a_day_of_its_own_keeps_it_when_the_district_moves(van_ho):
    own = branch("CB2")
    DayRule.objects.create(unit=own.unit, organisation=own, day=3, prepare_day=28, starts_on=date(2022, 1, 1))
    MovedDay.objects.create(
        unit=unit("125"), month=date(2022, 2, 1), meets_on=date(2022, 2, 10), reason="nghỉ Tết"
    )
    lines = month_of("4051", date(2022, 2, 1))
    assert (lines["Chi bộ bản Mẫu"].on, lines["Chi bộ bản Mẫu"].prepare_due_on) == (
        date(2022, 2, 3),
        date(2022, 1, 28),
    )
    assert lines["Chi bộ tiểu khu Sao Đỏ 2"].on == date(2022, 2, 10)


def test_day_rules_come_in_twice_and_a_changed_day_begins_a_new_rule(van_ho, send):
    assert counts(send("day_rules", RULES, RESIDENTIAL, AGENCY)) == (0, 0, 0, 2)
    later = [*RESIDENTIAL[:2], 20, *RESIDENTIAL[3:6], "2022-07-01"]
    assert counts(send("day_rules", RULES, later)) == (0, 1, 0, 0)
    assert month_of("4051", date(2022, 6, 1))["Chi bộ bản Mẫu"].on == date(2022, 6, 24)
    assert month_of("4051", date(2022, 7, 1))["Chi bộ bản Mẫu"].on == date(2022, 7, 20)
    run = ImportRun.objects.filter(kind="day_rules").first()
    take_back(KINDS["day_rules"], run, by=None, today=date(2022, 8, 1))
    assert month_of("4051", date(2022, 7, 1))["Chi bộ bản Mẫu"].on == date(2022, 7, 24)


def test_rows_of_day_rules_that_cannot_be_are_each_explained(van_ho, send):
    answer = send("day_rules", RULES, ["999", "", 24, "", "", "", ""], ["125", "", 32, "", "", 0, ""])
    assert len(messages(answer)) == 3
    assert "Không có đơn vị mã “999”" in messages(answer)[0]
    assert messages(answer)[1:] == ["Ngày trong tháng phải từ 1 đến 31."] * 2


class TestSchedules:
    NOVEMBER = (
        ["CB1", "2022-11", "2022-11-24", "19:00", "Nhà văn hóa", "", "", "2022-10-20"],
        ["CB2", "11/2022", "2022-11-26", "19:30", "Nhà bản", "", "", "2022-10-20"],
        ["CB3", "2022-11-01", "2022-11-25", "14:00", "Phòng họp", "", "", "2022-10-20"],
        ["CB1", "2022-11", "2022-11-24", "14:00", "Nhà văn hóa", "chuyên đề", "Học tập Bác", "2022-10-20"],
    )

    @pytest.fixture(autouse=True)
    def _deadline(self, van_ho):
        ScheduleRule.objects.create(unit=unit("125"), due_day=25, starts_on=date(2022, 1, 1))

    def test_a_month_comes_in_as_sent_and_a_second_time_nothing_changes(self, send):
        assert counts(send("schedules", SCHEDULES, *self.NOVEMBER, dry_run=True))[0] == 4
        assert not Meeting.objects.exists()
        assert counts(send("schedules", SCHEDULES, *self.NOVEMBER)) == (4, 0, 0, 0)
        schedule = Schedule.objects.get()
        assert (schedule.unit, schedule.month, schedule.state) == (unit("4051"), date(2022, 11, 1), "sent")
        assert (schedule.due_on, schedule.is_late) == (date(2022, 10, 25), False)
        regular = Meeting.objects.get(organisation=branch("CB2"))
        assert (regular.planned_on, regular.planned_at, regular.registered_on, regular.prepare_due_on) == (
            date(2022, 11, 26),
            time(19, 30),
            date(2022, 10, 20),
            date(2022, 11, 22),
        )
        assert counts(send("schedules", SCHEDULES, *self.NOVEMBER)) == (0, 0, 0, 4)

    def test_a_month_registered_after_the_deadline_is_late_and_without_a_day_it_is_a_draft(self, send):
        late = [*self.NOVEMBER[0][:-1], "2022-10-26"]
        draft = ["CB1", "2022-12", "2022-12-24", "19:00", "Nhà văn hóa", "", "", ""]
        assert counts(send("schedules", SCHEDULES, late, draft))[0] == 2
        assert Schedule.objects.get(month=date(2022, 11, 1)).is_late
        december = Schedule.objects.get(month=date(2022, 12, 1))
        assert (december.state, december.first_sent_at) == ("draft", None)
        assert Meeting.objects.get(month=date(2022, 12, 1)).registered_on is None

    def test_another_day_for_a_registered_meeting_is_a_change_with_what_stood_before(self, send):
        send("schedules", SCHEDULES, *self.NOVEMBER)
        moved = ["CB2", "11/2022", "2022-11-27", "19:30", "Nhà bản", "", "", "2022-10-20"]
        assert counts(send("schedules", SCHEDULES, moved)) == (0, 1, 0, 0)
        change = MeetingChange.objects.get()
        assert (change.before_on, change.after_on) == (date(2022, 11, 26), date(2022, 11, 27))
        assert change.is_after_deadline and change.reason
        assert Meeting.objects.filter(organisation=branch("CB2")).count() == 1

    def test_an_import_of_schedules_is_taken_back_while_nobody_attended(self, send):
        send("schedules", SCHEDULES, *self.NOVEMBER)
        run = ImportRun.objects.filter(kind="schedules").first()
        take_back(KINDS["schedules"], run, by=UserFactory(), today=date(2022, 12, 1))
        assert not Meeting.objects.standing().exists() and not Schedule.objects.exists()
        assert Meeting.objects.count() == 4
        assert counts(send("schedules", SCHEDULES, *self.NOVEMBER)) == (4, 0, 0, 0)

    def test_what_somebody_attended_is_not_taken_back(self, send):
        send("schedules", SCHEDULES, *self.NOVEMBER)
        meeting = Meeting.objects.filter(kind="regular").first()
        meeting.attendances.create(
            cadre=CadreFactory(unit=unit("125")), unit=meeting.unit, attended_on=meeting.planned_on
        )
        run = ImportRun.objects.filter(kind="schedules").first()
        with pytest.raises(Exception, match="Đã có cán bộ"):
            take_back(KINDS["schedules"], run, by=UserFactory(), today=date(2022, 12, 1))
        assert Meeting.objects.standing().count() == 4

    def test_rows_that_cannot_be_are_each_explained(self, send):
        answer = send(
            "schedules",
            SCHEDULES,
            ["KHONG", "2022-11", "2022-11-24", "19:00", "Nhà", "", "", ""],
            ["CB1", "tháng này", "2022-11-24", "19:00", "Nhà", "", "", ""],
            ["CB1", "2022-11", "2023-03-24", "19:00", "Nhà", "", "", ""],
            ["CB2", "2022-11", "2022-11-24", "19:00", "", "", "", ""],
            ["CB3", "2022-11", "2022-11-24", "19:00", "Nhà", "", "", ""],
            ["CB3", "2022-11", "2022-11-24", "20:00", "Nhà", "", "", ""],
        )
        assert messages(answer) == [
            "Không có tổ chức đảng mã “KHONG”.",
            "“tháng này” không phải tháng; hãy ghi như 11/2026.",
            "Ngày này không thuộc tháng của lịch.",
            "Chưa ghi “place”.",
            "Buổi này đã có ở hàng 6.",
        ]
        assert not Meeting.objects.exists()
