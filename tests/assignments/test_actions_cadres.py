"""Cadres: registered, in another post, gone with all that they followed, two records of one person made one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from assignments.actions.assigning import assign, end_assignment
from assignments.actions.cadres import (
    change_cadre,
    change_position,
    end_position,
    falling_vacant,
    let_cadre_go,
    register_cadre,
)
from assignments.actions.change_sets import add_line_add, add_line_end, draft_change_set
from assignments.actions.merging import merge_cadres
from assignments.models import (
    Assignment,
    Cadre,
    CadreEvent,
    CadreGroup,
    CadrePosition,
    CadrePositionEvent,
    Post,
    Team,
)
from assignments.querysets.cadres import likely_doubles, likely_same, posts_by_cadre
from common.errors import sentences
from tests.assignments.ground import DAY, LATER, ground, name
from tests.factories import START, AgencyFactory, SchemeFactory, UserFactory

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


def register(land, **given):
    given = {
        "full_name": "Trần Thị Mẫu",
        "unit": land.district,
        "starts_on": START,
        "by": land.officer,
        "post": "Phó Trưởng ban",
        "agency": land.agency,
    } | given
    return register_cadre(**given)


def test_a_cadre_is_registered_with_his_post_and_a_code(land):
    cadre = register(land, full_name="  Trần  Thị Mẫu ", group=CadreGroup.objects.get(code="party_boards"))
    assert (cadre.full_name, cadre.code[:2]) == ("Trần Thị Mẫu", "CB")
    assert posts_by_cadre([cadre.pk], DAY) == {cadre.pk: "Phó Trưởng ban, Ban Tổ chức"}
    assert register(land).code != cadre.code
    assert refusal(register, land, code=cadre.code)
    assert CadreEvent.objects.filter(pgh_obj=cadre).get().pgh_context.metadata["user"] == land.officer.pk


def test_a_made_up_code_avoids_those_of_the_office(land):
    first = register(land)
    following = f"CB{int(first.code[2:]) + 1:05}"
    Cadre.objects.create(
        code=following, full_name="Lê Văn Thử", unit=land.district, started_on=START, id=999_999
    )
    assert register(land).code != following


def test_a_post_is_one_however_it_is_spelt(land):
    register(land, post="Uỷ viên Ban Thường vụ")
    register(land, post="Ủy viên  Ban Thường vụ")
    assert Post.objects.filter(name__endswith="Ban Thường vụ").count() == 1


def test_another_post_ends_the_main_one_and_leaves_the_others(land):
    cadre = register(land)
    change_position(
        cadre, on=DAY, by=land.officer, post="Huyện ủy viên", agency=land.agency, is_primary=False
    )
    change_position(cadre, on=LATER, by=land.officer, post="Trưởng ban", agency=land.agency)
    day_before = LATER - timedelta(days=1)
    assert posts_by_cadre([cadre.pk], day_before)[cadre.pk] == (
        "Phó Trưởng ban, Ban Tổ chức; Huyện ủy viên, Ban Tổ chức"
    )
    assert (
        posts_by_cadre([cadre.pk], LATER)[cadre.pk] == "Trưởng ban, Ban Tổ chức; Huyện ủy viên, Ban Tổ chức"
    )


def test_a_post_can_be_taken_beside_the_main_one_and_given_up(land):
    cadre = register(land)
    both = change_position(cadre, on=DAY, by=land.officer, post="Trưởng ban", agency=land.agency, ending=())
    assert cadre.positions.on(DAY).count() == 2
    assert cadre.positions.on(DAY).get(is_primary=True) == both
    assert refusal(end_position, both, on=DAY, by=land.officer) == [
        "Trưởng ban bắt đầu từ 01/09/2020; hãy chọn ngày thôi sau ngày đó."
    ]
    end_position(both, on=LATER, by=land.officer)
    assert cadre.positions.on(LATER).count() == 1


def test_what_is_written_about_a_person_changes(land):
    cadre = change_cadre(
        register(land), by=land.officer, phone="0912345678", expertise="Nông nghiệp, tôn giáo"
    )
    assert list(Cadre.objects.helping_on("nong nghiep")) == [cadre]
    with pytest.raises(TypeError):
        change_cadre(cadre, by=land.officer, merged_into=cadre)


def test_a_retirement_ends_everything_that_day_and_names_what_falls_vacant(land):
    cadre = register(land)
    Team.objects.create(unit=land.district, code="T1", name="Tổ 1", starts_on=START).members.create(
        cadre=cadre, starts_on=START
    )
    both = SchemeFactory(issuer=land.district, max_assignees_per_target=2)
    running = put(land, cadre, land.hamlets[0])
    kept = put(land, cadre, land.hamlets[1], scheme=both)
    put(land, land.cadre(), land.hamlets[1], scheme=both)
    future = put(land, cadre, land.hamlets[2], starts_on=LATER + timedelta(days=30))
    same_day = put(land, cadre, land.hamlets[3], starts_on=LATER)
    past = put(land, cadre, land.units["P1D2C1H1"], ends_on=LATER)
    assert falling_vacant(cadre, LATER) == [running, future, same_day]
    vacant = let_cadre_go(cadre, on=LATER, reason="retired", by=land.officer, document=land.document)
    assert vacant == [running, future, same_day]
    cadre.refresh_from_db()
    assert (cadre.left_on, cadre.leaving_reason) == (LATER, "retired")
    assert not cadre.positions.on(LATER).exists() and cadre.positions.on(LATER - timedelta(days=1)).exists()
    assert not cadre.team_memberships.on(LATER).exists()
    for row in (running, kept):
        row.refresh_from_db()
        assert (row.ends_on, row.end_reason, row.is_voided) == (LATER, "retired", False)
        assert row.document_links.get(part="ends").document == land.document
    for row in (future, same_day):
        row.refresh_from_db()
        assert (row.ends_on, row.void_reason) == (None, "Cán bộ thôi công tác trước ngày bắt đầu")
    past.refresh_from_db()
    assert (past.ends_on, past.end_reason) == (LATER, "")
    assert not Assignment.objects.active_on(LATER).filter(cadre=cadre).exists()
    assert put(land, land.cadre(), land.hamlets[0], starts_on=LATER)


def test_leaving_refuses_what_makes_no_sense(land):
    cadre = register(land)
    assert refusal(let_cadre_go, cadre, on=LATER, reason="", by=land.officer) == [
        "Hãy chọn lý do thôi công tác."
    ]
    assert refusal(let_cadre_go, cadre, on=START, reason="retired", by=land.officer) == [
        "Ngày thôi phải sau ngày bắt đầu."
    ]
    assert refusal(let_cadre_go, cadre, on=LATER, reason="bored", by=land.officer)
    let_cadre_go(cadre, on=LATER, reason="retired", by=land.officer)
    assert refusal(let_cadre_go, cadre, on=LATER, reason="retired", by=land.officer) == [
        "Trần Thị Mẫu đã thôi công tác từ 01/03/2021."
    ]


def test_a_planned_post_of_one_who_leaves_never_begins(land):
    cadre = register(land)
    planned = change_position(
        cadre, on=LATER + timedelta(days=9), by=land.officer, post="Trưởng ban", agency=land.agency, ending=()
    )
    let_cadre_go(cadre, on=LATER, reason="transferred", by=land.officer)
    assert not CadrePosition.objects.filter(pk=planned.pk).exists()
    assert CadrePositionEvent.objects.filter(pgh_obj_id=planned.pk, pgh_label="delete").exists()
    assert cadre.positions.get().ends_on == LATER


def test_two_of_one_name_are_one_person_by_agency_or_telephone(land):
    other = AgencyFactory(unit=land.district, name="Hội Nông dân")
    first = register(land, full_name="Lê Thị Thuỷ", phone="0912 345 678")
    elsewhere = register(land, full_name="Lê Thị Thủy", agency=other)
    assert likely_same("Lê Thị Thủy", day=DAY, agency=land.agency) == [first]
    assert likely_same("Lê Thị Thủy", day=DAY, agency=other) == [elsewhere]
    assert likely_same("Lê Thị Thủy", day=DAY, phone="+84 912.345.678") == [first]
    assert likely_same("Lê Thị Thúy", day=DAY, agency=land.agency) == []
    assert likely_same("Lê Thị Thủy", day=DAY) == []
    assert likely_doubles(Cadre.objects.all(), DAY) == []
    assert posts_by_cadre([first.pk, elsewhere.pk], DAY) == {
        first.pk: "Phó Trưởng ban, Ban Tổ chức",
        elsewhere.pk: "Phó Trưởng ban, Hội Nông dân",
    }
    again = register(land, full_name="LÊ THỊ THỦY")
    assert likely_doubles(Cadre.objects.all(), DAY) == [[first, again]]


def test_two_records_of_one_person_become_one_with_their_history(land):
    keep = register(land, code="CB1")
    other = AgencyFactory(unit=land.district, name="Hội Nông dân")
    user = UserFactory()
    double = register(
        land,
        code="CB2",
        starts_on=START - timedelta(days=400),
        phone="0912345678",
        agency=other,
        post="Chủ tịch",
    )
    double.user = user
    double.save()
    put(land, keep, land.hamlets[0])
    theirs = put(land, double, land.hamlets[1], reason="Đúng địa bàn")
    draft = draft_change_set(scheme=land.scheme, name="Đợt", effective_on=LATER, by=land.officer)
    end = add_line_end(draft, assignment=theirs, by=land.officer)
    add = add_line_add(draft, assignee=double, target=land.hamlets[2], by=land.officer)
    assert merge_cadres(keep=keep, giving_way=double, by=land.officer).pk == keep.pk
    for row in (keep, double, theirs, end, add):
        row.refresh_from_db()
    assert (double.merged_into, double.user, keep.user, keep.phone) == (keep, None, user, "0912345678")
    assert keep.started_on == START - timedelta(days=400)
    assert list(Cadre.objects.persons().filter(full_name="Trần Thị Mẫu")) == [keep]
    assert posts_by_cadre([keep.pk], DAY)[keep.pk] == "Phó Trưởng ban, Ban Tổ chức; Chủ tịch, Hội Nông dân"
    assert theirs.void_reason == "Gộp hồ sơ CB2 vào hồ sơ CB1"
    fresh = Assignment.objects.get(corrects=theirs)
    assert (fresh.cadre, fresh.target, fresh.starts_on, fresh.reason, fresh.post_then) == (
        keep,
        land.hamlets[1],
        DAY,
        "Đúng địa bàn",
        "Chủ tịch, Hội Nông dân",
    )
    assert list(fresh.documents.all()) == [land.document]
    assert (end.assignment, add.cadre) == (fresh, keep)
    assert set(Assignment.objects.standing().of_person(keep).values_list("target_unit", flat=True)) == {
        land.hamlets[0].pk,
        land.hamlets[1].pk,
    }
    assert theirs in Assignment.objects.of_person(keep)


def test_what_both_records_said_is_said_once_after_merging(land):
    free = SchemeFactory(issuer=land.district, max_assignees_per_target=None)
    keep, double = register(land), register(land)
    mine = put(land, keep, land.hamlets[0], scheme=free)
    put(land, double, land.hamlets[0], scheme=free, starts_on=LATER)
    merge_cadres(keep=keep, giving_way=double, by=land.officer)
    assert list(Assignment.objects.standing()) == [mine]
    assert keep.positions.count() == 1 and double.positions.count() == 1


def test_merging_is_refused_in_sentences_and_changes_nothing(land):
    free = SchemeFactory(issuer=land.district, max_assignees_per_target=None)
    keep, double = register(land, code="CB1"), register(land, code="CB2")
    keep.user, double.user = UserFactory(), UserFactory()
    keep.left_on = LATER
    for cadre in (keep, double):
        cadre.save()
    put(land, keep, land.hamlets[0], scheme=free, ends_on=LATER)
    put(land, double, land.hamlets[0], scheme=free)
    assert refusal(merge_cadres, keep=keep, giving_way=double, by=land.officer) == [
        "Cả hai hồ sơ CB1 và CB2 đều có tài khoản. Hãy bỏ một tài khoản trước khi gộp.",
        "Hồ sơ CB1 đã thôi công tác còn hồ sơ CB2 thì chưa. Hãy giữ hồ sơ đang công tác.",
        f"Hai hồ sơ cùng ghi phân công {name(land.hamlets[0])}: từ 01/09/2020 đến 28/02/2021 và từ 01/09/2020. Hãy "
        "đính chính một phân công trước khi gộp.",
    ]
    assert refusal(merge_cadres, keep=keep, giving_way=keep, by=land.officer) == [
        "Hãy chọn hai hồ sơ khác nhau."
    ]
    assert Assignment.objects.filter(voided_at__isnull=False).count() == 0
    gone = land.cadre(merged_into=keep, code="CB3")
    assert "CB3" in refusal(merge_cadres, keep=double, giving_way=gone, by=land.officer)[0]


def test_two_records_with_a_place_each_are_not_merged_where_one_is_the_limit(land):
    land.scheme.max_targets_per_assignee = 1
    land.scheme.save()
    keep, double = register(land), register(land)
    put(land, keep, land.hamlets[0])
    row = put(land, double, land.hamlets[1])
    assert refusal(merge_cadres, keep=keep, giving_way=double, by=land.officer) == [
        f"Gộp lại thì Trần Thị Mẫu được phân công quá 1 nơi cùng lúc: {name(land.hamlets[0])}, "
        f"{name(land.hamlets[1])}. Hãy kết thúc hoặc hủy một phân công trước khi gộp."
    ]
    row.refresh_from_db()
    assert not row.is_voided
    again = register(land)
    put(land, again, land.hamlets[2], starts_on=date(2022, 1, 1))
    end_assignment(row, on=LATER, reason="adjusted", by=land.officer)
    assert merge_cadres(keep=again, giving_way=double, by=land.officer)
