"""The made-up numbers of indicators of every commune on two days, and the lists of what needs an eye."""

from datetime import date, timedelta
from random import Random

from dashboard.demonstration import places
from dashboard.demonstration.lists import bring_in
from scores.imports.indicators import KIND
from scores.models import Indicator, WatchList

# What is wrong, and how often it came to it in a commune's year, in order of the communes.
_DISCIPLINE = (("Vi phạm quản lý đất đai", (1, 0, 2, 0, 1)), ("Vi phạm chính sách dân số", (0, 1, 0, 0)))
_REMOVED = (("Tự ý bỏ sinh hoạt đảng", (0, 1, 0, 2)), ("Xin ra khỏi Đảng", (0, 0, 1)))
_SOURCES = ("Nông dân, thanh niên nông thôn", "Học sinh, sinh viên", "Bộ đội xuất ngũ")


def count(world, staff) -> None:
    """By the office of the province: at the end of last year, and at the end of last month."""
    later = world.today.replace(day=1) - timedelta(days=1)
    days = (date(later.year - 1, 12, 31), later)
    lot, rows = Random(5), []
    for at, commune in enumerate(world.ground.beneath(places.PROVINCE)):
        rows += _of_a_commune(commune, at, days, lot)
    # An income a head is added up nowhere: the province's is its own.
    rows += [
        {
            "unit_or_organisation_code": places.PROVINCE,
            "indicator": "income_per_person",
            "value": f"{54 + 6 * later} triệu",
            "date": day,
        }
        for later, day in enumerate(days)
    ]
    bring_in(
        world,
        KIND,
        rows,
        filename="so-lieu-chi-so.xlsx",
        by=staff,
        unit=world.unit(places.PROVINCE),
    )
    _watch(world, staff)


def _of_a_commune(commune, at, days, lot) -> list[dict]:
    """Poverty goes down and income up; what nobody counted stays without a number."""
    households = 2200 + lot.randrange(1600)
    poor, near = 30 + lot.randrange(60), 50 + lot.randrange(80)
    rows = []
    for later, day in enumerate(days):
        found = [
            ("households", households + 35 * later, None),
            ("poor_households", max(4, poor - 14 * later), households + 35 * later),
            ("near_poor_households", max(9, near - 11 * later), households + 35 * later),
            ("income_per_person", f"{52 + at % 5 + 6 * later} triệu", None),
            ("heads_not_members", (at + 2 * (1 - later)) % 3, None),
            ("members_religious", 3 + at % 4 + later, 160 + 9 * at),
        ]
        if at == 7 and later:
            found = found[:3]
        rows += [
            {"indicator": code, "value": value, "whole": whole, "date": day} for code, value, whole in found
        ]
        rows += _flows(at, day, lot)
    return [row | {"unit_or_organisation_code": commune, "value": str(row["value"])} for row in rows]


def _flows(at, day, lot) -> list[dict]:
    found = [("admissions", source, 1 + lot.randrange(4)) for source in _SOURCES]
    for code, reasons in (("discipline_cases", _DISCIPLINE), ("members_removed", _REMOVED)):
        found += [(code, reason, numbers[at % len(numbers)]) for reason, numbers in reasons]
    return [
        {"indicator": code, "category": category, "value": value, "date": day}
        for code, category, value in found
    ]


def _watch(world, staff) -> None:
    province = world.unit(places.PROVINCE)
    WatchList.objects.bulk_create(
        [
            WatchList(
                name="Chi bộ dưới 10 đảng viên",
                issuer=province,
                rule="members_below",
                threshold=10,
                sort=15,
                created_by=staff,
            ),
            WatchList(
                name="Xã còn từ 60 hộ nghèo",
                issuer=province,
                rule="indicator_at_least",
                indicator=Indicator.objects.get(code="poor_households"),
                threshold=60,
                sort=60,
                created_by=staff,
            ),
        ]
    )
