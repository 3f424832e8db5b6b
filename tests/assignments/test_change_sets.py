"""A change set shows what it changes and what stands against it, and is put into force as a whole or not at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignments.actions.assigning import assign, end_assignment
from assignments.actions.change_sets import (
    add_line_add,
    add_line_end,
    change_draft,
    conflicts_of,
    difference_of,
    discard,
    draft_change_set,
    draft_from_scheme,
    notices_of,
    put_in_force,
    remove_line,
)
from assignments.models import Assignment, AssignmentEvent, ChangeSetEvent
from common.errors import BUSY, sentences
from tests.assignments.ground import DAY, LATER, ground, name
from tests.factories import DocumentFactory, SchemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return ground()


@pytest.fixture
def decision(land):
    return DocumentFactory(issuer_unit=land.district, number="1316-QĐ/HU", issued_on=LATER)


@pytest.fixture
def draft(land, decision):
    return draft_change_set(
        scheme=land.scheme, name="Quyết định 1316", effective_on=LATER, by=land.officer, document=decision
    )


def put(land, assignee, target, **given):
    given = {"starts_on": DAY, "by": land.officer, "documents": [land.document]} | given
    return assign(scheme=land.scheme, assignee=assignee, target=target, **given)


def force(land, draft):
    draft.refresh_from_db()
    return put_in_force(draft, by=land.officer, version=draft.version)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return sentences(caught.value)


def said(draft):
    return [str(conflict) for conflict in conflicts_of(draft)]


def holders(land, day):
    rows = Assignment.objects.active_on(day).filter(scheme=land.scheme)
    return {row.target_unit_id: row.cadre for row in rows.select_related("cadre")}


def test_two_cadres_swap_their_hamlets(land, draft, decision):
    land.scheme.max_targets_per_assignee = 1
    land.scheme.save()
    first, second = land.cadre(), land.cadre()
    north, south = land.hamlets[:2]
    one, two = put(land, first, north), put(land, second, south)
    for assignment, assignee, target in ((one, second, north), (two, first, south)):
        add_line_end(draft, assignment=assignment, by=land.officer)
        add_line_add(draft, assignee=assignee, target=target, by=land.officer)
    assert said(draft) == []
    made = force(land, draft)
    assert (made.state, made.put_in_force_by) == ("in_force", land.officer)
    assert holders(land, LATER - timedelta(days=1)) == {north.pk: first, south.pk: second}
    assert holders(land, LATER) == {north.pk: second, south.pk: first}
    one.refresh_from_db()
    assert (one.ends_on, one.end_reason) == (LATER, "adjusted")
    assert one.document_links.get(part="ends").document == decision
    for line in made.lines.filter(action="add"):
        assert list(line.assignment.documents.all()) == [decision]


def test_decision_1316_gives_every_hamlet_of_634_its_own_cadre(land, draft):
    """Bình Đại in small: three cadres on four hamlets, then one each; who keeps his hamlet is not touched."""
    land.scheme.wanted_targets_per_assignee = 1
    land.scheme.save()
    first, second, third, new = (land.cadre(full_name=f"Lê Văn Thử {n}") for n in "ABCD")
    hamlets = land.hamlets
    kept = [put(land, cadre, hamlet) for cadre, hamlet in zip((first, second, third), hamlets, strict=False)]
    double = put(land, first, hamlets[3])
    assert len(holders(land, DAY)) == 4
    add_line_end(draft, assignment=double, by=land.officer, reason="Mỗi người một ấp")
    assert "đang" not in str(notices_of(draft))
    add_line_add(draft, assignee=new, target=hamlets[3], by=land.officer)
    [changed] = difference_of(draft).changed
    assert (changed.name, [str(row.assignee) for row in changed.before]) == (
        name(hamlets[3]),
        [first.full_name],
    )
    assert [str(line.assignee) for line in changed.after] == [new.full_name]
    force(land, draft)
    after = holders(land, LATER)
    assert len(after) == 4 and len({cadre.pk for cadre in after.values()}) == 4
    assert len({cadre.pk for cadre in holders(land, LATER - timedelta(days=1)).values()}) == 3
    assert [Assignment.objects.get(pk=row.pk).ends_on for row in kept] == [None] * 3
    assert difference_of(draft).changed[0].name == name(hamlets[3])


def test_the_difference_names_what_is_added_ended_and_changed(land, draft):
    first, second, third = (land.cadre() for _ in range(3))
    gone, changed = put(land, first, land.hamlets[0]), put(land, second, land.hamlets[1])
    add_line_end(draft, assignment=gone, by=land.officer, end_reason="transferred")
    add_line_end(draft, assignment=changed, by=land.officer, end_reason="replaced")
    add_line_add(draft, assignee=third, target=land.hamlets[1], by=land.officer)
    add_line_add(draft, assignee=first, target=land.hamlets[2], by=land.officer)
    found = difference_of(draft)
    assert [change.target for change in found.added] == [land.hamlets[2]]
    assert [change.target for change in found.ended] == [land.hamlets[0]]
    assert [change.target for change in found.changed] == [land.hamlets[1]]


def test_every_conflict_is_a_sentence_with_its_line(land, draft):
    holder, other, leaving = (
        land.cadre(full_name="Trần Thị Mẫu"),
        land.cadre(full_name="Lê Văn Thử"),
        land.cadre(full_name="Phạm Thị Nghỉ", left_on=LATER),
    )
    put(land, holder, land.hamlets[0])
    closed = land.hamlets[3]
    closed.versions.update(ends_on=LATER)
    closed.closed_on = LATER
    closed.save()
    ended = put(land, other, land.hamlets[1])
    add_line_end(draft, assignment=ended, by=land.officer)
    end_assignment(ended, on=LATER - timedelta(days=1), reason="retired", by=land.officer)
    lines = [
        add_line_add(draft, assignee=assignee, target=target, by=land.officer)
        for assignee, target in (
            (other, land.hamlets[0]),
            (leaving, land.hamlets[1]),
            (other, closed),
            (other, land.hamlets[2]),
            (holder, land.hamlets[2]),
        )
    ]
    assert said(draft) == [
        f"Phân công Lê Văn Thử – {name(land.hamlets[1])} đã kết thúc từ 28/02/2021.",
        f"{name(land.hamlets[0])} đã do Trần Thị Mẫu theo dõi từ 01/09/2020.",
        "Phạm Thị Nghỉ đã thôi công tác từ 01/03/2021.",
        f"{name(closed)} chưa có hoặc không còn vào ngày 01/03/2021.",
        f"{name(land.hamlets[2])} chỉ có nhiều nhất 1 người theo dõi cùng lúc: Lê Văn Thử, Trần Thị Mẫu.",
    ]
    assert [conflict.line for conflict in conflicts_of(draft)][1:] == [lines[0], lines[1], lines[2], lines[4]]
    assert refusal(force, land, draft) == said(draft)


def test_an_assignee_over_his_limit_is_a_conflict(land, draft):
    land.scheme.max_targets_per_assignee = 1
    land.scheme.save()
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    put(land, cadre, land.hamlets[0])
    add_line_add(draft, assignee=cadre, target=land.hamlets[1], by=land.officer)
    assert said(draft) == [f"Trần Thị Mẫu đã được phân công {name(land.hamlets[0])} từ 01/09/2020."]


def test_the_same_line_twice_is_a_conflict(land, draft):
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    for _ in range(2):
        add_line_add(draft, assignee=cadre, target=land.hamlets[0], by=land.officer)
    assert said(draft) == [f"Trần Thị Mẫu – {name(land.hamlets[0])} được ghi hai lần."]


def test_one_conflict_leaves_everything_as_it_was(land, draft):
    first, second = land.cadre(), land.cadre()
    running = put(land, first, land.hamlets[0])
    put(land, second, land.hamlets[1])
    add_line_end(draft, assignment=running, by=land.officer)
    add_line_add(draft, assignee=first, target=land.hamlets[1], by=land.officer)
    events = AssignmentEvent.objects.count()
    assert refusal(force, land, draft)
    running.refresh_from_db()
    draft.refresh_from_db()
    assert (running.ends_on, draft.state, AssignmentEvent.objects.count()) == (None, "draft", events)


def test_an_end_on_the_first_day_is_a_mistake_and_no_end(land, draft):
    running = put(land, land.cadre(), land.hamlets[0], starts_on=LATER)
    add_line_end(draft, assignment=running, by=land.officer)
    assert "hãy hủy phân công" in said(draft)[0]


def test_a_draft_may_have_no_document_but_takes_no_effect(land, draft):
    change_draft(draft, by=land.officer, document=None)
    add_line_add(draft, assignee=land.cadre(), target=land.hamlets[0], by=land.officer)
    assert refusal(force, land, draft) == ["Hãy chọn văn bản của đợt điều chỉnh trước khi cho có hiệu lực."]


def test_an_empty_draft_takes_no_effect(land, draft):
    assert refusal(force, land, draft) == ["Đợt điều chỉnh chưa có dòng nào."]


def test_a_draft_that_somebody_changed_since_the_review_takes_no_effect(land, draft):
    add_line_add(draft, assignee=land.cadre(), target=land.hamlets[0], by=land.officer)
    draft.refresh_from_db()
    reviewed = draft.version
    line = add_line_add(draft, assignee=land.cadre(), target=land.hamlets[1], by=land.officer)
    assert refusal(put_in_force, draft, by=land.officer, version=reviewed) == [str(BUSY)]
    remove_line(line, by=land.officer)
    assert refusal(put_in_force, draft, by=land.officer, version=reviewed) == [str(BUSY)]
    assert force(land, draft).lines.count() == 1


def test_what_is_in_force_or_discarded_is_not_changed_any_more(land, draft):
    line = add_line_add(draft, assignee=land.cadre(), target=land.hamlets[0], by=land.officer)
    force(land, draft)
    for call in (
        lambda: add_line_add(draft, assignee=land.cadre(), target=land.hamlets[1], by=land.officer),
        lambda: remove_line(line, by=land.officer),
        lambda: discard(draft, by=land.officer),
        lambda: force(land, draft),
    ):
        assert refusal(call) == ["Đợt điều chỉnh này đã có hiệu lực, không sửa được nữa."]
    other = draft_change_set(scheme=land.scheme, name="Bỏ", effective_on=LATER, by=land.officer)
    discard(other, by=land.officer)
    assert refusal(change_draft, other, by=land.officer, name="Lại") == [
        "Đợt điều chỉnh này đã bỏ, không sửa được nữa."
    ]


def test_an_assignment_is_ended_once_by_a_draft(land, draft):
    running = put(land, land.cadre(), land.hamlets[0])
    add_line_end(draft, assignment=running, by=land.officer)
    assert refusal(add_line_end, draft, assignment=running, by=land.officer) == [
        "Phân công này đã được kết thúc trong đợt này."
    ]


def test_what_another_committee_assigned_is_not_ended_here(land, draft):
    other = SchemeFactory(issuer=land.units["P1"], name="Của tỉnh")
    row = assign(
        scheme=other,
        assignee=land.cadre(),
        target=land.hamlets[0],
        starts_on=DAY,
        by=land.officer,
        documents=[land.document],
    )
    said = ["Của tỉnh là chủ trương của nơi khác ban hành, không điều chỉnh ở đây được."]
    assert refusal(add_line_end, draft, assignment=row, by=land.officer) == said
    assert refusal(draft_from_scheme, land.scheme, other, effective_on=LATER, by=land.officer) == said


def test_a_new_term_begins_with_the_running_assignments_of_the_old_one(land):
    stays, leaves, gone = (land.cadre(full_name=f"Lê Văn Thử {n}") for n in "ABC")
    put(land, stays, land.hamlets[0], reason="Đúng chuyên môn")
    put(land, leaves, land.hamlets[1])
    put(land, gone, land.hamlets[2], ends_on=LATER - timedelta(days=10))
    leaves.left_on = LATER
    leaves.save()
    term = SchemeFactory(issuer=land.district, starts_on=LATER)
    draft = draft_from_scheme(term, land.scheme, effective_on=LATER, by=land.officer, document=land.document)
    assert said(draft) == ["Lê Văn Thử B đã thôi công tác từ 01/03/2021."]
    [line] = [conflict.line for conflict in conflicts_of(draft)]
    remove_line(line, by=land.officer)
    force(land, draft)
    [made] = Assignment.objects.filter(scheme=term)
    assert (made.cadre, made.target, made.reason, made.starts_on) == (
        stays,
        land.hamlets[0],
        "Đúng chuyên môn",
        LATER,
    )
    assert not Assignment.objects.filter(scheme=land.scheme).active_on(LATER).exists()
    assert set(
        Assignment.objects.filter(scheme=land.scheme, end_reason="term").values_list("cadre", flat=True)
    ) == {
        stays.pk,
        leaves.pk,
    }


def test_a_term_whose_assignments_ended_with_it_is_carried_over_too(land):
    row = put(land, land.cadre(), land.hamlets[0])
    end_assignment(row, on=LATER, reason="term", by=land.officer)
    term = SchemeFactory(issuer=land.district, starts_on=LATER)
    draft = draft_from_scheme(term, land.scheme, effective_on=LATER, by=land.officer, document=land.document)
    assert [line.action for line in draft.lines.all()] == ["add"]
    force(land, draft)
    assert Assignment.objects.get(scheme=term).target == land.hamlets[0]


def test_more_places_than_wanted_are_a_notice_and_no_conflict(land, draft):
    land.scheme.wanted_targets_per_assignee = 1
    land.scheme.save()
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    put(land, cadre, land.hamlets[0])
    add_line_add(draft, assignee=cadre, target=land.hamlets[1], by=land.officer)
    assert said(draft) == []
    assert notices_of(draft) == [f"Trần Thị Mẫu được phân công 2 nơi; {land.scheme} muốn mỗi người 1 nơi."]


def test_the_number_of_queries_does_not_grow_with_the_lines(land, decision):
    def queries(draft, hamlets):
        for hamlet in hamlets:
            add_line_add(draft, assignee=land.cadre(), target=hamlet, by=land.officer)
        with CaptureQueriesContext(connection) as seen:
            force(land, draft)
            difference_of(draft)
        return len(seen)

    def empty():
        return draft_change_set(
            scheme=land.scheme, name="Đợt", effective_on=LATER, by=land.officer, document=decision
        )

    assert queries(empty(), land.hamlets[:1]) == queries(empty(), land.hamlets[1:])


def test_every_change_has_an_event_with_its_actor(land, draft):
    running = put(land, land.cadre(), land.hamlets[0])
    add_line_end(draft, assignment=running, by=land.officer)
    add_line_add(draft, assignee=land.cadre(), target=land.hamlets[0], by=land.officer)
    force(land, draft)
    for events in (AssignmentEvent.objects.all(), ChangeSetEvent.objects.all()):
        assert {event.pgh_context.metadata["user"] for event in events} == {land.officer.pk}
    assert ChangeSetEvent.objects.order_by("pgh_id").last().state == "in_force"
    assert AssignmentEvent.objects.filter(pgh_label="update", ends_on=LATER).count() == 1
