"""The five localities, field by field, and each of them at work: whom it takes, whom it refuses."""

import pytest
from django.core.exceptions import ValidationError

from assignments.actions.assigning import assign, soft_notices
from assignments.actions.schemes import apply_preset, create_scheme
from assignments.models import CadreGroup, Post, Scheme
from assignments.presets import PRESETS
from branches.models import Household, Level, Zone
from common.errors import sentences
from tests.assignments.ground import DAY, ground, name
from tests.factories import START, organisation

pytestmark = pytest.mark.django_db

FIELDS = (
    "target_kind",
    "target_level_id",
    "max_assignees_per_target",
    "max_targets_per_assignee",
    "wanted_targets_per_assignee",
    "choice",
    "turns_per_month",
    "is_announced",
    "is_pilot",
)
# What the articles say, written down a second time: a slip in the presets shows here.
EXPECTED = {
    "binh-dai": {"": ("unit", 4, 1, None, 1, "branch", None, True, False)},
    "quang-tri": {"": ("organisation", 4, None, None, None, "branch", 1, True, False)},
    "van-ho": {
        "": ("organisation", None, None, None, None, "commune", None, True, False),
        "-thi-diem": ("organisation", 4, None, None, None, "branch", None, True, True),
        "-xa": ("organisation", 4, None, None, None, "branch", None, True, False),
    },
    "kim-son": {
        "": ("unit", 3, None, None, None, "commune", 1, False, False),
        "-tieu-khu": ("zone", None, None, None, None, "any", None, False, False),
    },
    "ben-tre": {
        "": ("unit", 3, 1, 1, None, "commune", None, True, False),
        "-dang-bo-huyen": ("organisation", 2, 1, None, 1, "branch", None, True, False),
        "-ap": ("unit", 4, None, None, None, "branch", None, True, False),
        "-ho": ("household", None, None, None, None, "branch", None, True, False),
    },
}
GROUPS = {
    "binh-dai": {"committee", "party_boards", "departments", "mass", "inspection"},
    "quang-tri": {"committee", "party_boards", "inspection"},
    "van-ho": {"standing_board", "committee"},
    "van-ho-thi-diem": {"party_boards", "mass", "specialist"},
    "van-ho-xa": {"commune_cadres", "police"},
    "kim-son": {"committee", "specialist"},
    "kim-son-tieu-khu": {"standing_board"},
    "ben-tre-dang-bo-huyen": {"standing_board"},
    "ben-tre-ho": {"commune_cadres", "branch_members"},
}


@pytest.fixture
def land():
    return ground()


def apply(land, preset, **given):
    given = {"code": preset, "issuer": land.district, "starts_on": START, "by": land.officer} | given
    return apply_preset(preset, **given)


def in_group(land, code, **fields):
    cadre = land.cadre(post=False, **fields)
    cadre.positions.create(
        post=Post.objects.get_or_create(name="Cán bộ")[0],
        agency=land.agency,
        group=CadreGroup.objects.get(code=code),
        starts_on=START,
    )
    return cadre


def put(land, scheme, assignee, target, **given):
    given = {"starts_on": DAY, "by": land.officer, "documents": [land.document]} | given
    return assign(scheme=scheme, assignee=assignee, target=target, **given)


def refusal(call, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        call(*args, **kwargs)
    return sentences(caught.value)


def test_there_are_five():
    assert set(PRESETS) == set(EXPECTED)


@pytest.mark.parametrize("preset", EXPECTED)
def test_a_preset_is_what_the_article_says(land, preset):
    made = apply(land, preset, code="chu-truong")
    found = {
        scheme.code.removeprefix("chu-truong"): tuple(getattr(scheme, field) for field in FIELDS)
        for scheme in Scheme.objects.filter(preset=preset)
    }
    assert found == EXPECTED[preset]
    assert made[0].code == "chu-truong"
    for scheme in made:
        groups = set(scheme.eligible_groups.values_list("code", flat=True))
        assert groups == GROUPS.get(scheme.code.replace("chu-truong", preset), groups)
        assert groups and scheme.assignee_kinds == ["cadre"] and scheme.name


def test_binh_dai_wants_one_hamlet_each_and_refuses_only_a_second_cadre(land):
    [scheme] = apply(land, "binh-dai")
    cadre = in_group(land, "mass", full_name="Trần Thị Mẫu")
    put(land, scheme, cadre, land.hamlets[0])
    put(land, scheme, cadre, land.hamlets[1])
    assert soft_notices(scheme=scheme, assignees=[cadre], on=DAY) == [
        f"Trần Thị Mẫu được phân công 2 nơi; {scheme} muốn mỗi người 1 nơi."
    ]
    assert (
        "đã do Trần Thị Mẫu theo dõi"
        in refusal(put, land, scheme, in_group(land, "committee"), land.hamlets[0])[0]
    )
    assert "không thuộc nhóm" in refusal(put, land, scheme, in_group(land, "police"), land.hamlets[2])[0]


def test_quang_tri_sends_committee_members_to_the_branches_of_hamlets(land):
    [scheme] = apply(land, "quang-tri")
    branch = organisation(land.hamlets[0], code="CB1", name="Chi bộ khu phố 1")
    assert put(land, scheme, in_group(land, "inspection"), branch, role="attend").target == branch
    committee = organisation(
        land.units["P1D1C1"], code="DB1", name="Đảng bộ phường", kind="grassroots_committee"
    )
    assert (
        "Đảng bộ phường không thuộc cấp đó"
        in refusal(put, land, scheme, in_group(land, "committee"), committee)[0]
    )


def test_van_ho_links_the_pilot_and_the_communes_own_scheme(land):
    main, pilot, commune = apply(land, "van-ho")
    assert (pilot.parent_scheme, commune.parent_scheme, main.parent_scheme) == (main, main, None)
    committee = organisation(land.units["P1D1C1"], code="DB1", name="Đảng bộ xã", kind="grassroots_committee")
    branch = organisation(land.hamlets[0], code="CB1", name="Chi bộ bản", parent=committee)
    assert put(land, main, in_group(land, "standing_board"), committee, role="in_charge")
    assert put(land, pilot, in_group(land, "specialist"), branch, role="attend")
    assert put(land, commune, in_group(land, "police"), branch, role="attend")


def test_kim_son_lets_each_group_choose_as_far_as_the_article_says(land):
    scheme, zones = apply(land, "kim-son")
    assert [
        scheme.choice_for(group) for group in ("standing", "standing_board", "committee", "specialist")
    ] == [
        "any",
        "any",
        "commune",
        "commune",
    ]
    assert put(land, scheme, in_group(land, "specialist"), land.units["P1D1C1"], role="attend")
    zone = Zone.objects.create(unit=land.district, code="TK1", name="Tiểu khu 1", starts_on=START)
    assert put(land, zones, in_group(land, "standing_board"), zone, role="in_charge").unit == land.district


def test_ben_tre_is_a_chain_of_four(land):
    province, board, hamlets, households = apply(land, "ben-tre", issuer=land.units["P1"])
    assert [scheme.parent_scheme for scheme in (province, board, hamlets, households)] == [
        None,
        province,
        province,
        hamlets,
    ]
    leader = in_group(land, "provincial_leaders", full_name="Trần Thị Mẫu")
    communes = land.units["P1D1C1"], land.units["P1D1C2"]
    put(land, province, leader, communes[0])
    assert refusal(put, land, province, leader, communes[1]) == [
        f"Trần Thị Mẫu đã được phân công {name(communes[0])} từ 01/09/2020."
    ]
    district = organisation(land.district, code="DBH", name="Đảng bộ huyện", kind="committee")
    assert put(land, board, in_group(land, "standing_board"), district)
    household = Household.objects.create(
        unit=land.hamlets[0], code="H1", head_name="Nguyễn Văn Hộ", starts_on=START
    )
    assert put(land, households, in_group(land, "commune_cadres"), household).unit == land.hamlets[0]


def test_what_the_office_says_goes_before_the_preset(land):
    scheme = create_scheme(
        code="rieng",
        issuer=land.district,
        starts_on=START,
        by=land.officer,
        preset="ben-tre",
        name="Tên riêng",
        target_level=Level.objects.get(code="hamlet"),
        max_assignees_per_target=None,
        ends_on=DAY,
        documents=[land.document],
    )
    assert (scheme.name, scheme.target_level_id, scheme.max_assignees_per_target) == ("Tên riêng", 4, None)
    assert scheme.max_targets_per_assignee == 1
    linked = Scheme.objects.filter(preset="ben-tre").exclude(pk=scheme.pk)
    assert set(linked.values_list("code", "ends_on")) == {
        ("rieng-dang-bo-huyen", DAY),
        ("rieng-ap", DAY),
        ("rieng-ho", DAY),
    }


def test_an_unknown_preset_and_a_taken_code_are_refused_whole(land):
    assert refusal(apply, land, "ha-noi") == [
        "Không có mẫu ha-noi. Các mẫu: binh-dai, quang-tri, van-ho, kim-son, ben-tre."
    ]
    create_scheme(
        code="kim-son-tieu-khu",
        name="Khác",
        issuer=land.district,
        starts_on=START,
        by=land.officer,
        target_level=Level.objects.get(code="hamlet"),
    )
    assert refusal(apply, land, "kim-son")
    assert not Scheme.objects.filter(code="kim-son").exists()
