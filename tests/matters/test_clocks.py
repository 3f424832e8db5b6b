"""The clock table: by when something is due, and what stops, moves or starts a clock again."""

from datetime import date

import pytest

from matters.actions.answering import answer
from matters.actions.handing import hand_over, move_due, send_back, send_up
from matters.actions.receiving import receive
from matters.actions.telling import take_feedback, tell_base
from matters.calendar import is_rest, working_day_after, working_days_between
from matters.deadlines import due_for
from matters.models import DeadlineRule, Handling, Recommendation, Topic
from matters.rules import Life, is_final, is_late, rung_of, stage_of
from tests.matters.ground import HANDED, RAISED, RECEIVED, matters_ground

D = date

WORKING_DAYS = [
    # a week and its end
    ("the next day", D(2026, 9, 7), 1, D(2026, 9, 8)),
    ("over a weekend", D(2026, 9, 11), 1, D(2026, 9, 14)),
    ("from a Saturday", D(2026, 9, 12), 1, D(2026, 9, 14)),
    ("three weeks", D(2026, 9, 8), 15, D(2026, 9, 29)),
    # the end of a month, of a leap February, of a year
    ("the end of a month", D(2026, 1, 30), 1, D(2026, 2, 2)),
    ("the 29th of February", D(2028, 2, 28), 1, D(2028, 2, 29)),
    ("the end of a year", D(2025, 12, 31), 1, D(2026, 1, 2)),
    # Tết, each year somewhere else
    ("Tết 2018", D(2018, 2, 13), 1, D(2018, 2, 21)),
    ("Tết 2024", D(2024, 2, 7), 1, D(2024, 2, 15)),
    ("Tết 2025", D(2025, 1, 24), 1, D(2025, 2, 3)),
    ("Tết 2026", D(2026, 2, 13), 1, D(2026, 2, 23)),
    ("Tết 2027", D(2027, 2, 3), 1, D(2027, 2, 11)),
    ("a fortnight before Tết 2026", D(2026, 2, 6), 10, D(2026, 2, 27)),
    # public holidays, and the days given instead of those on a weekend
    ("the Hung Kings' day on a Sunday", D(2026, 4, 24), 1, D(2026, 4, 28)),
    ("three holidays and a weekend", D(2023, 4, 28), 1, D(2023, 5, 4)),
    ("the day of culture, new in 2026", D(2026, 11, 23), 1, D(2026, 11, 25)),
    # days that the government swapped
    ("a Saturday worked for another day", D(2026, 8, 21), 1, D(2026, 8, 22)),
    ("the day it was worked for", D(2026, 8, 28), 1, D(2026, 9, 3)),
    ("swapped over the end of a year: off", D(2018, 12, 28), 1, D(2019, 1, 2)),
    ("swapped over the end of a year: worked", D(2019, 1, 4), 1, D(2019, 1, 5)),
]


@pytest.mark.parametrize(("case", "day", "count", "due"), WORKING_DAYS, ids=[row[0] for row in WORKING_DAYS])
def test_a_deadline_in_working_days(case, day, count, due):
    assert working_day_after(day, count) == due
    assert working_days_between(day, due) == count


def test_a_deadline_is_at_least_a_day():
    with pytest.raises(ValueError, match="at least"):
        working_day_after(D(2026, 9, 7), 0)


def test_offices_rest_on_weekends_and_holidays_and_work_on_swapped_days():
    rests = [D(2026, 9, 12), D(2026, 9, 13), D(2026, 9, 2), D(2026, 8, 31), D(2015, 1, 2)]
    works = [D(2026, 9, 11), D(2026, 8, 22), D(2014, 12, 27), D(2024, 5, 4)]
    assert all(map(is_rest, rests)) and not any(map(is_rest, works))


def test_the_day_itself_is_in_time_and_an_answer_stops_the_clock():
    due = D(2026, 9, 29)
    assert not is_late(due, due)
    assert is_late(due, D(2026, 9, 30))
    assert not is_late(due, D(2026, 10, 5), answered_on=D(2026, 10, 1))
    assert is_late(due, D(2026, 9, 30), answered_on=D(2026, 10, 1))
    assert not is_late(None, due)


RUNGS = [
    ("on the due day nobody is told", D(2026, 9, 29), None),
    ("the next day those who should have answered", D(2026, 9, 30), 0),
    ("the day before the seventh working day", D(2026, 10, 7), 0),
    ("seven working days late the committee's leaders", D(2026, 10, 8), 1),
    ("on a weekend nothing moves", D(2026, 10, 11), 1),
    ("fourteen working days late those above them", D(2026, 10, 19), 2),
]


@pytest.mark.parametrize(("case", "on", "rung"), RUNGS, ids=[row[0] for row in RUNGS])
def test_a_late_matter_climbs_by_working_days(case, on, rung):
    assert rung_of(D(2026, 9, 29), on, 7, is_rest) == rung


def test_tet_lets_nothing_climb():
    assert rung_of(D(2026, 2, 13), D(2026, 2, 22), 1, is_rest) == 0
    assert rung_of(D(2026, 2, 13), D(2026, 2, 23), 1, is_rest) == 1


LIVES = [
    ("raised", Life()),
    ("received", Life(received_on=D(2026, 9, 8))),
    ("with_agency", Life(received_on=D(2026, 9, 8), is_with_agency=True)),
    ("answered", Life(received_on=D(2026, 9, 8), answered_on=D(2026, 9, 9), is_with_agency=True)),
    ("told", Life(answered_on=D(2026, 9, 9), told_on=D(2026, 9, 10))),
    ("closed", Life(answered_on=D(2026, 9, 9), told_on=D(2026, 9, 10), closed_on=D(2026, 9, 10))),
    ("merged", Life(received_on=D(2026, 9, 8), is_merged=True, told_on=D(2026, 9, 10))),
    ("closed", Life(is_merged=True, told_on=D(2026, 9, 10), closed_on=D(2026, 9, 10))),
    ("on_the_spot", Life(is_solved_on_the_spot=True)),
    ("voided", Life(is_voided=True, closed_on=D(2026, 9, 10))),
    # what comes later has not happened yet
    ("raised", Life(received_on=D(2026, 10, 2))),
    ("received", Life(received_on=D(2026, 9, 8), answered_on=D(2026, 10, 2))),
]


@pytest.mark.parametrize(("stage", "life"), LIVES)
def test_the_stage_is_the_last_thing_that_happened(stage, life):
    assert stage_of(life, D(2026, 10, 1)) == stage


def test_what_ends_a_matter_and_what_does_not():
    outcomes = set(Recommendation.Outcome.values)
    assert {each for each in outcomes if not is_final(each)} == {"in_progress", "forwarded"}


# --- with the database ---
@pytest.fixture
def land(db):
    return matters_ground()


def overdue(on):
    return set(Recommendation.objects.overdue_on(on))


def late_agencies(on):
    return {row.agency for row in Handling.objects.overdue_on(on).select_related("agency")}


def own_rule(land, **fields):
    return DeadlineRule.objects.create(
        **{"issuer": land.district, "working_days": 10, "climb_days": 3, "starts_on": D(2026, 1, 1)} | fields
    )


def test_the_most_specific_rule_in_force_wins(land):
    roads, other = Topic.objects.get(code="rural-roads"), Topic.objects.get(code="other")
    rules = {
        "shipped topic": own_rule(land, issuer=None, topic=roads, working_days=12),
        "committee": own_rule(land, working_days=8),
        "committee and topic": own_rule(land, topic=roads, working_days=4),
        "another committee": own_rule(land, issuer=land.units["P1D2"], working_days=1),
    }

    def rule(issuer, topic, urgency="normal", on=RECEIVED):
        return due_for(issuer, topic, urgency, on)[1]

    assert rule(land.district, roads) == rules["committee and topic"]
    assert rule(land.district, other) == rule(land.district, None) == rules["committee"]
    assert rule(land.units["P2D1"], roads) == rules["shipped topic"]
    assert rule(land.units["P2D1"], other).working_days == 15
    assert rule(land.district, roads, "urgent").working_days == 5
    assert rule(land.district, roads, on=D(2025, 12, 31)).working_days == 15


def test_a_rule_made_anew_leaves_what_was_promised(land):
    matter = land.received()
    old = own_rule(land)
    old.ends_on = RECEIVED
    old.save()
    own_rule(land, working_days=3, starts_on=RECEIVED)
    assert Recommendation.objects.get(pk=matter.pk).due_on == D(2026, 9, 29)
    assert due_for(land.district, None, "normal", RECEIVED)[0] == D(2026, 9, 11)
    assert due_for(land.district, None, "normal", RAISED)[0] == D(2026, 9, 21)


def test_received_before_tet_it_is_due_after_it(land):
    matter = land.raised(raised_on=D(2026, 2, 6))
    receive(matter, by=land.officer, on=D(2026, 2, 12), is_shared=False, urgency="urgent")
    assert Recommendation.objects.get(pk=matter.pk).due_on == D(2026, 2, 26)


def test_it_is_late_from_the_day_after(land):
    matter = land.received()
    assert overdue(D(2026, 9, 29)) == set() and overdue(D(2026, 9, 30)) == {matter}
    seen = Recommendation.objects.with_clock(D(2026, 9, 30)).get()
    assert seen.is_overdue and not Recommendation.objects.with_clock(D(2026, 9, 29)).get().is_overdue


def test_what_was_late_then_is_late_of_that_day_however_it_ended(land):
    matter, handling = land.handed()
    answer(matter, text="x", outcome="resolved", by=land.officer, on=D(2026, 10, 5), handling=handling)
    assert overdue(D(2026, 10, 1)) == {matter} and overdue(D(2026, 10, 5)) == set()


def test_a_moved_deadline_is_the_one_that_counts(land):
    matter = land.received()
    move_due(matter, due_on=D(2026, 10, 9), reason="Chờ vốn", by=land.officer, on=D(2026, 9, 28))
    assert overdue(D(2026, 9, 30)) == set() and overdue(D(2026, 10, 10)) == {matter}


def test_sent_back_the_matter_is_still_late_and_its_agency_no_more(land):
    matter, handling = land.handed()
    assert late_agencies(D(2026, 9, 30)) == {land.lead}
    send_back(handling, reason="Không thuộc ngành", by=land.officer, on=D(2026, 9, 30))
    assert late_agencies(D(2026, 10, 1)) == set() and overdue(D(2026, 10, 1)) == {matter}


def test_sent_up_the_next_agency_has_its_own_days_and_the_matter_none_more(land):
    matter, _handling = land.handed()
    above = send_up(matter, agency=land.co, reason="Vượt thẩm quyền", by=land.officer, on=D(2026, 10, 1))
    assert above.due_on == D(2026, 10, 22)
    assert overdue(D(2026, 10, 1)) == {matter} and late_agencies(D(2026, 10, 22)) == set()


def test_two_clocks_at_once_run_for_themselves(land):
    matter, lead = land.handed()
    co = hand_over(matter, agency=land.co, is_lead=False, due_on=D(2026, 9, 16), by=land.officer, on=HANDED)
    assert late_agencies(D(2026, 9, 17)) == {land.co} and overdue(D(2026, 9, 17)) == set()
    answer(matter, text="Đã khảo sát", outcome="", by=land.officer, on=D(2026, 9, 18), handling=co)
    assert late_agencies(D(2026, 9, 18)) == set()
    assert late_agencies(D(2026, 9, 30)) == {land.lead} and overdue(D(2026, 9, 30)) == {matter}
    assert lead.due_on == D(2026, 9, 29)


def test_reopened_it_has_a_new_clock_and_no_agency(land):
    matter, handling = land.handed()
    answer(matter, text="x", outcome="resolved", by=land.officer, on=D(2026, 9, 21), handling=handling)
    tell_base(matter, how="meeting", by=land.officer, on=D(2026, 9, 25))
    take_feedback(matter, satisfaction="not_satisfied", text="", by=land.officer, on=D(2026, 10, 12))
    assert overdue(D(2026, 10, 30)) == set() and overdue(D(2026, 11, 3)) == {matter}
    assert late_agencies(D(2026, 11, 3)) == set()


def test_a_merged_voice_shows_the_clock_of_its_matter(land):
    from matters.actions.merging import merge

    lead = land.received()
    voice = land.received(raised_on=D(2026, 8, 3), on=D(2026, 8, 4))
    assert overdue(D(2026, 9, 1)) == {voice}
    merge([voice], into=lead, by=land.officer, on=D(2026, 9, 9))
    assert overdue(D(2026, 9, 10)) == set() and overdue(D(2026, 9, 30)) == {lead}
    seen = Recommendation.objects.with_clock(D(2026, 9, 30)).get(pk=voice.pk)
    assert seen.clock_due_on == lead.due_on and seen.is_overdue


def test_the_stage_of_a_list_is_that_of_the_rule(land):
    """What SQL says of each stored row is what `stage_of` says of the same facts, on every day of its life."""
    matter, handling = land.handed()
    land.raised(), land.received(), land.raised(is_solved_on_the_spot=True)
    answer(matter, text="x", outcome="in_progress", by=land.officer, on=D(2026, 9, 21), handling=handling)
    done, held = land.handed()
    answer(done, text="x", outcome="explained", by=land.officer, on=D(2026, 9, 22), handling=held)
    tell_base(done, how="meeting", by=land.officer, on=D(2026, 9, 25))
    tell_base(matter, how="meeting", by=land.officer, on=D(2026, 9, 28))
    seen = set()
    for day in (RAISED, RECEIVED, HANDED, D(2026, 9, 21), D(2026, 9, 22), D(2026, 9, 25), D(2026, 10, 1)):
        for row in Recommendation.objects.with_clock(day):
            held_now = any(
                each.given_on <= day and (each.ended_on is None or each.ended_on > day)
                for each in row.handlings.all()
                if each.is_lead
            )
            life = Life(
                received_on=row.received_on,
                answered_on=row.answered_on,
                told_on=row.told_on,
                closed_on=row.closed_on,
                is_with_agency=held_now,
                is_merged=bool(row.merged_into_id),
                is_solved_on_the_spot=row.is_solved_on_the_spot,
                is_voided=bool(row.voided_at),
            )
            assert row.stage == stage_of(life, day), (row, day)
            seen.add(row.stage)
    assert seen == {"raised", "received", "with_agency", "answered", "told", "closed", "on_the_spot"}
