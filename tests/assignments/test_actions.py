"""Assigning, ending, voiding and correcting one assignment: what is written, and every sentence that refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from assignments.actions.assigning import (
    assign,
    correct_assignment,
    end_assignment,
    soft_notices,
    void_assignment,
)
from assignments.models import Assignment, AssignmentEvent, CadreGroup, Post, Team
from branches.models import Household, HouseholdGroup, Zone
from common.errors import sentences
from tests.assignments.ground import DAY, LATER, ground, name
from tests.factories import START, PositionFactory, SchemeFactory, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return ground()


def put(land, assignee, target, **given):
    given = {
        "scheme": land.scheme,
        "starts_on": DAY,
        "by": land.officer,
        "documents": [land.document],
    } | given
    return assign(assignee=assignee, target=target, **given)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return sentences(caught.value)


def test_an_assignment_keeps_what_was_true_on_its_first_day(land):
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    made = put(land, cadre, land.hamlets[0], reason="Đúng địa bàn cư trú")
    cadre.positions.update(ends_on=LATER)
    PositionFactory(
        cadre=cadre, agency=land.agency, starts_on=LATER, group=CadreGroup.objects.get(code="committee")
    )
    made.refresh_from_db()
    assert made.post_then == "Phó Trưởng ban, Ban Tổ chức"
    assert made.group_then.code == "party_boards"
    assert (made.unit, made.target, made.role) == (land.hamlets[0], land.hamlets[0], "follow")
    assert (made.one_per_target, made.one_per_assignee) == (True, False)
    assert list(made.documents.all()) == [land.document]
    assert made.created_by == land.officer


def test_whoever_comes_second_is_told_by_whom_the_place_is_held(land):
    put(land, land.cadre(full_name="Trần Thị Mẫu"), land.hamlets[0])
    assert refusal(put, land, land.cadre(), land.hamlets[0], starts_on=LATER) == [
        f"{name(land.hamlets[0])} đã do Trần Thị Mẫu theo dõi từ 01/09/2020."
    ]


def test_the_holder_is_named_with_his_last_day(land):
    put(land, land.cadre(full_name="Trần Thị Mẫu"), land.hamlets[0], ends_on=LATER)
    assert refusal(put, land, land.cadre(), land.hamlets[0], starts_on=LATER - timedelta(days=1)) == [
        f"{name(land.hamlets[0])} đã do Trần Thị Mẫu theo dõi từ 01/09/2020 đến 28/02/2021."
    ]
    assert put(land, land.cadre(), land.hamlets[0], starts_on=LATER).starts_on == LATER


def test_a_future_holder_is_in_the_way_of_an_open_end(land):
    put(land, land.cadre(full_name="Trần Thị Mẫu"), land.hamlets[0], starts_on=LATER)
    assert refusal(put, land, land.cadre(), land.hamlets[0]) == [
        f"{name(land.hamlets[0])} đã do Trần Thị Mẫu theo dõi từ 01/03/2021."
    ]
    assert put(land, land.cadre(), land.hamlets[0], ends_on=LATER).ends_on == LATER


def test_the_same_assignment_is_not_said_twice(land):
    land.scheme.max_assignees_per_target = None
    land.scheme.save()
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    put(land, cadre, land.hamlets[0])
    assert refusal(put, land, cadre, land.hamlets[0], starts_on=LATER) == [
        f"Trần Thị Mẫu đã được phân công đúng {name(land.hamlets[0])} từ 01/09/2020."
    ]


def test_one_who_has_his_place_is_refused_another_where_one_is_the_limit(land):
    land.scheme.max_targets_per_assignee = 1
    land.scheme.save()
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    assert put(land, cadre, land.hamlets[0]).one_per_assignee
    assert refusal(put, land, cadre, land.hamlets[1]) == [
        f"Trần Thị Mẫu đã được phân công {name(land.hamlets[0])} từ 01/09/2020."
    ]


def test_a_limit_of_two_is_counted_by_the_day(land):
    land.scheme.max_assignees_per_target, land.scheme.max_targets_per_assignee = 2, 2
    land.scheme.save()
    first, second, third = (land.cadre(full_name=f"Lê Văn Thử {n}") for n in "ABC")
    put(land, first, land.hamlets[0], ends_on=LATER)
    put(land, second, land.hamlets[0])
    assert refusal(put, land, third, land.hamlets[0]) == [
        f"{name(land.hamlets[0])} chỉ có nhiều nhất 2 người theo dõi cùng lúc: "
        "Lê Văn Thử A, Lê Văn Thử B, Lê Văn Thử C."
    ]
    assert put(land, third, land.hamlets[0], starts_on=LATER).one_per_target is False
    put(land, third, land.hamlets[1], starts_on=LATER)
    assert refusal(put, land, third, land.hamlets[2], starts_on=LATER) == [
        f"Lê Văn Thử C chỉ được phân công nhiều nhất 2 nơi cùng lúc: {name(land.hamlets[0])}, "
        f"{name(land.hamlets[1])}, {name(land.hamlets[2])}."
    ]


def test_two_one_after_the_other_leave_room_for_a_second_all_along(land):
    land.scheme.max_assignees_per_target = 2
    land.scheme.save()
    put(land, land.cadre(), land.hamlets[0], ends_on=LATER)
    put(land, land.cadre(), land.hamlets[0], starts_on=LATER)
    assert put(land, land.cadre(), land.hamlets[0]).ends_on is None


def test_a_new_limit_of_one_also_sees_those_assigned_before_it(land):
    land.scheme.max_assignees_per_target = None
    land.scheme.save()
    put(land, land.cadre(full_name="Trần Thị Mẫu"), land.hamlets[0])
    land.scheme.max_assignees_per_target = 1
    land.scheme.save()
    assert "Trần Thị Mẫu" in refusal(put, land, land.cadre(), land.hamlets[0])[0]


def test_an_assignment_needs_a_document_or_takes_the_schemes(land):
    assert refusal(put, land, land.cadre(), land.hamlets[0], documents=()) == [
        f"Phân công phải có văn bản: hãy chọn quyết định, hoặc ghi văn bản làm cơ sở cho {land.scheme}."
    ]
    land.scheme.document_links.create(document=land.document)
    made = put(land, land.cadre(), land.hamlets[0], documents=())
    assert list(made.documents.all()) == [land.document]


def test_a_list_without_documents_can_be_entered_where_the_caller_says_so(land):
    made = put(land, land.cadre(), land.hamlets[0], documents=(), needs_document=False)
    assert not made.documents.exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"starts_on": date(2019, 12, 31)}, "có hiệu lực từ 01/01/2020"),
        ({"starts_on": date(2025, 1, 1)}, "hết hiệu lực sau ngày 31/12/2024."),
        ({"ends_on": date(2025, 1, 2)}, "hết hiệu lực sau ngày 31/12/2024."),
        ({"ends_on": DAY}, "Ngày kết thúc phải sau ngày bắt đầu."),
    ],
)
def test_the_scheme_must_be_in_force(land, given, sentence):
    land.scheme.ends_on = date(2025, 1, 1)
    land.scheme.save()
    assert sentence in refusal(put, land, land.cadre(), land.hamlets[0], **given)[0]


def test_the_last_day_of_the_scheme_is_a_first_day(land):
    land.scheme.ends_on = date(2025, 1, 1)
    land.scheme.save()
    last = date(2024, 12, 31)
    assert (
        put(land, land.cadre(), land.hamlets[0], starts_on=last, ends_on=date(2025, 1, 1)).starts_on == last
    )


def test_the_target_must_be_what_the_scheme_is_about(land):
    zone = Zone.objects.create(unit=land.district, code="TV1", name="Tiểu vùng 1", starts_on=START)
    assert "Tiểu vùng 1 không phải loại đó" in refusal(put, land, land.cadre(), zone)[0]
    commune = land.units["P1D1C1"]
    assert f"{name(commune)} không thuộc cấp đó" in refusal(put, land, land.cadre(), commune)[0]


def test_the_target_must_stand_on_the_first_day(land):
    hamlet = land.hamlets[0]
    hamlet.versions.update(ends_on=DAY)
    hamlet.closed_on = DAY
    hamlet.save()
    assert refusal(put, land, land.cadre(), hamlet) == [
        f"{name(hamlet)} chưa có hoặc không còn vào ngày 01/09/2020."
    ]
    assert put(land, land.cadre(), hamlet, starts_on=DAY - timedelta(days=1)).unit == hamlet


def test_the_cadre_must_serve(land):
    cadre = land.cadre(full_name="Trần Thị Mẫu", started_on=DAY, left_on=LATER)
    hamlet = land.hamlets[0]
    assert refusal(put, land, cadre, hamlet, starts_on=DAY - timedelta(days=1)) == [
        "Trần Thị Mẫu công tác từ 01/09/2020; không thể phân công trước ngày đó."
    ]
    assert refusal(put, land, cadre, hamlet, starts_on=LATER) == [
        "Trần Thị Mẫu đã thôi công tác từ 01/03/2021."
    ]
    assert refusal(put, land, cadre, hamlet) == [
        "Trần Thị Mẫu thôi công tác từ 01/03/2021. Hãy ghi ngày kết thúc không quá ngày đó."
    ]
    assert put(land, cadre, hamlet, ends_on=LATER).ends_on == LATER


def test_a_merged_record_is_not_a_person(land):
    keep = land.cadre()
    cadre = land.cadre(full_name="Trần Thị Mẫu", code="CB77", merged_into=keep)
    assert refusal(put, land, cadre, land.hamlets[0]) == [
        "Hồ sơ CB77 của Trần Thị Mẫu đã được gộp vào hồ sơ khác. Hãy chọn hồ sơ còn dùng."
    ]


def test_only_the_groups_that_the_scheme_names_are_assigned(land):
    land.scheme.eligible_groups.set(CadreGroup.objects.filter(code="committee"))
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    assert "không thuộc nhóm cán bộ được phân công" in refusal(put, land, cadre, land.hamlets[0])[0]
    cadre.positions.create(
        post=Post.objects.create(name="Huyện ủy viên"),
        agency=land.agency,
        group=CadreGroup.objects.get(code="committee"),
        starts_on=START,
    )
    assert put(land, cadre, land.hamlets[0]).group_then.code == "committee"


def test_a_cadre_of_unknown_group_is_assigned_and_pointed_out(land):
    land.scheme.eligible_groups.set(CadreGroup.objects.filter(code="committee"))
    cadre = land.cadre(full_name="Trần Thị Mẫu", post=False)
    assert put(land, cadre, land.hamlets[0]).group_then is None
    assert soft_notices(scheme=land.scheme, assignees=[cadre], on=DAY) == [
        "Chưa ghi nhóm cán bộ của Trần Thị Mẫu vào ngày 01/09/2020."
    ]


def test_more_places_than_wanted_are_pointed_out_and_not_refused(land):
    land.scheme.wanted_targets_per_assignee = 1
    land.scheme.save()
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    put(land, cadre, land.hamlets[0])
    assert soft_notices(scheme=land.scheme, assignees=[cadre], on=DAY) == []
    put(land, cadre, land.hamlets[1])
    assert soft_notices(scheme=land.scheme, assignees=[cadre], on=DAY) == [
        f"Trần Thị Mẫu được phân công 2 nơi; {land.scheme} muốn mỗi người 1 nơi."
    ]


def test_the_kind_of_assignee_is_the_schemes(land):
    assert "không phân công cho cơ quan" in refusal(put, land, land.agency, land.hamlets[0])[0]
    land.scheme.assignee_kinds = ["agency", "team"]
    land.scheme.save()
    assert put(land, land.agency, land.hamlets[0]).agency == land.agency
    team = Team.objects.create(unit=land.district, code="T1", name="Tổ 1", starts_on=START, ends_on=DAY)
    assert refusal(put, land, team, land.hamlets[1]) == ["Tổ 1 chưa có hoặc không còn vào ngày 01/09/2020."]
    assert put(land, team, land.hamlets[1], starts_on=START).team == team


def test_every_kind_of_target_has_its_road_to_a_unit(land):
    hamlet = land.hamlets[0]
    branch = organisation(hamlet, code="CB-A1", name="Chi bộ ấp")
    moved = branch.unit_links.get()
    moved.ends_on = DAY
    moved.save()
    branch.unit_links.create(unit=land.hamlets[1], starts_on=DAY, is_main=True)
    zone = Zone.objects.create(unit=land.district, code="TV1", name="Tiểu vùng 1", starts_on=START)
    group = HouseholdGroup.objects.create(unit=hamlet, code="T1", name="Tổ 1", starts_on=START)
    household = Household.objects.create(unit=hamlet, code="H1", head_name="Nguyễn Văn Hộ", starts_on=START)
    expected = {
        "organisation": (branch, land.hamlets[1]),
        "zone": (zone, land.district),
        "group": (group, hamlet),
        "household": (household, hamlet),
    }
    for kind, (target, unit) in expected.items():
        scheme = SchemeFactory(issuer=land.district, target_kind=kind, target_level=None)
        made = put(land, land.cadre(), target, scheme=scheme, role="in_charge")
        assert (made.unit, made.target) == (unit, target)
        assert "phụ trách từ 01/09/2020" in refusal(put, land, land.cadre(), target, scheme=scheme)[0]


def test_an_assignment_ends_with_its_reason_and_its_document(land):
    made = put(land, land.cadre(), land.hamlets[0])
    ended = end_assignment(
        made, on=LATER, reason="retired", by=land.officer, document=land.document, note="QĐ nghỉ hưu"
    )
    ended.refresh_from_db()
    assert (ended.ends_on, ended.end_reason, ended.end_note) == (LATER, "retired", "QĐ nghỉ hưu")
    assert ended.document_links.get(part="ends").document == land.document
    assert put(land, land.cadre(), land.hamlets[0], starts_on=LATER)


def test_ending_refuses_what_makes_no_sense(land):
    cadre = land.cadre(full_name="Trần Thị Mẫu")
    made = put(land, cadre, land.hamlets[0])
    [said] = refusal(end_assignment, made, on=DAY, reason="retired", by=land.officer)
    assert "không thể kết thúc" in said and "hãy hủy" in said
    assert refusal(end_assignment, made, on=LATER, reason="", by=land.officer) == ["Hãy chọn lý do kết thúc."]
    assert refusal(end_assignment, made, on=LATER, reason="bored", by=land.officer)
    end_assignment(made, on=LATER, reason="retired", by=land.officer)
    assert refusal(end_assignment, made, on=LATER, reason="retired", by=land.officer) == [
        f"Phân công Trần Thị Mẫu – {name(land.hamlets[0])} đã kết thúc từ 01/03/2021."
    ]
    sooner = LATER - timedelta(days=30)
    assert end_assignment(made, on=sooner, reason="retired", by=land.officer).ends_on == sooner


def test_a_mistake_is_voided_with_its_reason_and_frees_the_place(land):
    made = put(land, land.cadre(), land.hamlets[0])
    assert refusal(void_assignment, made, reason=" ", by=land.officer) == [
        "Hủy một phân công nhập nhầm phải nêu lý do."
    ]
    voided = void_assignment(made, reason="Nhập nhầm ấp", by=land.officer)
    assert (voided.voided_by, voided.void_reason) == (land.officer, "Nhập nhầm ấp")
    assert not Assignment.objects.active_on(DAY).exists()
    assert Assignment.objects.count() == 1
    assert put(land, land.cadre(), land.hamlets[0])
    assert refusal(void_assignment, made, reason="Nữa", by=land.officer) == ["Phân công này đã bị hủy."]
    assert "đã bị hủy" in refusal(end_assignment, made, on=LATER, reason="retired", by=land.officer)[0]


def test_a_correction_voids_the_wrong_row_and_makes_the_right_one(land):
    wrong = put(land, land.cadre(), land.hamlets[0], reason="Đúng chuyên môn", ends_on=LATER)
    right = correct_assignment(wrong, by=land.officer, reason="Nhầm ấp", target=land.hamlets[1])
    wrong.refresh_from_db()
    assert wrong.is_voided and wrong.void_reason == "Nhầm ấp"
    assert right.corrects == wrong
    assert (right.target, right.assignee, right.starts_on, right.ends_on, right.reason) == (
        land.hamlets[1],
        wrong.assignee,
        DAY,
        LATER,
        "Đúng chuyên môn",
    )
    assert list(right.documents.all()) == [land.document]


def test_a_correction_that_is_refused_leaves_the_wrong_row_standing(land):
    put(land, land.cadre(full_name="Trần Thị Mẫu"), land.hamlets[1])
    wrong = put(land, land.cadre(), land.hamlets[0])
    assert (
        "Trần Thị Mẫu"
        in refusal(correct_assignment, wrong, by=land.officer, reason="Nhầm ấp", target=land.hamlets[1])[0]
    )
    wrong.refresh_from_db()
    assert not wrong.is_voided
    assert refusal(correct_assignment, wrong, by=land.officer, reason="Nhầm") == ["Không có gì thay đổi."]


def test_a_correction_keeps_the_limits_of_its_own_decision(land):
    land.scheme.max_assignees_per_target = None
    land.scheme.save()
    put(land, land.cadre(), land.hamlets[0])
    wrong = put(land, land.cadre(), land.hamlets[0])
    land.scheme.max_assignees_per_target = 1
    land.scheme.save()
    right = correct_assignment(wrong, by=land.officer, reason="Nhầm ngày", starts_on=LATER)
    assert right.one_per_target is False


def test_an_ended_row_is_corrected_with_its_end(land):
    wrong = put(land, land.cadre(), land.hamlets[0])
    wrong = end_assignment(wrong, on=LATER, reason="retired", by=land.officer, document=land.document)
    right = correct_assignment(
        wrong, by=land.officer, reason="Nhầm ngày nghỉ", ends_on=LATER + timedelta(days=1)
    )
    assert (right.end_reason, right.document_links.filter(part="ends").count()) == ("retired", 1)
    reopened = correct_assignment(right, by=land.officer, reason="Chưa nghỉ", ends_on=None)
    assert (reopened.end_reason, reopened.document_links.filter(part="ends").count()) == ("", 0)


def test_every_change_is_an_event_with_its_actor(land):
    made = put(land, land.cadre(), land.hamlets[0])
    end_assignment(made, on=LATER, reason="retired", by=land.officer)
    correct_assignment(made, by=land.officer, reason="Nhầm", ends_on=None)
    events = AssignmentEvent.objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "update", "insert"]
    assert {event.pgh_context.metadata["user"] for event in events} == {land.officer.pk}
