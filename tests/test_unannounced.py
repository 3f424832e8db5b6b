"""Kim Sơn 3.18: nobody at the place, nor the cadre's employer, can know of a planned visit before its report is filed.

Every GET route is read with their eyes before a visit is planned and after: the bytes are equal, and so is the number of
queries, which is the timing of a page. With the wall taken away, or for an announced scheme, the same comparison finds it.
"""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assignments.models import Assignment, Cadre, CadreGroup, CadrePosition, Post, Scheme
from branches.models import Grant, Zone, ZoneMember
from meetings.actions.letters import make_letters
from meetings.actions.visits import plan_visit
from meetings.models import CalendarFeed, Meeting, Visit
from meetings.querysets.visits import VisitQuerySet
from meetings.rules import month_after
from tests.matrix_rules import RULES
from tests.test_matrix import OURS
from tests.world import HOME, START, World, rolled_back_at_the_end, unpacked

pytestmark = pytest.mark.django_db
TODAY = date.today()
DAY = TODAY + timedelta(days=1)
MONTH = DAY.replace(day=1)
NEIGHBOUR = "P1D1C2"
NAME = "Cán bộ đi không báo"
# Who must not know: at the commune whose branch is attended, beside it, and the head of the cadre's office.
BELOW = (
    "commune_office",
    "org_staff",
    "org_head",
    "leader",
    "branch_secretary",
    "employer",
    "viewer",
    "cadre",
    "neighbour",
)
# What differs from one reading to the next for reasons of its own.
MASKS = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"TOKEN"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"), b"UUID"),
    (re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+\d\d:\d\d)?"), b"MOMENT"),
    (re.compile(rb"(Expires|Last-Modified|Date): \w{3}, [^:]*:\d\d:\d\d GMT"), b"MOMENT"),
    (re.compile(rb'docPr id="\d+" name="Picture \d+"'), b"PICTURE"),
    (re.compile(rb"DTSTAMP:\d{8}T\d{6}Z"), b"MOMENT"),
    (re.compile(rb"\b\d\d:\d\d(:\d\d)? \d\d/\d\d/\d{4}"), b"MOMENT"),
    (re.compile(rb"(/ID|/CreationDate|/ModDate)[^\n]*|<xmp:.*?>[^<]*<|<xmpMM:.*?>[^<]*<"), b"PDF"),
]


@pytest.fixture(scope="module")
def kim_son(django_db_setup, django_db_blocker):
    """The world of the matrix and, in its district, Kim Sơn's scheme with a cadre who may choose home's branches; made
    once, rolled back at the end."""
    with rolled_back_at_the_end(django_db_blocker):
        yield _kim_son()


@pytest.fixture(autouse=True)
def _each_on_its_own(kim_son):
    """What a test plans is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _kim_son():
    world = World()
    district, commune = world.units["P1D1"], world.units[HOME]
    specialist = CadreGroup.objects.get(code="specialist")
    scheme = Scheme.objects.create(
        code="kim-son",
        name="Cán bộ huyện dự sinh hoạt",
        issuer=district,
        starts_on=START,
        target_kind="unit",
        target_level_id=3,
        assignee_kinds=["cadre"],
        choice="commune",
        choice_by_group={"standing": "any", "specialist": "commune"},
        is_announced=False,
        turns_per_month=1,
    )
    user = User.objects.create(username="di-khong-bao", full_name=NAME)
    cadre = Cadre.objects.create(
        code="KB1", full_name=NAME, unit=district, started_on=START, user=user, home_unit=commune
    )
    # He works in the office whose head is the persona "employer".
    CadrePosition.objects.create(
        cadre=cadre,
        post=Post.objects.get(name="Phó Trưởng ban"),
        agency=world.things["agency"][HOME],
        group=specialist,
        starts_on=START,
        is_primary=True,
    )
    Assignment.objects.create(
        scheme=scheme, cadre=cadre, target_unit=commune, unit=commune, starts_on=START, group_then=specialist
    )
    branch = world.things["organisation"][HOME]
    meeting = Meeting.objects.create(
        organisation=branch,
        unit=branch.unit,
        month=MONTH,
        planned_on=DAY,
        kind="thematic",
        registered_on=START,
    )
    beside = world.things["cadre"][NEIGHBOUR]
    beside.user = world.people["neighbour"] = User.objects.create(
        username="vai-neighbour", full_name="Xã bên"
    )
    beside.save()
    world.people["visitor"] = user
    _people_above(world, district, commune)
    feeds = {
        role: CalendarFeed.objects.create(user=world.people[role]).token
        for role in (*BELOW, "visitor", "board")
    }
    return SimpleNamespace(
        world=world, scheme=scheme, cadre=cadre, branch=branch, meeting=meeting, feeds=feeds
    )


def _people_above(world, district, commune):
    """The issuer's board and leader, and the leader of the issuer's zone in which the commune lies."""
    zone = Zone.objects.create(unit=district, code="TK1", name="Tiểu khu 1", starts_on=START)
    ZoneMember.objects.create(zone=zone, unit=commune, starts_on=START)
    over = {"board": ("org_staff", {"unit": district}), "above": ("leader", {"unit": district})}
    over["zone"] = ("zone_leader", {"zone": zone})
    for name, (role, where) in over.items():
        world.people[name] = User.objects.create(username=f"vai-{name}", full_name=f"Vai {name}")
        Grant.objects.create(user=world.people[name], role=role, starts_on=START, **where)
    # Signed in here: what a test does is taken back, and a session would be gone with it.
    for name in world.people:
        world.client(name)


def plan(kim_son, **scheme):
    for name, value in scheme.items():
        setattr(kim_son.scheme, name, value)
        kim_son.scheme.save()
    return plan_visit(
        cadre=kim_son.cadre,
        organisation=kim_son.branch,
        planned_on=DAY,
        by=kim_son.cadre.user,
        on=TODAY,
        meeting=kim_son.meeting,
        client_key=uuid.uuid4(),
    )


def addresses(kim_son, role) -> list[str]:
    """Every GET address that the role may open: the things of its own commune, the cadre who comes, the months' pages, a
    search, the calendar. The file of a list is read with the list."""
    found = []
    for route, rule in RULES.items():
        if rule.get and rule.may_open("cadre" if role == "neighbour" else role):
            found += _addresses_of(kim_son, route, rule)
    found.append(reverse("meetings:feed", args=[kim_son.feeds[role]]))
    found += [f"/tim/?q={words}" for words in ("khong+bao", "kim-son", "to+chuc")]
    return found


def _addresses_of(kim_son, route, rule):
    converters = OURS[route].pattern.converters
    if not converters:
        path = f"/{route}"
        has_months = route.startswith(("sinh-hoat/", "bao-cao/")) and not route.endswith(("/them/", "/lap/"))
        return [path, f"{path}?thang={MONTH:%Y-%m}"] if has_months else [path]
    things = [kim_son.world.things[rule.thing][HOME]] if rule.thing else [None]
    things += {
        "cadre": [kim_son.cadre],
        "assignment": list(kim_son.cadre.assignments.all()),
        "scheme": [kim_son.scheme],
        "branch_meeting": [kim_son.meeting],
        "meeting": [kim_son.meeting],
    }.get(rule.thing, [])
    return [_path(route, converters, rule, thing) for thing in things]


def _path(route, converters, rule, thing):
    path = f"/{route}"
    for name in converters:
        value = rule.kwargs.get(name) or thing.key
        path = re.sub(rf"<(\w+:)?{name}>", str(value), path)
    return path


def read(browser, address) -> tuple:
    """(status, bytes without what changes by itself, number of queries); whatever the reading writes is taken back."""
    status, body, asked = as_sent(browser, address)
    for mask, by in MASKS:
        body = mask.sub(by, body)
    return status, body, asked


def as_sent(browser, address) -> tuple:
    """`read`, with what changes by itself."""
    asked = []

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(count):
            response = browser.get(address)
            body = unpacked(response)
        transaction.set_rollback(True)
    return response.status_code, body, len(asked)


def alike(old: bytes, new: bytes) -> bool:
    """But for what changes by itself. Most pages are alike before every mask was laid over them."""
    for mask, by in MASKS:
        if old == new:
            return True
        old, new = mask.sub(by, old), mask.sub(by, new)
    return old == new


def snapshot(kim_son, roles=BELOW, only="") -> dict:
    """{(role, address): what is sent there}, of addresses that contain `only`."""
    found = {}
    for role in roles:
        browser = _browser(kim_son, role)
        for address in addresses(kim_son, role):
            if only not in address:
                continue
            found[role, address] = page = as_sent(browser, address)
            if b"export=xlsx" in page[1]:
                file = f"{address}{'&' if '?' in address else '?'}export=xlsx"
                found[role, file] = as_sent(browser, file)
    return found


def _browser(kim_son, role) -> Client:
    return kim_son.world.client(role)


def differing(before, after) -> dict:
    """{(role, address): what is not the same there}"""
    found = dict.fromkeys(before.keys() ^ after.keys(), "there or not")
    for place in before.keys() & after.keys():
        (old_status, old, old_asked), (status, new, asked) = before[place], after[place]
        kinds = {"status": old_status == status, "bytes": alike(old, new), "queries": old_asked == asked}
        if not all(kinds.values()):
            found[place] = "other " + next(kind for kind, is_same in kinds.items() if not is_same)
    return found


def differences(before, after) -> list[str]:
    return sorted(
        f"{role} at {address}: {what}" for (role, address), what in differing(before, after).items()
    )


def test_nothing_below_differs_once_a_visit_and_its_letter_are_there(kim_son):
    before = snapshot(kim_son)
    assert len(before) > 500
    assert {then[0] for then in before.values()} >= {200, 404}
    assert not [address for (_role, address), then in before.items() if then[0] >= 500]
    with transaction.atomic():
        visit = plan(kim_son)
        (letter,) = make_letters(
            scheme=kim_son.scheme,
            starts_on=MONTH,
            ends_on=month_after(MONTH),
            by=kim_son.world.people["board"],
            on=TODAY,
        )
        planned = Visit.objects.planned().filter(cadre=kim_son.cadre)
        assert (planned.count(), letter.cadre, visit.is_announced) == (1, kim_son.cadre, False)
        after = snapshot(kim_son)
        transaction.set_rollback(True)
    assert not planned.exists()
    # What was read for the first time may have been cached for good: that is no matter of visits. Without one it is read again.
    for role, address in differing(before, after).keys() & before.keys():
        before[role, address] = as_sent(_browser(kim_son, role), address)
    assert differences(before, after) == []


@pytest.mark.parametrize("role", BELOW)
def test_who_guesses_the_address_finds_what_is_not_there(kim_son, role):
    """The page of a visit, of its letter, and the form that takes it back answer as for a key that was never made."""
    visit = plan(kim_son)
    (letter,) = make_letters(
        scheme=kim_son.scheme, starts_on=MONTH, ends_on=month_after(MONTH), by=None, on=TODAY
    )
    for name, thing, more in (
        ("reports:visit_page", visit, []),
        ("meetings:visit_cancel", visit, []),
        ("meetings:letter_page", letter, []),
        ("meetings:letter_file", letter, ["pdf"]),
        ("meetings:letter_batch", SimpleNamespace(key=letter.batch), []),
    ):
        never = "zzzzzzzzzz"
        real = read(_browser(kim_son, role), reverse(name, args=[thing.key, *more]))
        other = read(_browser(kim_son, role), reverse(name, args=[never, *more]))
        masked = real[1].replace(thing.key.encode(), b"KEY"), other[1].replace(never.encode(), b"KEY")
        assert real[0] in (403, 404), name
        assert (real[0], real[2]) == (other[0], other[2]), name
        assert masked[0] == masked[1], name
    address = reverse("reports:report_new")
    assert NAME.encode() not in read(_browser(kim_son, role), f"{address}?lan-du={visit.key}")[1]


def test_a_registered_day_that_is_moved_answers_the_commune_alike(kim_son):
    """The cadre is told that his day moved; the commune's page says the same and asks as many queries."""
    address = reverse("meetings:meeting_page", args=[kim_son.meeting.key])
    before = read(_browser(kim_son, "commune_office"), address)
    plan(kim_son)
    assert read(_browser(kim_son, "commune_office"), address) == before


@pytest.mark.parametrize("role", ["visitor", "board", "above", "zone"])
def test_those_who_may_know_see_it(kim_son, role):
    visit = plan(kim_son)
    browser = _browser(kim_son, role)
    listed = browser.get(f"{reverse('meetings:visit_list')}?thang={MONTH:%Y-%m}")
    assert NAME in listed.content.decode()
    assert browser.get(reverse("reports:visit_page", args=[visit.key])).status_code == 200


def test_the_negative_control_with_the_wall_taken_away_it_is_seen(kim_son, monkeypatch):
    roles = ("commune_office", "branch_secretary")
    before = snapshot(kim_son, roles, "lich-du")
    plan(kim_son)
    assert differences(before, snapshot(kim_son, roles, "lich-du")) == []
    monkeypatch.setattr(VisitQuerySet, "visible_to", lambda rows, scope: rows)
    found = differences(before, snapshot(kim_son, roles, "lich-du"))
    assert {each.split(" at ")[0] for each in found} == set(roles)


def test_the_negative_control_an_announced_visit_is_seen_from_the_place(kim_son):
    office, address = _browser(kim_son, "commune_office"), f"/sinh-hoat/lich-du/?thang={MONTH:%Y-%m}"
    assert NAME.encode() not in read(office, address)[1]
    visit = plan(kim_son, is_announced=True)
    assert NAME.encode() in read(office, address)[1]
    assert office.get(reverse("reports:visit_page", args=[visit.key])).status_code == 200
