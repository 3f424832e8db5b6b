"""What the base template needs on every page."""

from functools import cache, lru_cache

from django.conf import settings
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.policy import SIGNED_IN
from dashboard.home import is_only_cadre, is_only_handler
from matters.sections import SECTIONS

MONTH, OVERVIEW = "dashboard:month", "dashboard:overview"
WITH_AGENCY = "matters:handler_list"
MATTERS, OWN_LIST = "matters:recommendation_list", "matters:own_list"
CADRE = "a cadre"  # not a permission: whoever has a record as one
HOUSEHOLDS_COUNTED = "households counted"  # nor is this: whoever knows of households the numbers alone
OWN_MATTERS = "own matters"  # nor is this: whoever raises matters and reads no committee's list of them

# (word, URL name, what it asks of the scope), in the order of the day's work. A name without a page yet is left out.
NAVIGATION = [
    (_("Tháng này"), MONTH, CADRE),
    (_("Tổng quan"), OVERVIEW, SIGNED_IN),
    (_("Độ phủ"), "dashboard:coverage", "coverage.read"),
    (_("Phân công"), "assignments:board", "assignments.read"),
    (_("Cán bộ"), "assignments:cadre_list", "cadres.read"),
    # Meetings
    (_("Đăng ký lịch"), "meetings:schedule_list", "schedules.write"),
    (_("Lịch sinh hoạt"), "meetings:meeting_list", "meetings.read"),
    # Visits: one's own choice, and who goes where for those who may know
    (_("Chọn buổi dự"), "meetings:visit_choose", CADRE),
    (_("Lịch dự"), "meetings:visit_list", "visits.read"),
    (_("Dự sinh hoạt"), "reports:expected_page", "attendance.figures"),
    # Reports after they were filed: whole, the host's part, the status alone
    (_("Báo cáo của tôi"), "reports:own_list", CADRE),
    (_("Báo cáo"), "reports:review_list", "reports.read"),
    (_("Cán bộ dự"), "reports:shared_list", "reports.shared"),
    (_("Báo cáo cán bộ"), "reports:staff_reports", "staff.read"),
    # What was raised: the committee's list; for a place, or a cadre who reads no list of a committee's, its own
    (_("Kiến nghị"), MATTERS, "matters.read"),
    (_("Kiến nghị"), OWN_LIST, OWN_MATTERS),
    # What is with an agency, for its people
    (_("Giao cơ quan tôi"), WITH_AGENCY, "matters.answer"),
    # Scores, indicators, targets: their first tab
    (_("Chấm điểm"), "scores:home", "rubrics.read"),
    (_("Địa bàn"), "branches:unit_list", "units.read"),
    # Households: rows for those who keep or read them, else the numbers
    (_("Hộ gia đình"), "dashboard:household_list", "households.read"),
    (_("Hộ gia đình"), "dashboard:household_coverage", HOUSEHOLDS_COUNTED),
    (_("Chủ trương"), "assignments:scheme_list", "schemes.read"),
    (_("Văn bản"), "branches:document_list", "documents.read"),
    # For an employer's head: when the places meet that her people follow.
    (_("Ngày họp cơ sở"), "meetings:staff_schedule", "staff.read"),
    (_("Nhập danh sách"), "dashboard:import_list", "imports.use"),
    (_("Phân quyền"), "branches:grant_list", "users.write"),
]


HOUSEHOLD_PAGES = ("/ho-gia-dinh/", "/dia-ban/ho-gia-dinh/", "/dia-ban/to-nhom/")


# So many stand in one line at a desk; the rest of the list opens under "Thêm".
MOST_IN_LINE = 9


def page(request):
    scope = getattr(request, "scope", None)
    signed_in = bool(getattr(request, "user", None) and request.user.is_authenticated)
    context = {"scope": scope if signed_in else None, "day": getattr(request, "day", None)}
    if signed_in:
        context["signed_in_as"] = str(request.user)
    if signed_in and scope is not None:
        context |= {
            # Lazy: a template that is rendered for a cell of a table asks for neither.
            "navigation": SimpleLazyObject(lambda: _navigation(request)),
            "new_notices": getattr(request.user, "new_notices", 0),
            "search_url": _address("dashboard:search"),
            "help_url": _address("dashboard:help"),
            "own_contact_url": _address("assignments:own_contact") if request.scope.cadre_ids else None,
        }
    return context


def _navigation(request) -> str:
    """The menu, from its first entries to those under "Thêm"; empty where there is nothing to open."""
    entries = tuple(
        (item["label"], item["url"], item.get("is_current", False), item.get("is_here", False))
        for item in _entries(request)
    )
    return (_drawn.__wrapped__ if settings.DEBUG else _drawn)(entries, get_language())


@lru_cache(maxsize=500)
def _drawn(entries, language) -> str:
    """Put together once for all who may open the same and stand at the same entry. One entry alone does not go under a word of
    its own."""
    if not entries:
        return ""
    items = [dict(zip(("label", "url", "is_current", "is_here"), entry, strict=True)) for entry in entries]
    at = MOST_IN_LINE if len(items) > MOST_IN_LINE + 1 else len(items)
    more = items[at:]
    is_in_more = any(item["is_current"] for item in more)
    return get_template("components/navigation.html").render(
        {"line": items[:at], "more": more, "is_in_more": is_in_more}
    )


def _entries(request) -> list[dict]:
    """The pages that the scope may open; the one whose address begins the present one most closely is current."""
    items = [{"label": label, "url": url} for label, url in _offered(request.scope)]
    path = request.path
    if path == _address(OVERVIEW) and is_only_cadre(request.scope):
        path = _address(MONTH)
    elif path == _address(OVERVIEW) and is_only_handler(request.scope):
        path = _address(WITH_AGENCY)
    # The overview's address begins every other one.
    above = {item["url"]: item for item in items if item["url"] == path or _begins(item["url"], path)}
    if home := _home_of_matters(items):
        # Urgent matters, conferences, rounds …: tabs beside what was raised, whatever their addresses begin with.
        beside = [_address(name) for _label, name, _permissions in SECTIONS]
        above = {url: home for url in beside if url and _begins(url, path)} | above
    if home := _home_of_households(items):
        # Their tabs, and their forms, which stand among those of the map.
        above |= {url: home for url in HOUSEHOLD_PAGES if _begins(url, path)}
    if above:
        nearest = above[max(above, key=len)]
        nearest["is_current"] = True
        nearest["is_here"] = nearest["url"] == path
    return items


_OFFERED: dict = {}


def _offered(scope) -> list[tuple]:
    """[(word, address)] of the pages that the scope may open: the same for all who have the same roles, so gone through once
    for each kind of person and language."""
    key = (scope.roles, bool(scope.cadre_ids), get_language())
    if key not in _OFFERED:
        _OFFERED[key] = [
            (str(label), url)
            for label, name, permission in NAVIGATION
            if _is_offered(name, permission, scope) and (url := _address(name))
        ]
    return _OFFERED[key]


def _begins(url, path) -> bool:
    return url != "/" and path.startswith(url)


def _home_of_matters(items) -> dict | None:
    """The first entry of what was raised that this reader has: the committee's, his own, his agency's."""
    addresses = [_address(name) for name in (MATTERS, OWN_LIST, WITH_AGENCY)]
    return next((item for item in items if item["url"] in addresses), None)


def _home_of_households(items) -> dict | None:
    """The entry of households that this reader has: rows, or numbers."""
    addresses = [_address(name) for name in ("dashboard:household_list", "dashboard:household_coverage")]
    return next((item for item in items if item["url"] in addresses), None)


def _is_offered(name, permission, scope) -> bool:
    """To whoever is nothing but a cadre the overview is his month."""
    if permission == CADRE:
        return bool(scope.cadre_ids)
    if permission == OWN_MATTERS:
        return (bool(scope.cadre_ids) or scope.may("matters.own")) and not scope.may("matters.read")
    if permission == HOUSEHOLDS_COUNTED:
        return scope.may("households.figures") and not scope.may("households.read")
    if name == OVERVIEW:
        return not is_only_cadre(scope) and not is_only_handler(scope)
    return permission == SIGNED_IN or scope.may(permission)


@cache
def _address(name):
    """Reckoned once: twenty entries stand on every page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
