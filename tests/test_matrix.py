"""Every pattern of the URL configuration × every role × own / child / sibling / parent / other province / nobody.

RULES says for each route what it shows and what it asks; who may is read from the table of domain.md §7 as it is
written here, not from the product's own querysets. A pattern without a rule fails, and so does a rule without a pattern.
What is sent to home's own reader is Vietnamese and has no English; tests/config/test_translations.py reads it in English.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from branches.querysets import scoping
from common.policy import PUBLIC
from tests.household_things import names_a_household
from tests.languages import ENGLISH, VIETNAMESE, has_words, roles_for, words_of
from tests.matrix_rules import HOUSEHOLD_READERS, RULES
from tests.world import HOME, ROLES, World, holds_sensitive, rolled_back_at_the_end, unpacked

# Each test in a savepoint of its own inside the module's transaction.
pytestmark = pytest.mark.django_db
PLACES = {"own": HOME, "sibling": "P1D1C2", "cousin": "P1D2C1", "parent": "P1D1", "other province": "P2D1C1"}


def walk(resolver, prefix=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from walk(each, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield prefix + str(each.pattern), each


ROUTES = dict(walk(get_resolver()))
OURS = {route: pattern for route, pattern in ROUTES.items() if not route.startswith("quan-tri/")}
ADMIN = {route: pattern for route, pattern in ROUTES.items() if route.startswith("quan-tri/")}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for all cells."""
    with rolled_back_at_the_end(django_db_blocker):
        yield World()


def address(world, route, rule, place) -> str:
    """The route's address for the thing of that place; None where the world has no such thing there."""
    path = "/" + route
    for name in ROUTES[route].pattern.converters:
        value = rule.kwargs.get(name) or world.things[rule.thing][PLACES[place]].key
        for form in (f"<{name}>", f"<str:{name}>", f"<slug:{name}>", f"<int:{name}>"):
            path = path.replace(form, str(value))
    assert "<" not in path, f"no value for {path}"
    return path


def cells(rule):
    """Who may not open the page at all is refused before anything is looked up: one place shows it."""
    for role in (None, *ROLES):
        for place in PLACES if rule.thing and rule.may_open(role) else ("own",):
            yield role, place


def wrong_cells(world, route, method):
    """Sentences about the cells of a route that are not as its rule says."""
    rule = RULES[route]
    readers = list(roles_for(rule))
    before = transaction.savepoint()
    for role, place in cells(rule):
        response = getattr(world.client(role), method)(address(world, route, rule, place))
        status, body = response.status_code, unpacked(response)
        foreign = world.foreign_in(body)
        # What one cell wrote the next does not see; the savepoint stays for all cells of the route.
        transaction.set_rollback(False)
        transaction.savepoint_rollback(before)
        cell = f"{method.upper()} {route} as {role} at {place}"
        if role not in HOUSEHOLD_READERS and names_a_household(body):
            yield f"{cell}: names the head of a household, or where it lives"
        if method == "get" and holds_sensitive(body):
            yield f"{cell}: holds the sensitive note, which is read by sending alone"
        if foreign:
            yield f"{cell}: shows {sorted(foreign)[:3]}"
        if place == "own" and role in readers and has_words(response):
            for piece in filter(ENGLISH.search, words_of(response, "vi")):
                yield f"{cell}: says in English: {piece}"
        if status >= 500:
            yield f"{cell}: {status}"
        elif role is None and rule.permission != PUBLIC:
            if not (status == 302 and "/dang-nhap/" in response["Location"]):
                yield f"{cell}: {status} instead of the sign-in page"
        elif not rule.may_open(role):
            if status != 403:
                yield f"{cell}: {status} instead of 403"
        elif method == "get" and not rule.get:
            if status != 405:
                yield f"{cell}: {status} instead of 405"
        elif not rule.finds(role, place):
            if status not in ((404,) if method == "get" else (403, 404, 405)):
                yield f"{cell}: {status} instead of 404"
        elif method == "get" and status != rule.status:
            yield f"{cell}: {status} instead of {rule.status}"


def test_every_route_has_a_rule_and_every_rule_a_route():
    assert set(OURS) == set(RULES)


@pytest.mark.parametrize("route", sorted(OURS))
def test_every_view_declares_the_policy_that_its_rule_names(route):
    assert getattr(OURS[route].callback, "policy", None) == RULES[route].permission


@pytest.mark.parametrize("route", sorted(RULES))
def test_reading(world, route):
    assert list(wrong_cells(world, route, "get")) == []


@pytest.mark.parametrize("route", sorted(RULES))
def test_writing(world, route):
    assert list(wrong_cells(world, route, "post")) == []


def test_with_the_wall_taken_away_the_matrix_turns_red(world, monkeypatch):
    """The negative control: a scope that reaches everything must be seen by these very tests."""
    from django.db.models import Q

    everything = Q(pk__isnull=False)
    monkeypatch.setattr(scoping, "NOTHING", everything)
    monkeypatch.setattr(scoping, "path_range", lambda field, prefix: everything)
    read = [route for route, rule in RULES.items() if rule.thing and rule.get and rule.seen_by is None]
    assert read
    for route in read:
        assert any(wrong_cells(world, route, "get")), route


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_a_word_of_the_other_language_the_matrix_turns_red(world, monkeypatch, method):
    """The negative control: what is Vietnamese on these pages, taken for English."""
    monkeypatch.setattr("tests.test_matrix.ENGLISH", VIETNAMESE)
    for route in ("tai-khoan/dang-nhap/", "phan-cong/can-bo/<slug:key>/sua/"):
        assert any("in English" in wrong for wrong in wrong_cells(world, route, method)), route


def test_who_reads_a_household_is_told_its_head(world):
    """The negative control of what every cell of reading looks for."""
    page = world.things["household"][HOME].get_absolute_url()
    with transaction.atomic():
        for role in HOUSEHOLD_READERS:
            assert names_a_household(unpacked(world.client(role).get(page))), role
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", [None, *[role for role in ROLES if role != "system_keeper"]])
def test_the_admin_is_for_system_keepers(world, role):
    plain = [route for route, pattern in ADMIN.items() if not pattern.pattern.converters and "<" not in route]
    assert len(plain) > 10
    for route in plain:
        if route in ("quan-tri/login/", "quan-tri/jsi18n/"):
            continue
        with transaction.atomic():
            response = world.client(role).get("/" + route)
            transaction.set_rollback(True)
        assert response.status_code in (302, 403, 404, 405), route
        assert not world.foreign_markers(response), route
