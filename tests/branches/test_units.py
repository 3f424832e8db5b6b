"""Opening, changing and closing units: what is refused, and in which words; what a change leaves alone."""

from datetime import date

import pghistory.models
import pytest
from django.core.exceptions import ValidationError

from branches.actions.units import change_unit, close_unit, correct_version, name_aliases, open_unit
from branches.models import Household, Unit, UnitPlacement, UnitVersion, UnitVersionEvent
from branches.querysets.units import chain_of, children_of, predecessors_of, successors_of, undecided_on
from common.errors import sentences
from tests.factories import START, UserFactory, small_map

pytestmark = pytest.mark.django_db
LATER, TODAY = date(2024, 7, 1), date(2026, 11, 22)


@pytest.fixture
def units():
    return small_map()


def refusal(function, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        function(*args, **kwargs)
    return " ".join(sentences(refused.value))


def opened(parent, **fields):
    values = {"code": "MOI", "name": "Ấp Mới", "level": 4, "starts_on": LATER, "by": None, "today": TODAY}
    return open_unit(**(values | fields), parent=parent)


def place(unit, day):
    return UnitPlacement.objects.on(day).get(unit=unit)


def test_a_new_unit_stands_beneath_its_parent_and_has_the_kind_that_its_name_says(units):
    hamlet = opened(units["P1D1C1"], name="Khu phố  3", aliases=["Xóm Chợ"], latitude=10.2, longitude=106.7)
    version = hamlet.versions.get()
    assert version.name == "Khu phố 3"
    assert (version.kind.code, version.level_id, version.latitude) == ("khu-pho", 4, 10.2)
    assert [alias.name for alias in hamlet.aliases.all()] == ["Xóm Chợ"]
    assert hamlet.access_path == units["P1D1C1"].access_path + hamlet.key + "."
    assert [level for _key, _name, level in chain_of(place(hamlet, LATER), LATER)] == [1, 2, 3, 4]
    assert hamlet.pk in children_of(units["P1D1C1"], LATER).values_list("unit_id", flat=True)


@pytest.mark.parametrize(
    ("parent", "fields", "words"),
    [
        ("P1D1C1", {"starts_on": date(2019, 12, 31)}, "chưa có hoặc không còn vào ngày 31/12/2019"),
        ("P1D1C1H1", {}, "không phải là cấp trên"),
        ("P1D1C1", {"code": "P2"}, "Mã này đang là mã của một đơn vị khác"),
        ("P1D1C1", {"ends_on": LATER}, "Ngày kết thúc của đơn vị phải sau ngày lập"),
        ("P1D1C1", {"name": ""}, "không được để trắng"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_in_words_and_nothing_stays(units, parent, fields, words):
    before = Unit.objects.count(), UnitVersion.objects.count()
    assert words.lower() in refusal(opened, units[parent], **fields).lower()
    assert (Unit.objects.count(), UnitVersion.objects.count()) == before


def test_a_code_is_free_again_when_its_unit_has_ended(units):
    close_unit(units["P1D1C1H1"], on=LATER, by=None, today=TODAY)
    again = opened(units["P2D1C1"], code="P1D1C1H1")
    assert Unit.objects.coded("P1D1C1H1", date(2024, 6, 30)).get() == units["P1D1C1H1"]
    assert Unit.objects.coded("P1D1C1H1", LATER).get() == again


def test_a_new_name_is_a_new_version_and_touches_nothing_beneath(units):
    commune, hamlet = units["P1D1C1"], units["P1D1C1H1"]
    household = Household.objects.create(unit=hamlet, code="HO1", head_name="Ông Mẫu", starts_on=START)
    before = list(UnitPlacement.objects.filter(unit=hamlet).values_list("pk", "path"))
    fresh = change_unit(commune, on=LATER, by=None, today=TODAY, name="Thị trấn Mới")
    assert [(v.name, v.starts_on, v.ends_on) for v in commune.versions.order_by("starts_on")] == [
        ("Xã Mẫu P1D1C1", START, LATER),
        ("Thị trấn Mới", LATER, None),
    ]
    assert fresh.kind.code == "thi-tran"
    assert list(UnitPlacement.objects.filter(unit=hamlet).values_list("pk", "path")) == before
    assert Household.objects.get() == household


def test_a_hamlet_that_changes_its_commune_moves_from_that_day_and_its_past_stays(units):
    hamlet = units["P1D1C1H1"]
    old, new = units["P1D1C1"], units["P2D2C2"]
    then = set(UnitPlacement.objects.on(date(2023, 1, 1)).under(old).values_list("unit_id", flat=True))
    change_unit(hamlet, on=LATER, by=None, today=TODAY, parent=new)
    hamlet.refresh_from_db()
    assert hamlet.access_path == f"{new.access_path}{hamlet.key}."
    assert place(hamlet, date(2024, 6, 30)).commune_id == old.pk
    assert (place(hamlet, LATER).commune_id, place(hamlet, LATER).province_id) == (new.pk, units["P2"].pk)
    assert (
        set(UnitPlacement.objects.on(date(2023, 1, 1)).under(old).values_list("unit_id", flat=True)) == then
    )
    assert hamlet.pk not in UnitPlacement.objects.on(LATER).under(old).values_list("unit_id", flat=True)


@pytest.mark.parametrize(
    ("on", "changes", "words"),
    [
        (LATER, {"name": "Xã Mẫu P1D1C1"}, "Không có gì thay đổi"),
        (LATER, {}, "Không có gì thay đổi"),
        (START, {"name": "Xã Khác"}, "đính chính"),
        (date(2019, 1, 1), {"name": "Xã Khác"}, "chưa có hoặc không còn"),
        (LATER, {"level": 4}, "không phải là cấp trên của Ấp Mẫu P1D1C1H1"),
        (LATER, {"code": "P2D1"}, "Mã này đang là mã"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(units, on, changes, words):
    assert words in refusal(change_unit, units["P1D1C1"], on=on, by=None, today=TODAY, **changes)
    assert units["P1D1C1"].versions.count() == 1


def test_a_unit_cannot_come_beneath_itself_or_its_own_subtree(units):
    for below in ("P1D1C1", "P1D1C1H1"):
        assert refusal(change_unit, units["P1D1C1"], on=LATER, by=None, today=TODAY, parent=units[below])


def test_a_mistake_is_corrected_in_place_and_the_history_keeps_it(units):
    user = UserFactory()
    version = units["P1D1C1"].versions.get()
    correct_version(version, by=user, today=TODAY, name="Xã Đúng Tên", parent=units["P1D2"])
    assert units["P1D1C1"].versions.get().name == "Xã Đúng Tên"
    assert place(units["P1D1C1H2"], START).district_id == units["P1D2"].pk
    event = UnitVersionEvent.objects.filter(pgh_obj_id=version.pk).latest("pgh_id")
    assert pghistory.models.Context.objects.get(pk=event.pgh_context_id).metadata["user"] == user.pk


def test_a_merger_ends_a_unit_and_its_hamlets_follow(units):
    old, taker = units["P1D1C1"], units["P1D1C2"]
    close_unit(old, on=LATER, by=None, today=TODAY, successors=[(taker, "whole", True)])
    hamlet = Unit.objects.get(pk=units["P1D1C1H1"].pk)
    assert place(hamlet, LATER).commune_id == taker.pk
    assert place(hamlet, date(2024, 6, 30)).commune_id == old.pk
    assert Unit.objects.get(pk=old.pk).access_path == taker.access_path
    assert hamlet.access_path == f"{taker.access_path}{hamlet.key}."
    assert [each.successor for each in successors_of(old)] == [taker]
    assert [each.predecessor for each in predecessors_of(taker)] == [old]
    assert not UnitVersion.objects.on(LATER).filter(unit=old).exists()


def test_a_division_leaves_hamlets_undecided_only_when_told(units):
    old, one, other = units["P1D1C1"], units["P1D1C2"], units["P1D2C1"]
    parts = [(one, "part", True), (other, "part", False)]
    assert "Còn 2 đơn vị trực thuộc Xã Mẫu P1D1C1" in refusal(
        close_unit, old, on=LATER, by=None, today=TODAY, successors=parts
    )
    close_unit(old, on=LATER, by=None, today=TODAY, successors=parts, leave_children=True)
    hamlet = units["P1D1C1H1"]
    assert set(undecided_on(LATER)) == {hamlet, units["P1D1C1H2"]}
    hamlet.refresh_from_db()
    # Found in the ground of the part that took most of it, by its own key: a grant on it opens itself alone.
    assert hamlet.access_path == f"{one.access_path}{hamlet.key}."
    change_unit(hamlet, on=date(2024, 8, 1), by=None, today=TODAY, parent=other)
    assert set(undecided_on(TODAY)) == {units["P1D1C1H2"]}


@pytest.mark.parametrize(
    ("unit", "on", "successors", "words"),
    [
        ("P1D1C1H1", START, [], "phải sau ngày lập"),
        ("P1D1C1H1", LATER, [("P1D1C1H1", "whole", True)], "không thể kế thừa chính nó"),
        ("P1D1C1H1", LATER, [("P1D1C1H2", "whole", True), ("P1D1C2H1", "part", False)], "chỉ một đơn vị"),
        ("P1D1C1H1", LATER, [("P1D1C1H2", "part", True), ("P1D1C2H1", "part", True)], "nhận phần lớn"),
        ("P1D1C1H1", LATER, [("P1D1C1H2", "part", True), ("P1D1C1H2", "part", False)], "hai lần"),
        ("P1D1C1", LATER, [("P2D1C1H1", "whole", True)], "không phải là cấp trên"),
    ],
)
def test_a_closing_that_cannot_be_is_refused_in_words(units, unit, on, successors, words):
    taken = [(units[code], extent, default) for code, extent, default in successors]
    assert words in refusal(close_unit, units[unit], on=on, by=None, today=TODAY, successors=taken)
    assert Unit.objects.get(pk=units[unit].pk).closed_on is None


def test_a_unit_ends_once_and_takes_nothing_over_after_its_end(units):
    close_unit(units["P1D1C1H1"], on=LATER, by=None, today=TODAY)
    assert "đã kết thúc từ ngày 01/07/2024" in refusal(
        close_unit, units["P1D1C1H1"], on=date(2025, 1, 1), by=None, today=TODAY
    )
    assert "không thể tiếp nhận" in refusal(
        close_unit,
        units["P1D1C1H2"],
        on=date(2025, 1, 1),
        by=None,
        today=TODAY,
        successors=[(units["P1D1C1H1"], "whole", True)],
    )


def test_other_names_are_added_and_removed(units):
    name_aliases(units["P1"], ["Sao Đỏ", " Sao Đỏ ", "Mẫu Cũ"], by=None)
    name_aliases(units["P1"], ["Sao Đỏ"], by=None)
    assert [alias.search_key for alias in units["P1"].aliases.all()] == ["sao do"]
