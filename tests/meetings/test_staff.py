"""The employer's head sees registered meeting days of her people's places, a slip asking to free them, and nothing else."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from assignments.actions.assigning import assign
from assignments.models import Cadre, Team
from branches.actions.papers import set_words
from branches.models import Zone
from meetings.facts.staff import staff_days
from meetings.models import Visit
from tests.common.documents.papers import opened, words_of
from tests.factories import AgencyFactory, CadreFactory, DocumentFactory, PositionFactory, SchemeFactory
from tests.meetings.land import DAY, MONTH, branch_land, planned
from tests.meetings.test_followed import visit
from tests.pages import queries_of, words
from tests.world import unpacked

PAGE = reverse("meetings:staff_schedule")
ON = MONTH + timedelta(days=23)

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return branch_land()


def bytes_of(browser, address):
    """The page without what is drawn anew each time."""
    body = browser.get(address).content
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)


def test_the_days_of_exactly_the_places_that_her_people_are_assigned_to(land):
    planned(land.first, ON, topic="Chuyên đề kín")
    planned(land.twin, ON + timedelta(days=1))
    planned(land.second, ON)
    planned(land.far, ON)
    planned(land.first, ON + timedelta(days=2), registered_on=None, kind="thematic")
    page = words(land.as_employer.get(PAGE))
    assert "Võ Thị Cán Bộ" in page and f"{ON:%d/%m/%Y}" in page and "Chi bộ first" in page
    assert "Chi bộ twin" in page  # the other branch of the same hamlet
    assert "Chi bộ second" not in page and "Chi bộ far" not in page
    assert "Chuyên đề kín" not in page and "Nhà văn hóa" not in page
    assert f"{ON + timedelta(days=2):%d/%m/%Y}" not in page


@pytest.mark.parametrize("is_announced", [False, True])
def test_the_page_is_the_same_byte_for_byte_whether_a_visit_is_planned_or_not(land, is_announced):
    meeting = planned(land.first, ON)
    other = planned(land.twin, ON + timedelta(days=1))
    slip = reverse("meetings:staff_slip", kwargs={"key": land.cadre.key, "kind": "docx"})
    for address in (PAGE, f"{PAGE}?thang={ON:%Y-%m}", "/"):
        without = bytes_of(land.as_employer, address), queries_of(land.as_employer, address)
        made = [
            visit(land, meeting, is_announced=is_announced),
            visit(land, other, is_announced=is_announced),
        ]
        assert (bytes_of(land.as_employer, address), queries_of(land.as_employer, address)) == without
        Visit.objects.filter(pk__in=[each.pk for each in made]).update(
            state="cancelled", cancelled_at="2026-01-01T00:00Z"
        )
    paper = unpacked(land.as_employer.get(slip))
    visit(land, meeting, is_announced=is_announced)
    assert _words_of(unpacked(land.as_employer.get(slip))) == _words_of(paper)


def test_the_wall_is_there_because_a_page_that_showed_visits_would_differ(land, monkeypatch):
    """Negative control: the comparison above sees a plan as soon as anything of it reaches the page."""
    from meetings.views import staff

    def telling(cadres, month, day, agency_ids=()):
        days, without = staff_days(cadres, month, day, agency_ids)
        planned_ones = set(Visit.objects.planned().values_list("planned_on", flat=True))
        return [each for each in days if each.meets_on in planned_ones], without

    meeting = planned(land.first, ON)
    monkeypatch.setattr(staff, "staff_days", telling)
    before = bytes_of(land.as_employer, PAGE)
    visit(land, meeting)
    assert bytes_of(land.as_employer, PAGE) != before


def test_the_slip_has_the_standing_words_of_the_committee_and_no_other_body_at_its_head(land):
    tricks = "Căn cứ <b>{{ x }}</b> #set"
    said = {"issuing_body": "Huyện ủy khác", "bases": tricks, "closing": "Trân trọng.", "recipients": "Lưu"}
    set_words(issuer=land.district, form="every", words=said, by=land.officer, on=DAY)
    set_words(
        issuer=land.units["P1D2"], form="every", words={"opening": "Huyện bên"}, by=land.officer, on=DAY
    )
    planned(land.first, ON)
    slip = reverse("meetings:staff_slip", kwargs={"key": land.cadre.key, "kind": "docx"})
    text = words_of(opened(land.as_employer.get(f"{slip}?thang={ON:%Y-%m}").content))
    assert "BAN DÂN VẬN" in text and f"{tricks};" in text and "Nơi nhận: Lưu." in text
    assert text.index("Trân trọng.") < text.index("Ý kiến của thủ trưởng đơn vị"), "nothing below who signs"
    assert "HUYỆN ỦY KHÁC" not in text and "Huyện bên" not in text


def test_an_assignment_counts_on_the_days_it_holds(land):
    planned(land.first, ON)
    planned(land.first, ON - timedelta(days=10))
    land.assignment.ends_on, land.assignment.end_reason = ON, "adjusted"
    land.assignment.save()
    days, _without = staff_days(Cadre.objects.filter(pk=land.cadre.pk), MONTH, DAY)
    assert [each.meets_on for each in days] == [ON - timedelta(days=10)]


def test_a_commune_gives_the_days_of_all_its_branches_and_a_district_none(land):
    def follow(target, code, level):
        cadre = CadreFactory(unit=land.district, full_name=f"Lê Văn {code}")
        PositionFactory(cadre=cadre, agency=land.agency)
        assign(
            scheme=SchemeFactory(issuer=land.units["P1"], target_level_id=level),
            assignee=cadre,
            target=target,
            starts_on=date(2021, 1, 1),
            by=land.officer,
            documents=[DocumentFactory(issuer_unit=land.units["P1"])],
        )
        return cadre

    for branch in (land.first, land.second, land.far):
        planned(branch, ON)
    of_commune, of_district = follow(land.commune, "Xã", 3), follow(land.district, "Huyện", 2)
    days, without = staff_days(Cadre.objects.filter(pk__in=[of_commune.pk, of_district.pk]), MONTH, DAY)
    assert sorted((each.cadre.pk, each.branch) for each in days) == [
        (of_commune.pk, "Chi bộ first"),
        (of_commune.pk, "Chi bộ second"),
    ]
    assert without == [of_district]


def follow(land, target, *, kind="unit", **assignee):
    """An assignment of `assignee` (cadre, team or agency) to `target` since 2021."""
    unit = target.unit if kind in ("zone", "organisation") else target
    return land.scheme.assignments.create(
        starts_on=date(2021, 1, 1), unit=unit, **{f"target_{kind}": target}, **assignee
    )


def colleague(land, name):
    cadre = CadreFactory(unit=land.district, full_name=name)
    PositionFactory(cadre=cadre, agency=land.agency)
    return cadre


def test_a_team_gives_its_members_their_days_while_they_are_of_it(land):
    planned(land.second, ON)
    planned(land.second, ON - timedelta(days=10))
    team = Team.objects.create(unit=land.district, code="TCT1", name="Tổ 1", starts_on=date(2021, 1, 1))
    member, gone = colleague(land, "Lê Văn Tổ"), colleague(land, "Ngô Thị Rời")
    stranger = CadreFactory(unit=land.district, full_name="Đào Văn Ngoài")
    team.members.create(cadre=member, starts_on=date(2021, 1, 1))
    team.members.create(cadre=gone, starts_on=date(2021, 1, 1), ends_on=ON)
    team.members.create(cadre=stranger, starts_on=date(2021, 1, 1))
    follow(land, land.units["P1D1C1H2"], team=team)
    days, _without = staff_days(Cadre.objects.filter(pk__in=[member.pk, gone.pk]), MONTH, DAY)
    assert [(each.who, each.meets_on) for each in days] == [
        ("Ngô Thị Rời", ON - timedelta(days=10)),
        ("Lê Văn Tổ", ON - timedelta(days=10)),
        ("Lê Văn Tổ", ON),
    ]
    page = words(land.as_employer.get(PAGE))
    assert "Lê Văn Tổ" in page and "Đào Văn Ngoài" not in page


def test_a_zone_gives_the_days_of_the_communes_that_are_in_it_on_them(land):
    for branch in (land.first, land.second, land.far):
        planned(branch, ON)
    zone = Zone.objects.create(unit=land.district, code="TK1", name="Tiểu khu 1", starts_on=date(2021, 1, 1))
    zone.members.create(unit=land.commune, starts_on=date(2021, 1, 1))
    zone.members.create(unit=land.units["P1D1C2"], starts_on=date(2021, 1, 1), ends_on=ON)
    leader = colleague(land, "Trần Văn Cụm")
    follow(land, zone, kind="zone", cadre=leader)
    days, _without = staff_days(Cadre.objects.filter(pk=leader.pk), MONTH, DAY)
    assert sorted(each.branch for each in days) == ["Chi bộ first", "Chi bộ second"]
    assert "Trần Văn Cụm" in words(land.as_employer.get(PAGE))


def test_the_place_that_the_agency_is_twinned_with_stands_under_the_agencys_name_and_on_the_slips(land):
    planned(land.first, ON)
    planned(land.far, ON)
    follow(land, land.units["P1D1C2"], agency=land.agency)
    helper = colleague(land, "Bùi Văn Được Cử")
    page = land.as_employer.get(PAGE)
    assert "Chi bộ far" in words(page) and land.agency.name in words(page)
    slip = reverse("meetings:staff_slip", kwargs={"key": helper.key, "kind": "docx"})
    assert slip.replace("docx", "pdf") in page.content.decode()
    said = _words_of(unpacked(land.as_employer.get(slip)))
    assert "Nơi cơ quan kết nghĩa" in said and "Chi bộ far" in said and "Chi bộ first" not in said
    # What another agency is twinned with is nothing to this head.
    land.scheme.assignments.update(ends_on=DAY.replace(day=1) - timedelta(days=1), end_reason="adjusted")
    follow(land, land.units["P1D1C2"], agency=AgencyFactory(unit=land.district, name="Hội Nông dân"))
    assert "Chi bộ far" not in words(land.as_employer.get(PAGE))


def test_a_branch_of_two_hamlets_stands_in_both(land):
    planned(land.second, ON)
    land.second.unit_links.create(unit=land.hamlet, starts_on=date(2021, 1, 1))
    assert "Chi bộ second" in words(land.as_employer.get(PAGE))


def test_teams_zones_and_twinnings_tell_no_more_of_a_planned_visit_than_the_rest(land):
    meeting = planned(land.second, ON)
    team = Team.objects.create(unit=land.district, code="TCT1", name="Tổ 1", starts_on=date(2021, 1, 1))
    team.members.create(cadre=land.cadre, starts_on=date(2021, 1, 1))
    follow(land, land.units["P1D1C1H2"], team=team)
    follow(land, land.commune, agency=land.agency)
    without = bytes_of(land.as_employer, PAGE), queries_of(land.as_employer, PAGE)
    assert b"Chi b\xe1\xbb\x99 second" in without[0]
    visit(land, meeting)
    assert (bytes_of(land.as_employer, PAGE), queries_of(land.as_employer, PAGE)) == without


def test_the_slip_asks_to_free_the_days_and_is_given_to_nobody_elses_head(land):
    planned(land.first, ON)
    address = reverse("meetings:staff_slip", kwargs={"key": land.cadre.key, "kind": "pdf"})
    response = land.as_employer.get(address)
    assert response["Content-Type"] == "application/pdf" and response.content.startswith(b"%PDF")
    said = _words_of(unpacked(land.as_employer.get(address.replace("pdf", "docx"))))
    assert "Thủ trưởng Ban Dân vận" in said and f"{ON:%d/%m/%Y}" in said and "Võ Thị Cán Bộ" in said
    assert land.as_officer.get(address).status_code == 403
    stranger = CadreFactory(unit=land.district)
    other = reverse("meetings:staff_slip", kwargs={"key": stranger.key, "kind": "pdf"})
    assert land.as_employer.get(other).status_code == 404
    assert land.as_employer.get(address.replace("pdf", "exe")).status_code == 404


def test_a_month_without_registered_days_says_so_and_names_whose(land):
    page = words(land.as_employer.get(PAGE, {"thang": "2031-01"}))
    assert "chưa đăng ký ngày họp nào trong tháng này" in page and "Võ Thị Cán Bộ" in page


def test_many_days_ask_as_many_queries_as_few(land):
    planned(land.first, ON)
    few = queries_of(land.as_employer, PAGE)
    for number in range(20):
        planned(land.twin, MONTH + timedelta(days=number))
    assert queries_of(land.as_employer, PAGE) <= few
    assert few <= 15


def _words_of(body: bytes) -> str:
    """The words of a Word file, without its moments."""
    text = re.sub(rb"<dcterms:[^>]*>[^<]*<", b"<", body)
    return " ".join(re.sub(r"<[^>]+>", " ", text.decode("utf-8", "replace")).split())
