"""The life of a matter: what may follow on what, and what each step leaves behind."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from common.errors import sentences
from matters.actions.answering import answer, change_outcome
from matters.actions.closing import close, reopen
from matters.actions.directing import direct, take_up
from matters.actions.handing import agency_receives, hand_over, move_due, send_back, send_up, withdraw
from matters.actions.merging import merge, part
from matters.actions.raising import change_words, raise_matter, void_matter
from matters.actions.receiving import receive
from matters.actions.telling import take_feedback, tell_base
from matters.models import Answer, Handling, Recommendation, RecommendationStep, Topic
from tests.factories import DocumentFactory
from tests.matters.ground import HANDED, LATER, RAISED, RECEIVED, matters_ground

ANSWERED, TOLD = date(2026, 9, 21), date(2026, 9, 25)


@pytest.fixture
def land(db):
    return matters_ground()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def stage(matter, on=LATER):
    return Recommendation.objects.with_clock(on).get(pk=matter.pk).stage


def steps(matter):
    return list(matter.steps.values_list("step", flat=True))


def answered(land, matter, handling=None, *, outcome="resolved", on=ANSWERED, **fields):
    return answer(
        matter, text="Đã đặt cống mới", outcome=outcome, by=land.officer, on=on, handling=handling, **fields
    )


def told(land, matter, on=TOLD):
    return tell_base(matter, how="meeting", by=land.officer, on=on)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return " ".join(sentences(refusal.value))


# --- raised, received, handed over ---
def test_a_matter_is_numbered_within_its_year(land):
    first, second, other = land.raised(), land.raised(), land.raised(raised_on=date(2025, 12, 31))
    assert [each.reference for each in (first, second, other)] == [
        "KN-2026-0001",
        "KN-2026-0002",
        "KN-2025-0001",
    ]
    assert stage(first) == "raised" and steps(first) == ["raised"]


def test_what_is_not_a_field_of_a_matter_is_a_mistake_of_the_programme(land):
    with pytest.raises(TypeError):
        land.raised(answered_on=ANSWERED)


def test_receiving_starts_the_clock_by_the_rule_and_says_who_may_read(land):
    topic = Topic.objects.get(code="rural-roads")
    matter = receive(
        land.raised(), by=land.officer, on=RECEIVED, is_shared=True, topic=topic, urgency="urgent"
    )
    assert (matter.received_on, matter.due_on, matter.first_due_on) == (
        RECEIVED,
        date(2026, 9, 15),
        date(2026, 9, 15),
    )
    assert matter.is_shared and matter.topic == topic and stage(matter) == "received"


def test_a_due_day_may_be_given_at_the_receiving_but_not_before_it(land):
    assert land.received(due_on=date(2026, 9, 30)).first_due_on == date(2026, 9, 30)
    assert "trước ngày" in refused(land.received, due_on=RECEIVED - timedelta(1))


def test_a_matter_is_received_once(land):
    matter = land.received()
    assert "đã được tiếp nhận ngày 08/09/2026" in refused(
        receive, matter, by=land.officer, on=RECEIVED, is_shared=False
    )


def test_nothing_is_received_before_it_was_raised(land):
    assert "trước ngày nêu (07/09/2026)" in refused(
        receive, land.raised(), by=land.officer, on=RAISED - timedelta(1), is_shared=False
    )


def test_what_was_not_received_goes_to_no_agency(land):
    assert "tiếp nhận" in refused(hand_over, land.raised(), agency=land.lead, by=land.officer, on=HANDED)


def test_an_agency_holds_it_until_the_matters_own_day(land):
    matter, handling = land.handed()
    assert handling.due_on == matter.due_on == date(2026, 9, 29)
    assert stage(matter) == "with_agency" and stage(matter, RECEIVED) == "received"


def test_an_agency_that_gets_it_late_has_the_days_of_the_rule(land):
    matter = land.received()
    handling = hand_over(matter, agency=land.lead, by=land.officer, on=matter.due_on)
    assert handling.due_on == date(2026, 10, 20)


def test_one_agency_leads_and_moving_it_says_why(land):
    matter, first = land.handed()
    said = refused(hand_over, matter, agency=land.co, by=land.officer, on=HANDED)
    assert "Phòng Kinh tế đang chủ trì" in said
    second = hand_over(matter, agency=land.co, by=land.officer, on=LATER, reason="Đúng việc hơn")
    first = fresh(first)
    assert (first.ended_on, first.ended_as, first.end_reason) == (LATER, "moved", "Đúng việc hơn")
    assert list(matter.handlings.filter(ended_on=None)) == [second]


def test_an_agency_holds_a_matter_once(land):
    matter, _handling = land.handed()
    assert "đang giữ" in refused(
        hand_over, matter, agency=land.lead, is_lead=False, by=land.officer, on=HANDED
    )


def test_a_closed_agency_gets_nothing_and_its_successor_is_named(land):
    land.co.closed_on, land.co.merged_into = HANDED, land.lead
    land.co.save()
    said = refused(hand_over, land.received(), agency=land.co, by=land.officer, on=HANDED)
    assert "đã kết thúc ngày 09/09/2026" in said and "Phòng Kinh tế" in said


def test_the_agency_says_that_it_has_it_once(land):
    matter, handling = land.handed()
    assert agency_receives(handling, by=land.officer, on=HANDED).received_on == HANDED
    assert "đã nhận" in refused(agency_receives, handling, by=land.officer, on=LATER)
    assert steps(matter)[-1] == "agency_received"


def test_sent_back_the_agencys_clock_ends_and_the_matters_own_runs_on(land):
    matter, handling = land.handed()
    due_on = matter.due_on
    row = send_back(handling, reason="Không thuộc ngành", by=land.officer, on=LATER)
    matter = fresh(matter)
    assert (row.ended_as, row.answered_on) == ("sent_back", None)
    assert matter.due_on == due_on and matter in Recommendation.objects.overdue_on(LATER)
    assert not Handling.objects.overdue_on(LATER).exists() and stage(matter) == "received"
    assert "rời" in refused(send_back, handling, reason="Lần nữa", by=land.officer, on=LATER)


def test_sending_back_needs_a_reason(land):
    _matter, handling = land.handed()
    assert "lý do" in refused(send_back, handling, reason=" ", by=land.officer, on=LATER)


def test_sent_up_is_neither_answered_nor_resolved(land):
    matter, handling = land.handed()
    province = hand_over  # the name of the agency above does not matter here
    assert province
    above = send_up(
        matter, agency=land.co, level="province", reason="Vượt thẩm quyền", by=land.officer, on=LATER
    )
    matter = fresh(matter)
    assert (fresh(handling).ended_as, above.agency, above.is_lead) == ("sent_up", land.co, True)
    assert (matter.answered_on, matter.outcome, matter.level) == (None, "", "province")
    assert matter in Recommendation.objects.overdue_on(LATER)


def test_sent_up_to_whom_nobody_here_answers_for(land):
    matter, _handling = land.handed()
    assert send_up(matter, level="central", reason="Luật Đất đai", by=land.officer, on=LATER) is None
    assert stage(matter) == "received"


def test_withdrawn_it_is_with_nobody(land):
    matter, handling = land.handed()
    assert withdraw(handling, reason="Chuyển nhầm", by=land.officer, on=LATER).ended_as == "withdrawn"
    assert stage(matter) == "received"


def test_a_moved_deadline_keeps_the_first_one_and_says_why(land):
    matter = land.received()
    first = matter.due_on
    row = move_due(matter, due_on=date(2026, 10, 30), reason="Chờ vốn", by=land.officer, on=LATER)
    assert (row.first_due_on, row.due_on) == (first, date(2026, 10, 30))
    assert row.steps.last().note == "29/09/2026 → 30/10/2026: Chờ vốn"
    assert "trùng" in refused(move_due, row, due_on=row.due_on, reason="x", by=land.officer, on=LATER)


def test_one_agencys_deadline_moves_without_the_matters(land):
    matter, handling = land.handed()
    moved = move_due(handling, due_on=date(2026, 9, 18), reason="Cần sớm", by=land.officer, on=HANDED)
    assert moved.due_on == date(2026, 9, 18) and fresh(matter).due_on == date(2026, 9, 29)


# --- answered, resolved ---
def test_the_leading_agencys_answer_is_the_matters(land):
    matter, handling = land.handed()
    document = DocumentFactory(issuer_unit=land.district)
    made = answered(land, matter, handling, document=document)
    matter, handling = fresh(matter), fresh(handling)
    assert made.is_final and made.agency == land.lead and made.document == document
    assert (matter.answered_on, matter.outcome, matter.resolved_on) == (ANSWERED, "resolved", ANSWERED)
    assert (handling.ended_as, handling.answered_on) == ("answered", ANSWERED)
    assert stage(matter) == "answered" and matter.closed_on is None


def test_a_co_agencys_answer_ends_only_its_own_handling(land):
    matter, lead = land.handed()
    co = hand_over(matter, agency=land.co, is_lead=False, by=land.officer, on=HANDED)
    made = answered(land, matter, co, outcome="")
    assert not made.is_final and fresh(co).ended_as == "answered"
    matter = fresh(matter)
    assert (matter.answered_on, matter.outcome) == (None, "") and fresh(lead).ended_on is None
    assert stage(matter) == "with_agency"


def test_the_final_answer_takes_the_matter_from_the_co_agency(land):
    matter, lead = land.handed()
    co = hand_over(matter, agency=land.co, is_lead=False, by=land.officer, on=HANDED)
    answered(land, matter, lead)
    assert fresh(co).ended_as == "withdrawn" and fresh(co).answered_on is None


def test_still_being_worked_on_is_answered_and_stays_with_the_agency(land):
    matter, handling = land.handed()
    answered(land, matter, handling, outcome="in_progress")
    handling, matter = fresh(handling), fresh(matter)
    assert (handling.answered_on, handling.ended_on) == (ANSWERED, None)
    assert matter.answered_on == ANSWERED and matter.resolved_on is None
    assert not Handling.objects.overdue_on(date(2027, 1, 1)).exists()
    row = change_outcome(matter, outcome="resolved", reason="Cống đã xong", by=land.officer, on=LATER)
    assert (row.answered_on, row.resolved_on, row.outcome) == (ANSWERED, LATER, "resolved")
    assert fresh(handling).ended_as == "answered"


def test_a_second_answer_keeps_the_day_of_the_first(land):
    matter, handling = land.handed()
    answered(land, matter, handling, outcome="in_progress")
    answered(land, matter, handling, outcome="resolved", on=LATER)
    matter = fresh(matter)
    assert (matter.answered_on, matter.resolved_on, matter.answers.count()) == (ANSWERED, LATER, 2)


def test_forwarded_is_answered_and_never_closes_by_itself(land):
    matter, handling = land.handed()
    answered(land, matter, handling, outcome="forwarded")
    row = told(land, matter)
    assert (row.closed_on, row.resolved_on, stage(row)) == (None, None, "told")


def test_a_refusal_says_why(land):
    matter, handling = land.handed()
    assert "nội dung" in refused(
        answer, matter, text=" ", outcome="not_accepted", handling=handling, by=land.officer, on=ANSWERED
    )
    answered(land, matter, handling, outcome="not_accepted")
    assert fresh(matter).outcome_reason == "Đã đặt cống mới"


def test_only_whoever_holds_it_answers(land):
    matter, handling = land.handed()
    withdraw(handling, reason="Chuyển nhầm", by=land.officer, on=HANDED)
    assert "không còn giữ" in refused(answered, land, matter, handling)


def test_a_duplicate_is_merged_and_not_answered(land):
    matter, handling = land.handed()
    assert "gộp" in refused(answered, land, matter, handling, outcome="duplicate")


def test_an_outcome_does_not_change_before_there_is_an_answer(land):
    matter = land.received()
    assert "chưa được trả lời" in refused(
        change_outcome, matter, outcome="resolved", reason="Xong", by=land.officer, on=LATER
    )


# --- told, closed, reopened ---
def test_told_with_a_final_outcome_closes_by_itself(land):
    matter, handling = land.handed()
    answered(land, matter, handling)
    row = told(land, matter)
    assert (row.told_on, row.closed_on, row.close_reason) == (TOLD, TOLD, "")
    assert steps(row)[-2:] == ["told", "closed"]


def test_told_while_it_is_worked_on_it_closes_with_its_outcome(land):
    matter, handling = land.handed()
    answered(land, matter, handling, outcome="in_progress")
    assert told(land, matter).closed_on is None
    row = change_outcome(matter, outcome="resolved", reason="Xong", by=land.officer, on=LATER)
    assert row.closed_on == LATER and stage(row) == "closed"


def test_further_words_after_the_telling_are_to_be_told_again(land):
    matter, handling = land.handed()
    answered(land, matter, handling, outcome="in_progress")
    told(land, matter)
    answered(land, matter, handling, outcome="explained", on=LATER)
    matter = fresh(matter)
    assert matter.told_on is None and matter.closed_on is None
    assert matter in Recommendation.objects.to_tell(organisation=land.branch)


def test_nothing_is_told_before_it_is_answered_nor_twice(land):
    matter, handling = land.handed()
    assert "chưa có trả lời" in refused(told, land, matter)
    answered(land, matter, handling, outcome="in_progress")
    assert "trước ngày trả lời" in refused(told, land, matter, on=HANDED)
    told(land, matter)
    assert "đã được thông báo ngày 25/09/2026" in refused(told, land, matter)


def test_closing_needs_told_or_a_reason(land):
    matter, handling = land.handed()
    assert "lý do kết thúc" in refused(close, matter, by=land.officer, on=LATER)
    answered(land, matter, handling)
    assert "lý do kết thúc" in refused(close, matter, by=land.officer, on=LATER)
    row = close(matter, by=land.officer, on=LATER, reason="Nơi nêu đã giải thể")
    assert (row.closed_on, row.close_reason) == (LATER, "Nơi nêu đã giải thể")


def test_closing_takes_the_matter_from_its_agencies(land):
    matter, handling = land.handed()
    close(matter, by=land.officer, on=LATER, reason="Nêu nhầm")
    assert fresh(handling).ended_as == "withdrawn"


def test_not_satisfied_reopens_with_a_new_clock_and_the_answer_stays(land):
    matter, handling = land.handed()
    answered(land, matter, handling)
    told(land, matter)
    row = take_feedback(
        matter, satisfaction="not_satisfied", text="Cống vẫn nghẹt", by=land.officer, on=LATER
    )
    assert (row.answered_on, row.outcome, row.resolved_on, row.told_on, row.closed_on) == (
        None,
        "",
        None,
        None,
        None,
    )
    assert (row.times_reopened, row.satisfaction, row.feedback) == (1, "not_satisfied", "Cống vẫn nghẹt")
    assert (row.first_due_on, row.due_on) == (date(2026, 9, 29), date(2026, 11, 2))
    assert Answer.objects.filter(recommendation=row).count() == 1
    assert stage(row) == "received" and not row.handlings.filter(ended_on=None).exists()
    hand_over(row, agency=land.lead, by=land.officer, on=LATER)
    assert stage(row) == "with_agency"


def test_satisfied_changes_nothing_but_that(land):
    matter, handling = land.handed()
    answered(land, matter, handling)
    told(land, matter)
    row = take_feedback(matter, satisfaction="satisfied", text="", by=land.officer, on=LATER)
    assert row.closed_on == TOLD and row.times_reopened == 0


def test_a_closed_matter_is_reopened_with_a_reason_an_open_one_is_not(land):
    matter, handling = land.handed()
    assert "đang được giải quyết" in refused(reopen, matter, reason="x", by=land.officer, on=LATER)
    answered(land, matter, handling)
    told(land, matter)
    assert reopen(matter, reason="Việc chưa xong", by=land.officer, on=LATER).closed_on is None
    assert steps(matter)[-1] == "reopened"


def test_what_was_solved_on_the_spot_is_not_routed_until_it_is_reopened(land):
    matter = land.raised(is_solved_on_the_spot=True)
    assert stage(matter) == "on_the_spot"
    assert matter not in Recommendation.objects.open_on(LATER)
    assert "tại chỗ" in refused(receive, matter, by=land.officer, on=RECEIVED, is_shared=True)
    row = reopen(matter, reason="Lại sụt", by=land.officer, on=LATER)
    assert not row.is_solved_on_the_spot and stage(row) == "received"


# --- merged ---
def test_voices_are_counted_once_and_each_is_told_for_itself(land):
    lead, handling = land.handed()
    first, second = land.received(branch=land.twin), land.raised()
    merge([first, second], into=lead, by=land.officer, on=HANDED)
    assert set(Recommendation.objects.open_on(LATER)) == {lead}
    answered(land, lead, handling)
    told(land, lead)
    assert set(Recommendation.objects.to_tell()) == {first, second}
    row = told(land, first)
    assert row.closed_on == TOLD and stage(second) == "merged" and stage(lead) == "closed"
    seen = Recommendation.objects.with_clock(LATER).get(pk=second.pk)
    assert (seen.answer_on, seen.final_outcome, seen.final_resolved_on) == (ANSWERED, "resolved", ANSWERED)


def test_a_merged_lead_takes_its_voices_along_and_its_handling_is_withdrawn(land):
    top = land.received()
    lead, handling = land.handed()
    voice = land.received()
    merge([voice], into=lead, by=land.officer, on=HANDED)
    merge([lead], into=top, by=land.officer, on=LATER)
    assert set(top.voices.all()) == {lead, voice} and fresh(handling).ended_as == "withdrawn"


def test_nothing_is_merged_into_what_is_merged_itself_or_into_itself(land):
    top, lead, voice = land.received(), land.received(), land.received()
    merge([lead], into=top, by=land.officer, on=HANDED)
    assert "hãy gộp vào kiến nghị đó" in refused(merge, [voice], into=lead, by=land.officer, on=HANDED)
    assert "khác" in refused(merge, [top], into=top, by=land.officer, on=HANDED)
    assert "đã gộp vào" in refused(answered, land, lead)


def test_matters_of_another_committee_are_not_merged(land):
    other = land.received(issuer=land.units["P1D2"])
    assert "cấp ủy khác" in refused(merge, [other], into=land.received(), by=land.officer, on=HANDED)


def test_what_has_an_answer_of_its_own_is_not_merged_away(land):
    matter, handling = land.handed()
    answered(land, matter, handling)
    assert "của riêng nó" in refused(merge, [matter], into=land.received(), by=land.officer, on=LATER)


def test_parted_a_voice_is_a_matter_of_its_own_again(land):
    lead, handling = land.handed()
    voice = land.received(branch=land.twin)
    merge([voice], into=lead, by=land.officer, on=HANDED)
    answered(land, lead, handling)
    told(land, voice)
    row = part(voice, by=land.officer, on=LATER)
    assert (row.merged_into, row.outcome, row.told_on, row.closed_on) == (None, "", None, None)
    assert row.due_on == date(2026, 11, 2) and stage(row) == "received"
    assert steps(lead)[-1] == "parted"


def test_one_dissatisfied_voice_reopens_the_matter_and_the_others_keep_what_they_heard(land):
    lead, handling = land.handed()
    first, second = land.received(branch=land.twin), land.received()
    merge([first, second], into=lead, by=land.officer, on=HANDED)
    answered(land, lead, handling)
    for each in (lead, first, second):
        told(land, each)
    take_feedback(first, satisfaction="not_satisfied", text="Chưa xong", by=land.officer, on=LATER)
    lead, first, second = fresh(lead), fresh(first), fresh(second)
    assert (lead.answered_on, lead.times_reopened, lead.told_on) == (None, 1, None)
    assert first.told_on is None and first.satisfaction == "not_satisfied"
    assert second.told_on == TOLD and second.closed_on == TOLD
    take_feedback(second, satisfaction="not_satisfied", text="", by=land.officer, on=LATER)
    assert fresh(lead).times_reopened == 1 and fresh(second).told_on is None


def test_a_matter_closed_without_an_answer_closes_its_voices(land):
    lead, voice = land.received(), land.received()
    merge([voice], into=lead, by=land.officer, on=HANDED)
    close(lead, by=land.officer, on=LATER, reason="Trái luật")
    assert fresh(voice).close_reason == "Trái luật"


# --- words, voiding, directing ---
def test_of_two_who_change_the_words_the_second_is_told(land):
    matter = land.received()
    change_words(matter, values={"content": "Khác"}, version=matter.version, by=land.officer, on=LATER)
    said = refused(
        change_words, matter, values={"content": "Nữa"}, version=matter.version, by=land.officer, on=LATER
    )
    assert "Người khác vừa thay đổi" in said and fresh(matter).content == "Khác"


def test_new_words_move_no_deadline(land):
    matter = land.received()
    row = change_words(
        matter, values={"urgency": "urgent"}, version=matter.version, by=land.officer, on=LATER
    )
    assert row.due_on == matter.due_on and row.steps.last().note == "mức độ"


def test_voided_it_is_out_of_every_list_and_with_nobody(land):
    matter, handling = land.handed()
    void_matter(matter, reason="Nhập hai lần", by=land.officer)
    assert fresh(handling).ended_as == "withdrawn" and stage(matter) == "voided"
    assert not Recommendation.objects.open_on(date(2100, 1, 1)).exists()
    assert "đã bị hủy" in refused(close, matter, by=land.officer, on=LATER, reason="x")


def test_what_other_voices_were_merged_into_is_not_voided(land):
    lead, voice = land.received(), land.received()
    merge([voice], into=lead, by=land.officer, on=HANDED)
    assert "tách" in refused(void_matter, lead, reason="x", by=land.officer)


def test_leaders_direct_and_a_resolution_takes_up(land):
    matter = land.received()
    assert direct(matter, note="Làm trước mùa mưa", by=land.officer, on=LATER).note == "Làm trước mùa mưa"
    document = DocumentFactory(issuer_unit=land.district)
    take_up(matter, document=document, by=land.officer, on=LATER)
    assert "đã gắn" in refused(take_up, matter, document=document, by=land.officer, on=LATER)


def test_every_step_says_who_and_when(land):
    matter, handling = land.handed()
    answered(land, matter, handling)
    told(land, matter)
    rows = RecommendationStep.objects.filter(recommendation=matter)
    assert [(row.step, row.happened_on) for row in rows] == [
        ("raised", RAISED),
        ("received", RECEIVED),
        ("handed", HANDED),
        ("answered", ANSWERED),
        ("told", TOLD),
        ("closed", TOLD),
    ]
    assert {row.by for row in rows} == {land.officer}


def test_an_import_has_nobody_who_signs_in(land):
    assert (
        raise_matter(
            unit=land.hamlets[0],
            issuer=land.district,
            content="x",
            raised_on=RAISED,
            by=None,
            source="import",
        ).created_by
        is None
    )
