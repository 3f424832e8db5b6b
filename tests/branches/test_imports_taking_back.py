"""An import is taken back as a whole, while nothing was built on it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branches.actions.units import change_unit
from branches.imports.taking_back import take_back
from branches.models import ImportRun, Unit, UnitAlias, UnitPlacement, UnitVersion
from common.errors import sentences
from dashboard.importing import KINDS
from tests.factories import AgencyFactory, UserFactory
from tests.files import bring_in, counts, csv_file

pytestmark = pytest.mark.django_db

HEADING = ["code", "level", "name", "parent_code", "closed_on", "aliases"]
TODAY = date(2026, 11, 24)


@pytest.fixture
def a_map(tmp_path):
    rows = [
        ["83", "tỉnh", "Tỉnh Mẫu", "", "", ""],
        ["1", "xã", "Xã Một", "83", "", ""],
        ["2", "xã", "Xã Hai", "83", "", ""],
        ["1-01", "ấp", "Ấp 1", "1", "", ""],
        ["1-02", "ấp", "Ấp 2", "1", "", ""],
    ]
    assert counts(units(tmp_path, *rows, on="2018-01-01")) == (5, 0, 0, 0)


def units(tmp_path, *rows, **options):
    return bring_in("units", csv_file(tmp_path / "don-vi.csv", [HEADING, *rows]), **options)


def undo(run=None, by=None):
    return take_back(KINDS["units"], run or ImportRun.objects.first(), by=by, today=TODAY)


def facts():
    versions = UnitVersion.objects.order_by("code", "starts_on")
    return (
        list(
            versions.values_list("unit_id", "code", "name", "parent_id", "starts_on", "ends_on", "search_key")
        ),
        list(Unit.objects.order_by("pk").values_list("pk", "closed_on", "access_path")),
        set(UnitPlacement.objects.values_list("unit_id", "path", "starts_on", "ends_on")),
        set(UnitAlias.objects.values_list("name", flat=True)),
    )


def test_what_was_added_changed_and_ended_is_as_it_was_before(a_map, tmp_path):
    before = facts()
    answer = units(
        tmp_path,
        ["1-01", "ấp", "Ấp Một", "2", "", "Ấp Nhứt"],
        ["1-02", "ấp", "Ấp 2", "1", "2020-01-01", ""],
        ["1-03", "ấp", "Ấp 3", "1", "", ""],
        on="2019-01-01",
    )
    assert counts(answer) == (1, 1, 1, 0)
    assert facts() != before
    run = undo(by=UserFactory())
    assert facts() == before
    assert run.state == "taken_back"
    with pytest.raises(ValidationError, match="Chỉ lấy lại được lần nhập đã áp dụng"):
        undo(run)


def test_what_somebody_put_under_it_is_named(a_map, tmp_path):
    units(tmp_path, ["1-03", "ấp", "Ấp 3", "1", "", ""], on="2019-01-01")
    AgencyFactory(unit=UnitVersion.objects.get(code="1-03").unit)
    before = facts()
    with pytest.raises(ValidationError) as refusal:
        undo()
    assert sentences(refusal.value) == [
        "Không lấy lại được lần nhập này.",
        "Đơn vị “Ấp 3” đã có cơ quan: 1.",
    ]
    assert facts() == before
    assert ImportRun.objects.first().state == "applied"


def test_a_later_change_of_its_rows_is_named(a_map, tmp_path):
    units(tmp_path, ["1-03", "ấp", "Ấp 3", "1", "", ""], on="2019-01-01")
    unit = UnitVersion.objects.get(code="1-03").unit
    change_unit(unit, on=date(2020, 1, 1), by=UserFactory(), name="Ấp Ba")
    with pytest.raises(ValidationError, match="đã thay đổi sau lần nhập"):
        undo()
    assert UnitVersion.objects.filter(unit=unit).count() == 2


def test_a_later_import_is_taken_back_first(a_map, tmp_path):
    first = ImportRun.objects.get()
    units(tmp_path, ["1-01", "ấp", "Ấp Một", "1", "", ""], on="2019-01-01")
    with pytest.raises(ValidationError, match="đã thay đổi sau lần nhập"):
        undo(first)
    undo(ImportRun.objects.exclude(pk=first.pk).get())
    undo(first)
    assert not Unit.objects.exists()
    assert not UnitPlacement.objects.exists()
