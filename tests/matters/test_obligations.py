"""Bến Tre 4.27: what must come again is due unit by unit, by the map of the due day, as it stands today; the offices are
reminded once a step and the board is told who is behind."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Notice
from branches.actions.placements import rebuild_placements
from branches.actions.units import close_unit, open_unit
from branches.models import Level, Unit, UnitVersion
from matters.actions.conferences import enter_conference, void_conference
from matters.actions.obligations import end_obligation, make_obligation, remind_of_obligations
from matters.models import Conference, Obligation
from matters.obligations import counts_by_state, counts_by_unit, dues
from tests.factories import GrantFactory, UserFactory, small_map
from tests.pages import browser_of, queries_of, rows_of, words

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
DUE = reverse("matters:obligation_due")
RULES = reverse("matters:obligation_list")


@pytest.fixture
def land():
    return small_map()


def rule(land, issuer="P1D1", level=3, **values):
    values = {"every_months": 3, "due_day": 25, "remind_days": 7, "starts_on": date(2026, 1, 1)} | values
    level = Level.objects.get(number=level)
    return make_obligation(
        issuer=land[issuer], level=level, kind=values.pop("kind", "periodic"), by=UserFactory(), **values
    )


def held(unit, on, kind="periodic", **values):
    return enter_conference(
        unit=unit, by=UserFactory(), on=date(2026, 12, 31), kind=kind, title="Họp", held_on=on, **values
    )


def found(obligation, on, scope=None):
    return dues([obligation], scope, *YEAR, on=on)


def test_each_unit_of_the_level_owes_each_period_and_what_it_held_counts(land):
    obligation = rule(land)
    on = date(2026, 5, 10)
    assert counts_by_state(found(obligation, on)) == {
        "overdue": 0,
        "missed": 2,
        "soon": 0,
        "coming": 6,
        "held_late": 0,
        "held": 0,
    }
    held(land["P1D1C1"], date(2026, 2, 1))
    held(land["P1D1C2"], date(2026, 3, 30))
    held(land["P1D1C2"], date(2026, 4, 30), kind="dialogue")
    held(land["P1D2C1"], date(2026, 4, 30))
    held(land["P1D1C1H1"], date(2026, 4, 30))
    states = {(due.name, due.due_on.month): due.state for due in found(obligation, on)}
    assert states["Xã Mẫu P1D1C1", 3] == "held" and states["Xã Mẫu P1D1C2", 3] == "held_late"
    # Another kind, another place, what lies beneath: none of it is the commune's own.
    assert states["Xã Mẫu P1D1C2", 6] == states["Xã Mẫu P1D1C1", 6] == "coming"
    late = found(obligation, date(2026, 6, 26))
    assert {due.name for due in late if due.state == "overdue"} == {"Xã Mẫu P1D1C1", "Xã Mẫu P1D1C2"}
    first, counts = counts_by_unit(late)[0]
    assert (first.name, counts["overdue"]) == ("Xã Mẫu P1D1C1", 1)


def test_what_was_voided_or_is_only_planned_does_not_count(land):
    obligation = rule(land)
    conference = held(land["P1D1C1"], date(2026, 2, 1))
    void_conference(conference, reason="nhầm", by=UserFactory())
    planned = enter_conference(
        unit=land["P1D1C1"],
        by=UserFactory(),
        on=date(2026, 3, 1),
        kind="periodic",
        title="Họp quý I",
        planned_on=date(2026, 3, 24),
    )
    due = next(each for each in found(obligation, date(2026, 3, 20)) if each.unit_key == land["P1D1C1"].key)
    assert (due.state, due.conference) == ("soon", planned)


def test_a_unit_that_is_closed_before_the_day_owes_nothing_that_day(land):
    obligation = rule(land)
    _close(land["P1D1C2"], date(2026, 6, 25))
    months = [due.due_on.month for due in found(obligation, date(2026, 12, 31)) if "P1D1C2" in due.name]
    assert months == [3]


def _close(unit, on):
    """Ends a unit and all beneath it by the map's own rows."""
    beneath = Unit.objects.filter(access_path__startswith=unit.access_path)
    ids = list(beneath.values_list("pk", flat=True))
    UnitVersion.objects.filter(unit__in=ids, ends_on=None).update(ends_on=on)
    Unit.objects.filter(pk__in=ids).update(closed_on=on)
    rebuild_placements(ids)


def _merged(land, on):
    """A new commune that took P1D1C1 whole and most of P1D1C2 on that day; a small part of that went to P1D2C1."""
    new = open_unit(
        name="Xã Mẫu Mới", level=3, kind="xa", code="MOI", parent=land["P1D1"], starts_on=on, by=UserFactory()
    )
    close_unit(land["P1D1C1"], on=on, by=UserFactory(), successors=[(new, "whole", True)], today=on)
    parts = [(new, "part", True), (land["P1D2C1"], "part", False)]
    close_unit(land["P1D1C2"], on=on, by=UserFactory(), successors=parts, leave_children=True, today=on)
    return new


def test_what_a_predecessor_held_before_the_merger_counts_for_who_has_its_ground(land):
    obligation = rule(land)
    conference = held(land["P1D1C2"], date(2026, 4, 20))
    new = _merged(land, date(2026, 6, 1))
    states = {(due.name, due.due_on.month): due for due in found(obligation, date(2026, 12, 31))}
    assert states["Xã Mẫu Mới", 6].state == "held"
    assert states["Xã Mẫu Mới", 6].conference == conference
    # Only in its own period; and the negative control: who took a small part has held nothing by it.
    assert states["Xã Mẫu Mới", 9].state == "missed"
    beside = rule(land, issuer="P1D2")
    assert not {"held", "held_late"} & {due.state for due in found(beside, date(2026, 12, 31))}
    Conference.objects.filter(pk=conference.pk).update(unit=land["P1D2C2"])
    again = {(due.unit_id, due.due_on.month): due.state for due in found(obligation, date(2026, 12, 31))}
    assert again[new.pk, 6] == "missed"


def test_what_became_part_of_a_unit_after_the_due_day_was_not_its_own_then(land):
    obligation = rule(land)
    held(land["P1D1C2"], date(2026, 6, 20))
    on = date(2026, 6, 27)
    close_unit(
        land["P1D1C2"], on=on, by=UserFactory(), successors=[(land["P1D1C1"], "whole", True)], today=on
    )
    states = {(due.name, due.due_on.month): due.state for due in found(obligation, date(2026, 12, 31))}
    assert states["Xã Mẫu P1D1C2", 6] == "held" and states["Xã Mẫu P1D1C1", 6] == "missed"


def test_two_mergers_in_one_year_are_followed_to_the_last(land):
    obligation = rule(land, every_months=12, kind="final_review")
    held(land["P1D1C2"], date(2026, 1, 20), kind="final_review")
    new = _merged(land, date(2026, 3, 1))
    last = open_unit(
        name="Xã Mẫu Cuối",
        level=3,
        kind="xa",
        code="CUOI",
        parent=land["P1D1"],
        starts_on=date(2026, 9, 1),
        by=UserFactory(),
    )
    close_unit(
        new, on=date(2026, 9, 1), by=UserFactory(), successors=[(last, "whole", True)], today=date(2026, 9, 1)
    )
    (due,) = found(obligation, date(2026, 12, 31))
    assert (due.unit_id, due.state) == (last.pk, "held")


def test_a_rule_of_the_issuers_own_level_binds_the_issuer(land):
    obligation = rule(land, level=2, every_months=12, kind="final_review")
    (due,) = found(obligation, date(2026, 5, 1))
    assert (due.name, due.due_on) == ("Huyện Mẫu P1D1", date(2026, 12, 25))


def test_a_rule_is_made_once_and_ended(land):
    obligation = rule(land)
    with pytest.raises(Exception, match="trong thời gian đó"):
        rule(land, starts_on=date(2026, 6, 1))
    obligation = end_obligation(obligation, ends_on=date(2026, 6, 1), by=UserFactory())
    rule(land, starts_on=date(2026, 6, 1), every_months=6)
    assert Obligation.objects.count() == 2
    assert [due.due_on.month for due in found(obligation, date(2026, 12, 31))] == [3, 3]


# --- reminding ---
def office(land, code, role="commune_office"):
    user = UserFactory()
    GrantFactory(user=user, role=role, unit=land[code])
    return user


def test_the_offices_are_reminded_once_a_step_and_the_board_hears_who_is_behind(land):
    obligation = rule(land)
    first, second = office(land, "P1D1C1"), office(land, "P1D1C2")
    board, other = office(land, "P1D1", "org_staff"), office(land, "P1D2C1")
    leader = office(land, "P1D1", "leader")
    assert remind_of_obligations(on=date(2026, 3, 17)) == 0
    assert not Notice.objects.exists()
    held(land["P1D1C1"], date(2026, 3, 18))
    for _again in range(2):
        remind_of_obligations(on=date(2026, 3, 18))
        remind_of_obligations(on=date(2026, 3, 20))
    notice = Notice.objects.get()
    # Who has held it meanwhile is not spoken to; the neighbour district never.
    assert (notice.user, notice.subject, notice.url) == (second, "conference", DUE)
    assert "Xã Mẫu P1D1C2" in notice.text and "25/03/2026" in notice.text
    for day in (26, 27, 31):
        remind_of_obligations(on=date(2026, 3, day))
    assert Notice.objects.filter(user=second).count() == 2
    told = Notice.objects.get(user=board)
    assert "1 nơi chưa tổ chức" in told.text
    assert not Notice.objects.filter(user__in=[first, other, leader]).exists()
    held(land["P1D1C2"], date(2026, 3, 31))
    end_obligation(obligation, ends_on=date(2026, 4, 1), by=UserFactory())
    remind_of_obligations(on=date(2026, 6, 20))
    assert Notice.objects.count() == 3


def test_a_handover_redirects_the_reminder_and_a_districts_own_goes_to_its_staff(land):
    rule(land, issuer="P1", level=2)
    gone = UserFactory()
    GrantFactory(user=gone, role="org_staff", unit=land["P1D1"], ends_on=date(2026, 3, 1))
    came = office(land, "P1D1", "org_staff")
    remind_of_obligations(on=date(2026, 3, 20))
    assert list(Notice.objects.values_list("user", flat=True)) == [came.pk]


# --- pages ---
def test_staff_makes_a_rule_ends_it_and_bad_input_is_explained(land):
    staff = browser_of("org_staff", unit=land["P1D1"])
    assert "Chưa có quy định nào" in words(staff.get(RULES))
    new = reverse("matters:obligation_new")
    sent = {
        "issuer": land["P1D1"].key,
        "level": "3",
        "kind": "periodic",
        "every_months": "3",
        "due_day": "25",
        "remind_days": "7",
        "starts_on": "01/01/2026",
    }
    assert "Cấp này ở trên cấp ủy quy định." in words(staff.post(new, sent | {"level": "1"}))
    refused = words(staff.post(new, sent | {"due_day": "40"}))
    assert "31" in refused and not Obligation.objects.exists()
    assert staff.post(new, sent).status_code == 302
    row = Obligation.objects.get()
    assert (row.issuer, row.every_months, row.ends_on) == (land["P1D1"], 3, None)
    assert "trong thời gian đó" in words(staff.post(new, sent))
    end = reverse("matters:obligation_end", args=[row.key])
    staff.post(end, {"last_day": "30/06/2026"})
    row.refresh_from_db()
    assert row.ends_on == date(2026, 7, 1)
    shown = words(staff.get(RULES))
    assert "30/06/2026" in shown and "đã kết thúc" in shown


def test_the_list_of_what_is_due_is_each_readers_own(land):
    rule(land)
    staff = browser_of("org_staff", unit=land["P1D1"])
    page = staff.get(f"{DUE}?nam=2026")
    numbers = {str(each["word"]): each["number"] for each in page.context["states"]}
    assert page.context["total"] == numbers["tất cả"] == 8
    assert sum(numbers.values()) == 16
    missed = staff.get(f"{DUE}?nam=2026&tinh_trang=missed")
    assert missed.context["total"] == numbers["hết kỳ, không tổ chức"] > 0
    assert "Xã Mẫu P1D1C2" in words(staff.get(f"{DUE}?nam=2026&xem=don-vi"))
    assert len(rows_of(staff.get(f"{DUE}?nam=2026&export=xlsx"))) > 8
    commune = browser_of("commune_office", unit=land["P1D1C1"])
    shown = commune.get(f"{DUE}?nam=2026")
    assert shown.context["total"] == 4 and "P1D1C2" not in words(shown)
    assert commune.get(reverse("matters:obligation_new")).status_code == 403
    beside = browser_of("org_staff", unit=land["P1D2"]).get(f"{DUE}?nam=2026")
    assert beside.context["total"] == 0
    assert staff.get(f"{DUE}?nam=abc").status_code == staff.get(f"{DUE}?nam=99999").status_code == 200


def test_the_page_asks_no_more_for_many_rules_and_units(land):
    rule(land)
    staff = browser_of("leader", unit=land["P1"])
    few = queries_of(staff, f"{DUE}?nam=2026")
    rule(land, issuer="P1", kind="dialogue", every_months=1)
    rule(land, issuer="P1D2", level=4, kind="interim_review", every_months=1)
    for number in range(1, 9):
        held(land["P1D1C1"], date(2026, number, 3), kind="dialogue")
    many = queries_of(staff, f"{DUE}?nam=2026")
    assert many <= few <= 25
