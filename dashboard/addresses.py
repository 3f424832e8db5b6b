"""Addresses of the dashboard's pages with what they are asked for: the scheme, the area and the day, all in the URL."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

SCHEME, TOGETHER, AREA, DAY = "chu-truong", "cung-cap", "dia-ban", "ngay"


def coverage_address(
    name="coverage", *, scheme=None, together=False, area_key=None, day=None, today=None
) -> str:
    """A coverage page's address; the day is left out where it is `today`. `together`: with the linked schemes that
    follow the same as `scheme`."""
    query = {}
    if scheme is not None:
        query[SCHEME] = scheme.code
        if together:
            query[TOGETHER] = "1"
    if area_key:
        query[AREA] = area_key
    return _with_day(reverse(f"dashboard:{name}"), query, day, today)


def who_follows_address(unit_key, *, day=None, today=None) -> str:
    return _with_day(reverse("dashboard:who_follows", args=[unit_key]), {}, day, today)


def page_of(thing) -> str | None:
    """The page of a record, None where it has none."""
    try:
        return thing.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return None


def address_of(name, *args) -> str | None:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def _with_day(path, query, day, today):
    if day is not None and day != today:
        query[DAY] = day.isoformat()
    return f"{path}?{urlencode(query)}" if query else path
