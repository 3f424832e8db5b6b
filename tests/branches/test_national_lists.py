"""Both national lists in one database, loaded once for the module: the facts of 1 July 2025."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pghistory.models
import pytest
from django.core.management import call_command

from branches.actions.units import open_unit
from branches.models import (
    ImportRun,
    Unit,
    UnitPlacement,
    UnitSuccession,
    UnitVersion,
    UnitVersionEvent,
)
from branches.querysets.units import predecessors_of, undecided_on
from branches.verification import CHECKS
from tests.factories import small_map

pytestmark = pytest.mark.django_db
OFFICIAL = Path(__file__).resolve().parents[2] / "branches" / "official"
OLD, NEW = OFFICIAL / "vietnam-units-2025-01.csv", OFFICIAL / "vietnam-units-2025-07.csv"
SUCCESSORS = OFFICIAL / "vietnam-unit-successors-2025-07.csv"
BEFORE, EVE, AFTER, TODAY = date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)


def load(path, *options):
    out, err = io.StringIO(), io.StringIO()
    call_command("load_units", str(path), *options, "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue()), err.getvalue()


class Nation:
    """Both lists in one database, an office's own province and hamlets between them."""

    def __init__(self):
        self.own = small_map()
        self.first, self.progress = load(OLD, "--from", "2025-01-01")
        self.counts_before = self.counts(EVE)
        self.hamlets = {
            # 00001 Phường Phúc Xá goes whole into 00097; 00007 is divided; 00118 … see the tests.
            code: open_unit(
                code=code,
                name=f"Tổ dân phố {code}",
                level=4,
                parent=self.at(parent, EVE),
                starts_on=BEFORE,
                by=None,
                latitude=21.0,
                longitude=105.8,
            )
            for code, parent in (("TDP-1", "00001"), ("TDP-2", "00007"), ("TDP-3", self.carried_commune()))
        }
        self.picture = self.places(EVE)
        self.second, _progress = load(NEW, "--from", "2025-07-01", "--successors", str(SUCCESSORS))
        self.third, _progress = load(NEW, "--from", "2025-07-01", "--successors", str(SUCCESSORS))
        self.again, _progress = load(OLD, "--from", "2025-01-01")

    @staticmethod
    def counts(day):
        rows = UnitPlacement.objects.on(day).filter(level__lte=3).exclude(path__startswith="P")
        official = rows.filter(version__code__regex=r"^\d+$")
        return [official.at_level(level).count() for level in (1, 2, 3)]

    @staticmethod
    def at(code, day):
        return Unit.objects.coded(code, day).get()

    @staticmethod
    def carried_commune():
        """A commune that is its own only predecessor, with the same name."""
        old, new = ({row["code"]: row for row in rows(path)} for path in (OLD, NEW))
        origins = {}
        for row in rows(SUCCESSORS):
            origins.setdefault(row["successor_code"], []).append(row["predecessor_code"])
        return next(
            code
            for code, row in new.items()
            if row["level"] == "commune" and origins[code] == [code] and old[code]["name"] == row["name"]
        )

    @staticmethod
    def places(day):
        return set(
            UnitPlacement.objects.on(day).values_list("unit_id", "path", "level", "district", "commune")
        )


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def nation(django_db_setup, django_db_blocker):
    """Loaded once for the module and committed: within a transaction the database would plan every later question by the
    statistics of empty tables. The owner empties the tables after the last test."""
    with django_db_blocker.unblock():
        try:
            yield Nation()
        finally:
            call_command("flush", database="owner", interactive=False, verbosity=0)


def test_the_counts_are_those_of_the_lists(nation):
    assert nation.counts_before == [63, 696, 10_035]
    assert nation.counts(EVE) == [63, 696, 10_035]
    assert nation.counts(AFTER) == nation.counts(TODAY) == [34, 0, 3_321]
    assert [nation.first[key] for key in ("rows", "added", "changed", "closed", "errors")] == [
        10_794,
        10_794,
        0,
        0,
        [],
    ]
    assert nation.second["rows"] == 3_355
    assert (nation.second["carried_over"], nation.second["added"], nation.second["closed"]) == (
        132,
        3_223,
        10_662,
    )
    # 10,665 lines, of which those 132 are no succession.
    assert nation.second["successions"] == UnitSuccession.objects.count() == 10_533
    assert "10794" in nation.progress


def test_eleven_provinces_and_121_communes_are_the_same_unit_before_and_after(nation):
    same = UnitPlacement.objects.on(AFTER).filter(unit__opened_on=BEFORE, level__lte=3)
    assert [same.at_level(level).count() for level in (1, 2, 3)] == [11, 0, 121]
    for place in same.select_related("unit"):
        assert place.unit.versions.count() == 2


def test_a_code_is_two_units_on_two_dates(nation):
    then, now = nation.at("00004", EVE), nation.at("00004", AFTER)
    assert then != now
    assert [unit.versions.get().name for unit in (then, now)] == ["Phường Trúc Bạch", "Phường Ba Đình"]
    assert (then.closed_on, now.opened_on) == (AFTER, AFTER)
    assert then in {each.predecessor for each in predecessors_of(now)}
    then, now = nation.at("15", EVE), nation.at("15", AFTER)
    assert [unit.versions.get().name for unit in (then, now)] == ["Tỉnh Yên Bái", "Tỉnh Lào Cai"]
    assert then.access_path == now.access_path
    assert {each.predecessor for each in predecessors_of(now)} == {nation.at("10", EVE), then}


def test_closed_districts_have_no_successor_and_are_found_under_their_provinces(nation):
    districts = (
        UnitPlacement.objects.on(EVE).filter(level=2, version__code__regex=r"^\d+$").select_related("unit")
    )
    without = [each for each in districts if not each.unit.successions_out.exists()]
    assert len(without) == 691
    assert {each.unit.closed_on for each in districts} == {AFTER}
    provinces = dict(UnitPlacement.objects.on(TODAY).filter(level=1).values_list("path", "unit_id"))
    assert {each.unit.access_path for each in without} <= provinces.keys()


def test_the_five_island_districts_became_special_zones(nation):
    islands = UnitVersion.objects.on(EVE).filter(level=2, unit__successions_out__isnull=False)
    assert len(islands) == 5
    for island in islands.select_related("unit"):
        taker = island.unit.successions_out.get().successor.versions.get()
        assert (taker.level_id, taker.kind.code) == (3, "dac-khu")
        assert island.unit.access_path == taker.unit.access_path


def test_kinds_are_said_by_the_names(nation):
    there = UnitVersion.objects.exclude(code__regex="^P").exclude(level=4)
    assert not there.filter(kind=None).exists()
    assert there.on(AFTER).filter(kind__code="thanh-pho-truc-thuoc-trung-uong").count() == 6
    assert there.on(EVE).filter(level=3, kind__code="thi-tran", name__startswith="Thị trấn").count() > 500


def test_an_offices_own_hamlets_follow_only_a_commune_that_went_whole(nation):
    followed, divided, stayed = nation.hamlets.values()
    after = followed.versions.get(starts_on=AFTER)
    assert (after.parent, after.latitude, after.name) == (nation.at("00097", AFTER), 21.0, "Tổ dân phố TDP-1")
    assert followed.versions.get(starts_on=BEFORE).ends_on == AFTER
    assert nation.second["followed"] == 1
    assert nation.second["undecided"] == [{"code": "TDP-2", "name": "Tổ dân phố TDP-2", "parent": "00007"}]
    assert list(undecided_on(AFTER)) == [divided]
    # Its commune is the same unit still: nothing about the hamlet changed but what stands above the commune.
    assert stayed.versions.get().ends_on is None
    places = list(stayed.placements.order_by("starts_on"))
    assert [place.district_id is None for place in places] == [False, True]
    assert places[0].commune_id == places[1].commune_id
    assert divided.versions.get().ends_on is None


def test_an_offices_own_province_is_not_touched_by_a_national_list(nation):
    for unit in nation.own.values():
        unit.refresh_from_db()
        assert unit.closed_on is None and unit.versions.get().ends_on is None
        assert unit.placements.get().ends_on is None


def test_the_past_does_not_move_when_the_map_changes(nation):
    assert nation.places(EVE) == nation.picture


def test_a_second_run_adds_nothing_and_says_so(nation):
    for result, count in ((nation.third, 3_355), (nation.again, 10_794)):
        assert (result["rows"], result["unchanged"]) == (count, count)
        assert not any(
            result[key] for key in ("added", "changed", "closed", "successions", "followed", "errors")
        )
    assert ImportRun.objects.filter(kind="official_list").count() == 2


def test_every_event_of_a_load_has_its_run_as_actor(nation):
    runs = set(ImportRun.objects.filter(kind="official_list").values_list("key", flat=True))
    official = UnitVersionEvent.objects.filter(code__regex=r"^\d+$")
    contexts = set(official.values_list("pgh_context_id", flat=True))
    assert None not in contexts
    found = pghistory.models.Context.objects.filter(pk__in=contexts)
    assert {context.metadata["import_run"] for context in found} == runs


@pytest.mark.parametrize("check", [check for _name, check in CHECKS], ids=lambda check: check.__name__)
def test_the_loaded_map_passes_every_check(nation, check):
    assert list(check(TODAY)) == []
