"""Who follows which place on a day: the articles' numbers, first and last days, moves of the map, voided rows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.coverage import Coverage, Share, reason_in_words
from assignments.models import Assignment, CadreGroup, Post, Scheme, Team
from assignments.querysets.coverage import chain_of_responsibility, schemes_over
from assignments.querysets.targets import named, place_on
from branches.actions.placements import rebuild_placements
from branches.actions.units import change_unit, close_unit
from branches.models import (
    Household,
    OrganisationUnit,
    Unit,
    UnitKind,
    UnitVersion,
    Zone,
    ZoneMember,
)
from branches.scope import GrantFact, Place, Scope, scope_for
from tests.factories import (
    START,
    AgencyFactory,
    CadreFactory,
    PositionFactory,
    SchemeFactory,
    organisation,
    small_map,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 5, 24)
DECISION_634, DECISION_1316, ARTICLE = date(2016, 8, 1), date(2017, 10, 1), date(2018, 9, 3)


def follow(scheme, cadre, unit, starts_on=START, **fields):
    """An assignment of a cadre to a unit, straight into the table."""
    return Assignment.objects.create(
        scheme=scheme, cadre=cadre, target_unit=unit, unit=unit, starts_on=starts_on, **fields
    )


def units_below(parent, level, names, starts_on=START, prefix="D"):
    """Units of one level under one parent: [Unit] in the order of `names`."""
    units = Unit.objects.bulk_create(Unit(opened_on=starts_on) for _name in names)
    kind = UnitKind.objects.filter(level=level).first()
    UnitVersion.objects.bulk_create(
        UnitVersion(
            unit=unit,
            parent=parent,
            level_id=level,
            kind=kind,
            code=f"{prefix}{number}",
            name=name,
            starts_on=starts_on,
        )
        for number, (unit, name) in enumerate(zip(units, names, strict=True), start=1)
    )
    rebuild_placements([unit.pk for unit in units])
    return units


def codes(coverage) -> set[str]:
    """The codes of its targets."""
    return {row.target_code for row in named(coverage.rows, coverage.scheme, coverage.day)}


@pytest.fixture
def places():
    return small_map()


@pytest.fixture
def scheme(places):
    """District P1D1 follows its four hamlets."""
    return SchemeFactory(issuer=places["P1D1"], wanted_targets_per_assignee=1)


@pytest.fixture
def binh_dai():
    """A district of 93 hamlets in 20 communes, since 2010."""
    starts_on = date(2010, 1, 1)
    (province,) = units_below(None, 1, ["Tỉnh Mẫu"], starts_on, "T")
    (district,) = units_below(province, 2, ["Huyện Mẫu"], starts_on, "H")
    communes = units_below(district, 3, [f"Xã {n}" for n in range(1, 21)], starts_on, "X")
    hamlets = [
        hamlet
        for number, commune in enumerate(communes)
        for hamlet in units_below(
            commune,
            4,
            [f"Ấp {n}" for n in range(1, 6 if number < 13 else 5)],
            starts_on,
            f"X{number + 1}A",
        )
    ]
    assert len(hamlets) == 93
    return district, hamlets


class TestArticles:
    def test_binh_dai_before_and_after_decision_1316(self, binh_dai):
        district, hamlets = binh_dai
        scheme = SchemeFactory(issuer=district, starts_on=DECISION_634, wanted_targets_per_assignee=1)
        cadres = CadreFactory.create_batch(93, unit=district, started_on=date(2010, 1, 1))
        # Decision 634: 80 people for 93 hamlets, 13 of them with two.
        for number, hamlet in enumerate(hamlets):
            ends_on = DECISION_1316 if number >= 80 else None
            follow(
                scheme,
                cadres[number % 80],
                hamlet,
                DECISION_634,
                ends_on=ends_on,
                end_reason="adjusted" if ends_on else "",
            )
        for number in range(80, 93):
            follow(scheme, cadres[number], hamlets[number], DECISION_1316)

        before = Coverage(scheme, district, DECISION_1316 - timedelta(days=1))
        assert (before.covered, before.units, before.cadres) == (93, 93, 80)
        assert len(before.with_several) == len(before.several()) == 13
        assert all(len(each.targets) == 2 for each in before.several())
        assert set(before.idle) == set(cadres[80:])

        for day in (DECISION_1316, ARTICLE):
            after = Coverage(scheme, district, day)
            assert (after.covered, after.units, after.cadres) == (93, 93, 93)
            assert after.share.in_words == "93/93 đã có cán bộ"
            assert after.with_several == [] and after.several() == [] and not after.idle.exists()
            assert after.vacancies() == []

    def test_a_retirement_makes_one_gap_from_that_day(self, binh_dai):
        district, hamlets = binh_dai
        scheme = SchemeFactory(issuer=district, starts_on=DECISION_634)
        for cadre, hamlet in zip(CadreFactory.create_batch(93, unit=district), hamlets, strict=True):
            leaving = hamlet == hamlets[7]
            follow(
                scheme,
                cadre,
                hamlet,
                DECISION_1316,
                ends_on=ARTICLE if leaving else None,
                end_reason="retired" if leaving else "",
            )
        assert Coverage(scheme, district, ARTICLE - timedelta(days=1)).covered == 93
        coverage = Coverage(scheme, district, ARTICLE)
        assert (coverage.covered, coverage.units) == (92, 93)
        (gap,) = coverage.vacancies()
        assert (gap.key, gap.since, gap.reason, gap.days) == (hamlets[7].key, ARTICLE, "nghỉ hưu", 0)
        (later,) = Coverage(scheme, district, ARTICLE + timedelta(days=30)).vacancies()
        assert later.days == 30

    def test_ben_tre_follows_157_communes_and_nine_district_organisations(self):
        (province,) = units_below(None, 1, ["Tỉnh Mẫu"], prefix="T")
        districts = units_below(province, 2, [f"Huyện {n}" for n in range(1, 10)], prefix="H")
        communes = [
            commune
            for number, district in enumerate(districts)
            for commune in units_below(
                district, 3, [f"Xã {n}" for n in range(18 if number < 4 else 17)], prefix=f"X{number}-"
            )
        ]
        assert len(communes) == 157
        to_communes = SchemeFactory(issuer=province, target_level_id=3)
        to_districts = SchemeFactory(
            issuer=province, target_kind="organisation", target_level_id=2, parent_scheme=to_communes
        )
        for commune in communes:
            follow(to_communes, CadreFactory(unit=province), commune)
        committees = []
        for number, district in enumerate(districts):
            committees.append(
                organisation(district, code=f"DB{number}", name=f"Đảng bộ huyện {number}", kind="committee")
            )
            # Others whose main unit is the district: no target of this scheme.
            organisation(district, code=f"CA{number}", name="Đảng bộ Công an", kind="grassroots_committee")
            organisation(communes[number], code=f"DX{number}", name="Đảng bộ xã", kind="grassroots_committee")
        for committee in committees:
            Assignment.objects.create(
                scheme=to_districts,
                cadre=CadreFactory(unit=province),
                target_organisation=committee,
                unit=committee.unit,
                starts_on=START,
            )
        coverage = Coverage(to_communes, province, DAY)
        assert (coverage.units, coverage.covered, coverage.cadres) == (157, 157, 157)
        board = Coverage(to_districts, province, DAY)
        assert (board.units, board.covered, board.cadres) == (9, 9, 9)
        assert coverage.by_level == {"district": Share(9, 9), "commune": Share(157, 157)}
        assert [child.share for child in coverage.children] == [Share(18, 18)] * 4 + [Share(17, 17)] * 5
        assert Coverage(to_districts, districts[3], DAY).share == Share(1, 1)


class TestDays:
    def test_the_first_day_counts_and_the_day_of_the_end_does_not(self, places, scheme):
        begins, ends = date(2021, 3, 1), date(2022, 3, 1)
        follow(scheme, CadreFactory(unit=places["P1D1"]), places["P1D1C1H1"], begins, ends_on=ends)
        covered = {
            day: Coverage(scheme, places["P1D1"], day).covered
            for day in (begins - timedelta(days=1), begins, ends - timedelta(days=1), ends)
        }
        assert list(covered.values()) == [0, 1, 1, 0]

    def test_a_target_never_assigned_is_vacant_since_the_scheme_or_since_it_opened(self, places, scheme):
        (young,) = units_below(places["P1D1C1"], 4, ["Ấp mới"], date(2022, 1, 1), "MOI")
        since = {
            gap.key: (gap.since, gap.reason) for gap in Coverage(scheme, places["P1D1"], DAY).vacancies()
        }
        assert since[young.key] == (date(2022, 1, 1), "chưa từng phân công")
        assert since[places["P1D1C1H1"].key] == (scheme.starts_on, "chưa từng phân công")

    def test_the_last_of_several_ended_assignments_says_since_when_and_why(self, places, scheme):
        hamlet = places["P1D1C1H1"]
        follow(
            scheme,
            CadreFactory(unit=places["P1D1"]),
            hamlet,
            START,
            ends_on=date(2021, 1, 1),
            end_reason="retired",
        )
        follow(
            scheme,
            CadreFactory(unit=places["P1D1"]),
            hamlet,
            date(2021, 2, 1),
            ends_on=date(2022, 1, 1),
            end_reason="transferred",
        )
        follow(scheme, CadreFactory(unit=places["P1D1"]), hamlet, DAY + timedelta(days=1))
        gap = next(g for g in Coverage(scheme, places["P1D1"], DAY).vacancies() if g.key == hamlet.key)
        assert (gap.since, gap.reason) == (date(2022, 1, 1), "chuyển công tác")
        first = next(
            g for g in Coverage(scheme, places["P1D1"], date(2021, 1, 15)).vacancies() if g.key == hamlet.key
        )
        assert (first.since, first.days, first.reason) == (date(2021, 1, 1), 14, "nghỉ hưu")

    def test_the_longest_vacancy_stands_first(self, places, scheme):
        follow(
            scheme,
            CadreFactory(unit=places["P1D1"]),
            places["P1D1C1H1"],
            START,
            ends_on=date(2022, 1, 1),
            end_reason="other",
        )
        gaps = Coverage(scheme, places["P1D1"], DAY).vacancies()
        assert [gap.code for gap in gaps] == ["P1D1C1H2", "P1D1C2H1", "P1D1C2H2", "P1D1C1H1"]

    def test_an_end_without_a_reason_says_so(self):
        assert reason_in_words("") == "không ghi lý do"
        assert reason_in_words(None) == "chưa từng phân công"
        assert reason_in_words("deceased") == "từ trần"

    def test_voided_rows_count_nowhere_and_leave_a_gap_as_if_never_assigned(self, places, scheme):
        cadre = CadreFactory(unit=places["P1D1"])
        mistake = follow(scheme, cadre, places["P1D1C1H1"], date(2021, 1, 1))
        assert Coverage(scheme, places["P1D1"], DAY).covered == 1
        Assignment.objects.filter(pk=mistake.pk).update(voided_at=timezone.now(), void_reason="nhập nhầm")
        coverage = Coverage(scheme, places["P1D1"], DAY)
        assert (coverage.covered, coverage.cadres, coverage.by_group) == (0, 0, {})
        gap = next(g for g in coverage.vacancies() if g.key == places["P1D1C1H1"].key)
        assert (gap.since, gap.reason) == (scheme.starts_on, "chưa từng phân công")
        assert list(coverage.idle) == [cadre]

    def test_where_nothing_is_to_be_followed_it_does_not_apply(self, places, scheme):
        for area in (places["P2D1"], places["P2D1C1H1"]):
            coverage = Coverage(scheme, area, DAY)
            assert coverage.share == Share(0, 0)
            assert coverage.share.in_words == "không áp dụng"
        before_it_opened = Coverage(scheme, places["P1D1"], START - timedelta(days=1))
        assert before_it_opened.share.in_words == "không áp dụng"
        assert (before_it_opened.vacancies(), before_it_opened.children, before_it_opened.cadres) == (
            [],
            [],
            0,
        )


class TestGround:
    def test_a_scheme_binds_its_issuers_ground_only(self, places, scheme):
        assert Coverage(scheme, places["P1"], DAY).units == 4
        assert Coverage(scheme, places["P1D2"], DAY).units == 0
        assert Coverage(scheme, places["P1D1C2"], DAY).units == 2
        assert Coverage(scheme, places["P1D1C2H1"], DAY).units == 1

    def test_a_moved_hamlet_keeps_its_assignment_and_last_years_figures(self, places, scheme):
        hamlet, old, new = places["P1D1C1H1"], places["P1D1C1"], places["P1D1C2"]
        follow(scheme, CadreFactory(unit=places["P1D1"]), hamlet)
        moved_on = date(2022, 7, 1)
        change_unit(hamlet, on=moved_on, by=None, parent=new)
        last_year = Coverage(scheme, old, date(2021, 12, 31))
        assert (last_year.share, Coverage(scheme, new, date(2021, 12, 31)).share) == (
            Share(2, 1),
            Share(2, 0),
        )
        assert Coverage(scheme, old, moved_on - timedelta(days=1)).share == Share(2, 1)
        assert Coverage(scheme, old, moved_on).share == Share(1, 0)
        assert Coverage(scheme, new, moved_on).share == Share(3, 1)
        assert Coverage(scheme, places["P1D1"], moved_on).share == Share(4, 1)

    def test_a_hamlet_that_leaves_the_district_is_still_followed_where_it_went(self, places, scheme):
        hamlet = places["P1D1C1H1"]
        follow(scheme, CadreFactory(unit=places["P1D1"]), hamlet)
        change_unit(hamlet, on=date(2022, 7, 1), by=None, parent=places["P1D2C1"])
        assert Coverage(scheme, places["P1D1"], DAY).share == Share(3, 0)
        assert Coverage(scheme, places["P1D2C1"], DAY).share == Share(1, 1)
        assert Coverage(scheme, places["P1"], DAY).share == Share(4, 1)

    def test_the_ground_of_a_closed_district_is_what_stood_in_it_last(self, places, scheme):
        follow(scheme, CadreFactory(unit=places["P1D1"]), places["P1D1C1H1"])
        closed_on = date(2025, 7, 1)
        for commune in ("P1D1C1", "P1D1C2"):
            change_unit(places[commune], on=closed_on, by=None, parent=places["P1"])
        close_unit(places["P1D1"], on=closed_on, by=None)
        assert Coverage(scheme, places["P1D1"], closed_on - timedelta(days=1)).share == Share(4, 1)
        assert Coverage(scheme, places["P1D1"], closed_on).share == Share()
        assert Coverage(scheme, places["P1"], closed_on).share == Share(4, 1)
        assert Coverage(scheme, places["P1D1C1"], closed_on).share == Share(2, 1)
        assert scheme in schemes_over(place_on(places["P1D1C1"], closed_on), closed_on)

    def test_children_and_the_area_itself_add_up(self, places):
        scheme = SchemeFactory(issuer=places["P1"], target_kind="organisation", target_level_id=None)
        for code in ("P1", "P1D1", "P1D1C1", "P1D1C1H1", "P1D1C1H2"):
            organisation(places[code], code=f"CB-{code}", name=f"Chi bộ {code}")
        coverage = Coverage(scheme, places["P1"], DAY)
        assert coverage.units == 5
        assert coverage.own_share == Share(1, 0)
        assert {child.code: child.share.units for child in coverage.children} == {"P1D1": 4, "P1D2": 0}


class TestLevels:
    def test_districts_with_a_scheme_each_are_one_level_of_the_province(self, places):
        communes = SchemeFactory(issuer=places["P1"], target_level_id=3)
        first = SchemeFactory(issuer=places["P1D1"], parent_scheme=communes)
        second = SchemeFactory(issuer=places["P1D2"], parent_scheme=communes)
        ended = SchemeFactory(issuer=places["P1D2"], parent_scheme=communes, ends_on=DAY)
        cadre = CadreFactory(unit=places["P1D1"])
        for scheme, code in ((first, "P1D1C1H1"), (second, "P1D2C1H1"), (ended, "P1D2C1H2")):
            follow(scheme, cadre, places[code])
        follow(communes, cadre, places["P1D1C1"])
        province = Coverage(communes, places["P1"], DAY)
        assert province.linked == [communes, first, second]
        assert province.by_level == {"commune": Share(4, 1), "hamlet": Share(8, 2)}
        district = Coverage(communes, places["P1D1"], DAY)
        assert district.linked == [communes, first]
        assert district.by_level == {"commune": Share(2, 1), "hamlet": Share(4, 1)}
        assert Coverage(first, places["P1D1"], DAY).by_level == district.by_level

    def test_a_target_that_two_schemes_want_counts_once(self, places):
        upper = SchemeFactory(issuer=places["P1D1"])
        lower = SchemeFactory(issuer=places["P1D1C1"], parent_scheme=upper)
        follow(lower, CadreFactory(unit=places["P1D1"]), places["P1D1C1H1"])
        assert Coverage(upper, places["P1D1"], DAY).by_level == {"hamlet": Share(4, 1)}
        assert Coverage(upper, places["P1D1"], DAY).share == Share(4, 0)

    def test_two_districts_schemes_bind_only_their_own_ground(self, places):
        communes = SchemeFactory(issuer=places["P1"], target_level_id=3)
        SchemeFactory(issuer=places["P1D1C1"], parent_scheme=communes)
        SchemeFactory(issuer=places["P1D2C1"], parent_scheme=communes)
        assert Coverage(communes, places["P1"], DAY).by_level["hamlet"] == Share(4, 0)

    def test_levels_of_every_kind_are_counted_in_as_many_queries_as_one(self, places):
        """And each as it is counted by itself."""
        top = SchemeFactory(issuer=places["P1"], target_level_id=3)
        branch = organisation(places["P1D1C1H1"], code="A", name="Chi bộ ấp 1")
        Zone.objects.create(unit=places["P1D1"], code="TV1", name="Tiểu vùng 1", starts_on=START)

        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert Coverage(Scheme.objects.get(pk=top.pk), places["P1D1"], DAY).by_level
            return len(seen)

        SchemeFactory(issuer=places["P1D1"], parent_scheme=top)
        few = queries()
        below = [
            SchemeFactory(issuer=places["P1D1C1"], parent_scheme=top, target_kind=kind, target_level_id=level)
            for kind, level in (
                ("organisation", 4),
                ("organisation", 3),
                ("zone", None),
                ("group", None),
                ("household", None),
            )
        ]
        Assignment.objects.create(
            scheme=below[0], cadre=CadreFactory(unit=places["P1D1"]), target_organisation=branch,
            unit=branch.unit, starts_on=START,
        )  # fmt: skip
        assert queries() <= few + 1  # Where the issuers below the area stand.
        levels = Coverage(top, places["P1D1"], DAY).levels
        assert len(levels) == 7
        for _key, (scheme, *others), share in levels:
            assert share == Coverage(scheme, places["P1D1"], DAY, others=others).share
        assert sum((share for _key, _schemes, share in levels), Share()).covered == 1


class TestTargets:
    def test_branches_of_residents_are_the_targets_at_hamlet_level(self, places):
        scheme = SchemeFactory(issuer=places["P1D1"], target_kind="organisation", target_level_id=4)
        organisation(places["P1D1C1H1"], code="A", name="Chi bộ ấp 1")
        organisation(places["P1D1C1"], code="B", name="Chi bộ liên ấp", branch_type="residential")
        organisation(places["P1D1C1H1"], code="C", name="Chi bộ Trường học", branch_type="school")
        organisation(places["P1D1C1"], code="D", name="Chi bộ cơ quan", branch_type="agency")
        organisation(places["P1D1C1"], code="E", name="Đảng bộ xã", kind="grassroots_committee")
        assert codes(Coverage(scheme, places["P1D1"], DAY)) == {"A", "B"}
        scheme.target_level_id = None
        assert codes(Coverage(scheme, places["P1D1"], DAY)) == {"A", "B", "C", "D"}

    def test_where_one_chooses_among_branches_the_grassroots_organisations_are_the_targets(self, places):
        scheme = SchemeFactory(
            issuer=places["P1D1"], target_kind="organisation", target_level_id=None, choice="commune"
        )
        organisation(places["P1D1"], code="H", name="Đảng bộ huyện", kind="committee")
        organisation(places["P1D1C1"], code="X", name="Đảng bộ xã", kind="grassroots_committee")
        organisation(places["P1D1"], code="S", name="Chi bộ cơ sở", kind="grassroots_branch")
        branch = organisation(places["P1D1C1H1"], code="A", name="Chi bộ ấp 1")
        organisation(places["P1D1C1H2"], code="B", name="Chi bộ ấp 2")
        coverage = Coverage(scheme, places["P1D1"], DAY)
        assert codes(coverage) == {"X", "S"}
        Assignment.objects.create(
            scheme=scheme,
            cadre=CadreFactory(unit=places["P1D1"]),
            target_organisation=branch,
            unit=branch.unit,
            starts_on=START,
        )
        coverage = Coverage(scheme, places["P1D1"], DAY)
        assert codes(coverage) == {"X", "S", "A"}
        assert coverage.share == Share(3, 1)
        (gap,) = chain_of_responsibility(places["P1D1C1H1"], DAY)[2].gaps
        assert gap.what == "Đảng bộ xã"

    def test_a_branch_is_where_its_main_unit_was_that_day(self, places):
        scheme = SchemeFactory(issuer=places["P1D1"], target_kind="organisation", target_level_id=None)
        branch = organisation(places["P1D1C1H1"], code="A", name="Chi bộ ghép")
        moved_on = date(2022, 1, 1)
        OrganisationUnit.objects.filter(organisation=branch).update(ends_on=moved_on)
        OrganisationUnit.objects.create(
            organisation=branch, unit=places["P1D1C2H1"], is_main=True, starts_on=moved_on
        )
        shares = {
            (code, day): Coverage(scheme, places[code], day).units
            for code in ("P1D1C1", "P1D1C2")
            for day in (moved_on - timedelta(days=1), moved_on)
        }
        assert list(shares.values()) == [1, 0, 0, 1]

    def test_a_branch_without_a_dated_main_unit_is_in_its_own_unit(self, places):
        scheme = SchemeFactory(issuer=places["P1D1"], target_kind="organisation", target_level_id=None)
        branch = organisation(places["P1D1C1H1"], code="A", name="Chi bộ ấp")
        branch.unit_links.all().delete()
        assert Coverage(scheme, places["P1D1C1H1"], DAY).units == 1
        assert Coverage(scheme, places["P1D1C1H2"], DAY).units == 0

    def test_zones_and_households_are_counted_as_targets(self, places):
        zone = Zone.objects.create(unit=places["P1D1"], code="TV1", name="Tiểu vùng 1", starts_on=START)
        Zone.objects.create(unit=places["P1D1"], code="TV2", name="Tiểu vùng 2", starts_on=START, ends_on=DAY)
        zones = SchemeFactory(issuer=places["P1D1"], target_kind="zone", target_level=None)
        Assignment.objects.create(
            scheme=zones,
            cadre=CadreFactory(unit=places["P1D1"]),
            target_zone=zone,
            unit=places["P1D1"],
            starts_on=START,
        )
        assert Coverage(zones, places["P1D1"], DAY).share == Share(1, 1)
        for number in range(3):
            Household.objects.create(
                unit=places["P1D1C1H1"], code=f"HO{number}", head_name="Nguyễn Văn Mẫu", starts_on=START
            )
        households = SchemeFactory(issuer=places["P1D1C1"], target_kind="household", target_level=None)
        coverage = Coverage(households, places["P1D1C1"], DAY)
        assert coverage.share == Share(3, 0)
        assert [gap.name for gap in coverage.vacancies()] == ["HO0", "HO1", "HO2"]
        assert Coverage(households, places["P1D1C1"], START - timedelta(days=1)).share == Share()


class TestAssignees:
    def test_a_person_entered_twice_and_merged_is_one_person_with_several(self, places, scheme):
        stays = CadreFactory(unit=places["P1D1"])
        gave_way = CadreFactory(unit=places["P1D1"], merged_into=stays)
        follow(scheme, stays, places["P1D1C1H1"])
        follow(scheme, gave_way, places["P1D1C1H2"])
        coverage = Coverage(scheme, places["P1D1"], DAY)
        assert coverage.cadres == 1
        (several,) = coverage.several()
        assert several.assignee == stays
        assert [code for code, _name in several.targets] == ["P1D1C1H1", "P1D1C1H2"]
        assert not coverage.idle.exists()

    def test_more_than_wanted_is_more_than_the_scheme_wants(self, places, scheme):
        cadre = CadreFactory(unit=places["P1D1"])
        for code in ("P1D1C1H1", "P1D1C1H2"):
            follow(scheme, cadre, places[code])
        assert len(Coverage(scheme, places["P1D1"], DAY).with_several) == 1
        scheme.wanted_targets_per_assignee = 2
        assert Coverage(scheme, places["P1D1"], DAY).with_several == []
        scheme.wanted_targets_per_assignee = None
        assert len(Coverage(scheme, places["P1D1"], DAY).with_several) == 1
        assert Coverage(scheme, places["P1D1C1H1"], DAY).with_several == []

    def test_cadres_without_are_the_eligible_ones_of_the_issuer_who_serve_that_day(self, places, scheme):
        district = places["P1D1"]
        agency = AgencyFactory(unit=district)
        scheme.eligible_groups.add(CadreGroup.objects.get(code="committee"))
        committee = CadreGroup.objects.get(code="committee")
        waiting, busy, other_group, gone, promoted = CadreFactory.create_batch(5, unit=district)
        stranger = CadreFactory(unit=places["P1D2"])
        for cadre in (waiting, busy, gone, stranger):
            PositionFactory(cadre=cadre, agency=agency, group=committee)
        PositionFactory(cadre=other_group, agency=agency)
        PositionFactory(cadre=promoted, agency=agency, group=committee, starts_on=DAY)
        type(gone).objects.filter(pk=gone.pk).update(left_on=DAY)
        follow(scheme, busy, places["P1D1C1H1"])
        assert set(Coverage(scheme, district, DAY).idle) == {waiting, promoted}
        assert set(Coverage(scheme, district, DAY - timedelta(days=1)).idle) == {waiting, gone}

    def test_who_follows_something_under_a_linked_scheme_is_not_without(self, places):
        communes = SchemeFactory(issuer=places["P1"], target_level_id=3)
        hamlets = SchemeFactory(issuer=places["P1"], parent_scheme=communes)
        other = SchemeFactory(issuer=places["P1"], target_level_id=3)
        busy, waiting = CadreFactory.create_batch(2, unit=places["P1"])
        follow(communes, busy, places["P1D1C1"])
        assert list(Coverage(communes, places["P1"], DAY).idle) == [waiting]
        assert list(Coverage(hamlets, places["P1"], DAY).idle) == [waiting]
        assert set(Coverage(other, places["P1"], DAY).idle) == {busy, waiting}

    def test_a_provinces_scheme_for_its_districts_people_finds_theirs_without(self, places):
        hamlets = SchemeFactory(issuer=places["P1"], target_level_id=4)
        provincial = CadreFactory(unit=places["P1"])
        busy, waiting = CadreFactory(unit=places["P1D1"]), CadreFactory(unit=places["P1D2"])
        CadreFactory(unit=places["P2D1"])
        assert list(Coverage(hamlets, places["P1"], DAY).idle) == [provincial]
        follow(hamlets, busy, places["P1D1C1H1"])
        assert list(Coverage(hamlets, places["P1"], DAY).idle) == [waiting]

    def test_a_member_of_a_team_that_follows_something_is_not_without(self, places, scheme):
        district = places["P1D1"]
        member, waiting = CadreFactory.create_batch(2, unit=district)
        team = Team.objects.create(unit=district, code="T1", name="Tổ công tác 1", starts_on=START)
        team.members.create(cadre=member, starts_on=START)
        Assignment.objects.create(
            scheme=scheme, team=team, target_unit=places["P1D1C1H1"], unit=places["P1D1C1H1"], starts_on=START
        )
        coverage = Coverage(scheme, district, DAY)
        assert list(coverage.idle) == [waiting]
        assert (coverage.cadres, coverage.by_group) == (1, {"team": 1})

    def test_a_scheme_for_agencies_leaves_no_cadre_without(self, places, scheme):
        CadreFactory(unit=places["P1D1"])
        scheme.assignee_kinds = ["agency"]
        assert not Coverage(scheme, places["P1D1"], DAY).idle.exists()

    def test_each_cadre_is_in_one_group_and_the_groups_add_up(self, places, scheme):
        district = places["P1D1"]
        agency = AgencyFactory(unit=district)
        groups = {group.code: group for group in CadreGroup.objects.all()}
        two_posts, later, unknown, snapshot = CadreFactory.create_batch(4, unit=district)
        post = Post.objects.create(name="Ủy viên Ban Chấp hành", group=groups["committee"])
        PositionFactory(cadre=two_posts, agency=agency, group=groups["departments"])
        PositionFactory(cadre=two_posts, agency=agency, group=None, post=post, is_primary=False)
        PositionFactory(cadre=later, agency=agency, group=None, post=post, is_primary=False, starts_on=DAY)
        for cadre, code in zip(
            (two_posts, later, unknown, snapshot),
            ("P1D1C1H1", "P1D1C1H2", "P1D1C2H1", "P1D1C2H2"),
            strict=True,
        ):
            follow(
                scheme, cadre, places[code], group_then=groups["inspection"] if cadre == snapshot else None
            )
        on_the_day = Coverage(scheme, district, DAY)
        assert on_the_day.by_group == {"committee": 1, "departments": 1, "inspection": 1, "none": 1}
        assert sum(on_the_day.by_group.values()) == on_the_day.cadres
        before = Coverage(scheme, district, DAY - timedelta(days=1))
        assert before.by_group == {"departments": 1, "inspection": 1, "none": 2}


class TestChain:
    def reader(self, places, *codes, role="org_staff"):
        return scope_for(
            [
                GrantFact(
                    role, START, None, places=tuple(Place(places[c].pk, places[c].access_path) for c in codes)
                )
            ],
            [],
            DAY,
        )

    @pytest.fixture
    def linked(self, places):
        """Province → communes, board → district committees, district → hamlets."""
        communes = SchemeFactory(issuer=places["P1"], target_level_id=3, name="A tỉnh nắm xã")
        board = SchemeFactory(
            issuer=places["P1"],
            target_kind="organisation",
            target_level_id=2,
            parent_scheme=communes,
            name="B thường vụ nắm huyện",
        )
        hamlets = SchemeFactory(
            issuer=places["P1D1"], target_level_id=4, parent_scheme=communes, name="C huyện nắm ấp"
        )
        return communes, board, hamlets

    def test_the_whole_chain_stands_from_the_province_to_the_hamlet(self, places, linked):
        communes, board, hamlets = linked
        committee = organisation(places["P1D1"], code="DB", name="Đảng bộ huyện", kind="committee")
        person = CadreFactory(unit=places["P1"], full_name="Phạm Thị Mẫu", phone="0900000001")
        follow(communes, person, places["P1D1C1"])
        Assignment.objects.create(
            scheme=board,
            cadre=CadreFactory(unit=places["P1"], full_name="Lê Văn Mẫu"),
            target_organisation=committee,
            unit=places["P1D1"],
            starts_on=START,
        )
        steps = chain_of_responsibility(places["P1D1C1H1"], DAY)
        assert [step.place.version.name for step in steps] == [
            "Tỉnh Mẫu P1",
            "Huyện Mẫu P1D1",
            "Xã Mẫu P1D1C1",
            "Ấp Mẫu P1D1C1H1",
        ]
        province, district, commune, hamlet = steps
        assert province.links == []
        assert [(link.name, link.what) for link in district.followers] == [("Lê Văn Mẫu", "Đảng bộ huyện")]
        assert [(link.name, link.phone) for link in commune.followers] == [("Phạm Thị Mẫu", "0900000001")]
        assert hamlet.followers == [] and [gap.scheme for gap in hamlet.gaps] == [hamlets]
        assert district.gaps == [] and commune.gaps == []

    def test_a_committee_that_nobody_follows_is_a_gap(self, places, linked):
        organisation(places["P1D1"], code="DB", name="Đảng bộ huyện", kind="committee")
        steps = chain_of_responsibility(places["P1D1C1H1"], DAY)
        assert [(gap.scheme, gap.what) for gap in steps[1].gaps] == [(linked[1], "Đảng bộ huyện")]

    def test_names_and_telephones_are_for_those_who_may_have_them(self, places, linked):
        person = CadreFactory(unit=places["P1"], phone="0900000001")
        follow(linked[0], person, places["P1D1C1"])
        hamlet = places["P1D1C1H1"]

        def seen(scope):
            (link,) = chain_of_responsibility(hamlet, DAY, scope)[2].followers
            return link.name, link.phone

        assert seen(self.reader(places, "P1D1C1", role="commune_office")) == (person.full_name, "0900000001")
        assert seen(self.reader(places, "P1D1C2", role="commune_office")) == ("", "")
        assert seen(self.reader(places, "P1D1C1", role="viewer")) == ("", "")
        assert seen(Scope()) == ("", "")
        assert seen(Scope(cadre_ids=frozenset({person.pk}))) == (person.full_name, "0900000001")

    def test_a_zones_leader_stands_at_the_commune(self, places):
        scheme = SchemeFactory(issuer=places["P1D1"], target_kind="zone", target_level=None)
        zone = Zone.objects.create(unit=places["P1D1"], code="TV1", name="Tiểu vùng 1", starts_on=START)
        ZoneMember.objects.create(zone=zone, unit=places["P1D1C1"], starts_on=START)
        steps = chain_of_responsibility(places["P1D1C1H1"], DAY)
        assert [gap.what for gap in steps[2].gaps] == ["Tiểu vùng 1"]
        Assignment.objects.create(
            scheme=scheme,
            cadre=CadreFactory(unit=places["P1D1"]),
            target_zone=zone,
            unit=places["P1D1"],
            starts_on=START,
        )
        steps = chain_of_responsibility(places["P1D1C1H1"], DAY)
        assert [link.what for link in steps[2].followers] == ["Tiểu vùng 1"] and steps[2].gaps == []
        assert chain_of_responsibility(places["P1D1C2H1"], DAY)[2].links == []

    def test_a_branch_of_the_hamlet_is_asked_for_where_a_scheme_follows_branches(self, places):
        scheme = SchemeFactory(issuer=places["P1D1"], target_kind="organisation", target_level_id=4)
        organisation(places["P1D1C1H1"], code="A", name="Chi bộ ấp 1")
        organisation(places["P1D1C1H1"], code="B", name="Chi bộ Trường học", branch_type="school")
        (gap,) = chain_of_responsibility(places["P1D1C1H1"], DAY)[3].gaps
        assert (gap.scheme, gap.what) == (scheme, "Chi bộ ấp 1")

    def test_a_unit_that_does_not_stand_that_day_has_no_chain(self, places):
        assert chain_of_responsibility(places["P1D1C1H1"], START - timedelta(days=1)) == []


class TestQueries:
    def read_everything(self, scheme, area):
        coverage = Coverage(Scheme.objects.get(pk=scheme.pk), area, DAY)
        coverage.vacancies(), coverage.several(), list(coverage.idle), coverage.by_group
        coverage.by_level, coverage.children, list(coverage.covered_rows)

    def test_the_number_of_queries_does_not_grow_with_the_rows(
        self, places, scheme, django_assert_num_queries, django_assert_max_num_queries
    ):
        district = places["P1D1"]
        busy = CadreFactory(unit=district)
        for code in ("P1D1C1H1", "P1D1C1H2"):
            follow(scheme, busy, places[code])
        with django_assert_max_num_queries(20) as few:
            self.read_everything(scheme, district)
        hamlets = units_below(places["P1D1C2"], 4, [f"Ấp {n}" for n in range(40)], prefix="NHIEU")
        for number, hamlet in enumerate(hamlets[:30]):
            follow(scheme, busy if number % 3 else CadreFactory(unit=district), hamlet)
        CadreFactory.create_batch(20, unit=district)
        with django_assert_num_queries(len(few)):
            self.read_everything(scheme, district)
