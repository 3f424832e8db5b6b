"""The first page: what is covered, what is not, what ends soon, and what one follows oneself."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.models import Assignment, Scheme
from assignments.models.assignments import TARGET_FIELDS
from assignments.querysets.assignees import followed_by
from assignments.querysets.assignments import names_of_targets
from assignments.querysets.coverage import ended_with_assignments, ending_within, keys_of, schemes_over
from branches.models import Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of_keys, placements_by_unit
from common.pages import DAY, asked_day
from common.policy import SIGNED_IN, policy
from dashboard.addresses import address_of, coverage_address, page_of, who_follows_address
from dashboard.asked import ask, highest_areas
from dashboard.home import is_only_cadre, is_only_handler
from dashboard.rows import assignee_name
from dashboard.tables import OwnTable, StaffTable
from dashboard.views.coverage import figures_line, picture_context, preview
from dashboard.views.month import home
from matters.views.handlers import handler_list

SOON_DAYS = 90
MAX_AREAS = 12
FIRST_GAPS = 5


@dataclass(frozen=True)
class WorkRow:
    """One assignment: who (`who`) follows what (`name`)."""

    who: str
    name: str
    above: str
    scheme: str
    role: str
    since: date
    until: date | None
    url: str | None


@policy(SIGNED_IN)
def overview(request):
    """Whoever is nothing but a cadre finds his month here; on another day than today, his places as they were then."""
    if is_only_cadre(request.scope) and DAY not in request.GET:
        return home(request)
    if is_only_handler(request.scope):
        return handler_list(request)
    day = asked_day(request)
    areas = highest_areas(request.scope, day)
    asked = ask(request, areas[0], day) if areas else None
    own, staff, first_steps = _own(request, day), _staff(request, day), _first_steps(request, asked)
    context = {
        "title": _("Tổng quan"),
        "as_of": day,
        "own": own,
        "staff": staff,
        "first_steps": first_steps,
    }
    if asked and asked.scheme:
        context |= {
            **picture_context(asked),
            "asked": asked,
            "figures": _with_endings(figures_line(asked, request.scope), asked),
            "coverage_url": asked.address(),
            "vacancies": preview(asked, FIRST_GAPS),
            "more_vacancies": asked.coverage.share.vacant > FIRST_GAPS,
            "vacant_url": asked.address("coverage_vacant"),
            "areas": _area_links(areas[:MAX_AREAS], day, request.day),
            "notices": _notices(request, asked),
            "month_url": _month_url(request, day),
        }
    elif not (asked or own or staff or first_steps):
        context["places"] = _own_places(request, day)
        context["branches"] = _own_branches(request, day)
        context["nothing"] = _nothing(request)
    return render(request, "dashboard/overview.html", context)


def _month_url(request, day) -> str | None:
    """Where the running month stands in one line; of another day nothing of it is said."""
    may = request.scope.may("attendance.figures") and day == request.day
    return address_of("dashboard:month_figures") if may else None


def _first_steps(request, asked) -> dict | None:
    """What to do first where the product is still empty; None where it is not."""
    if asked and asked.scheme:
        return None
    may_import = request.scope.may("imports.write")
    if not Unit.objects.exists():
        return {
            "why": _("Chưa có đơn vị nào."),
            "what": _("Hãy nạp danh mục địa bàn, rồi nhập cán bộ và chủ trương phân công."),
            "url": address_of("dashboard:import_list") if may_import else None,
            "action": _("Nhập danh sách"),
        }
    if asked and asked.place and may_import:
        return {
            "why": _("Chưa có chủ trương phân công nào cho địa bàn này."),
            "what": _("Hãy lập một chủ trương từ mẫu có sẵn, nhập danh sách cán bộ, rồi phân công."),
            "url": address_of("assignments:scheme_list"),
            "action": _("Đến các chủ trương"),
        }
    return None


def _with_endings(parts, asked) -> list[dict]:
    number = ending_within(schemes_over(asked.place, asked.day), asked.day, SOON_DAYS).count()
    if not number:
        return parts
    words = ngettext("chủ trương sắp hết hạn", "chủ trương sắp hết hạn", number)
    return [*parts, {"number": number, "words": words, "state": "warn", "url": "#notices"}]


def _notices(request, asked) -> list[dict]:
    """What ends soon, and what has ended while its assignments still run."""
    schemes = schemes_over(asked.place, asked.day)
    readable = set(
        Scheme.objects.visible_to(request.scope).values_list("pk", flat=True)
        if request.scope.may("schemes.read")
        else ()
    )
    notices = []
    for scheme in ended_with_assignments(schemes, asked.day):
        notices.append(
            {
                "state": "bad",
                "sign": "✗",
                "scheme": scheme.name,
                "url": page_of(scheme) if scheme.pk in readable else None,
                "words": ngettext(
                    "đã hết hiệu lực sau ngày %(day)s nhưng còn %(number)s phân công chưa kết thúc.",
                    "đã hết hiệu lực sau ngày %(day)s nhưng còn %(number)s phân công chưa kết thúc.",
                    scheme.running,
                )
                % {"day": _last(scheme.ends_on), "number": scheme.running},
            }
        )
    for scheme in ending_within(schemes, asked.day, SOON_DAYS):
        is_pilot = scheme.last_on == scheme.pilot_ends_on
        words = (
            _("hết thời gian thí điểm sau ngày %(day)s (còn %(days)s ngày).")
            if is_pilot
            else _("hết hiệu lực sau ngày %(day)s (còn %(days)s ngày).")
        )
        notices.append(
            {
                "state": "warn",
                "sign": "!",
                "scheme": scheme.name,
                "url": page_of(scheme) if scheme.pk in readable else None,
                "words": words % {"day": _last(scheme.last_on), "days": (scheme.last_on - asked.day).days},
            }
        )
    return notices


def _last(ends_on) -> str:
    return f"{ends_on - timedelta(days=1):%d/%m/%Y}"


def _area_links(areas, day, today) -> list[tuple[str, str]]:
    """The other areas at the top of one's ground (a zone leader's communes)."""
    if len(areas) < 2:
        return []
    names = names_of_keys([area.key for area in areas], day)
    return [
        (names.get(area.key, ""), coverage_address(area_key=area.key, day=day, today=today)) for area in areas
    ]


def _own(request, day):
    """What the reader himself follows on the day, as a cadre; his teams' too. None where that is nothing."""
    if not request.scope.cadre_ids:
        return None
    rows = _work_rows(followed_by(request.scope.cadre_ids, day), day)
    return OwnTable(rows, caption=_("Nơi tôi được phân công")) if rows else None


def _staff(request, day):
    """For an employer: what the people of the agency follow on the day."""
    if not request.scope.may("staff.read"):
        return None
    others = Assignment.objects.active_on(day).visible_to(request.scope)
    rows = _work_rows(others.exclude(cadre__in=request.scope.cadre_ids), day)
    return StaffTable(rows, caption=_("Cán bộ được phân công theo dõi cơ sở")) if rows else None


def _work_rows(assignments, day) -> list[WorkRow]:
    order = ("cadre__given_name_key", "scheme__sort_key", "starts_on", "pk")
    rows = list(assignments.for_list().select_related("cadre__merged_into").order_by(*order))
    places = placements_by_unit([each.unit_id for each in rows], day)
    above = names_of_keys({key for place in places.values() for key in keys_of(place.path)}, day)
    names = names_of_targets(rows, day)
    return [_work_row(each, places.get(each.unit_id), above, names) for each in rows]


def _work_row(each, place, above, names) -> WorkRow:
    field = next(field for field in TARGET_FIELDS if getattr(each, f"{field}_id"))
    keys = keys_of(place.path) if place else []
    keys = keys[:-1] if field == "target_unit" else keys
    return WorkRow(
        assignee_name(each),
        names.get((field, getattr(each, f"{field}_id")), ""),
        ", ".join(above.get(key, "") for key in reversed(keys)),
        each.scheme.name,
        each.get_role_display(),
        each.starts_on,
        each.ends_on,
        page_of(each.target),
    )


def _own_places(request, day) -> list[tuple[str, str]]:
    """For those who read units but no coverage (a branch's secretary): their places, to see who follows them."""
    if not request.scope.may("units.read"):
        return []
    reach = request.scope.reach("units.read")
    units = Unit.objects.visible_to(request.scope).filter(access_path__in=reach.prefixes)
    names = names_of_keys([unit.key for unit in units], day)
    return [
        (names.get(unit.key, ""), who_follows_address(unit.key, day=day, today=request.day)) for unit in units
    ]


def _own_branches(request, day) -> list[tuple[str, str]]:
    """The organisations that one speaks for, each with its page."""
    ids = request.scope.reach("meetings.write").organisation_ids
    names = organisation_names(ids, day) if ids else {}
    rows = Organisation.objects.filter(pk__in=names).order_by("pk") if names else ()
    return [(names[row.pk], address_of("meetings:branch_page", row.key)) for row in rows]


def _nothing(request) -> dict:
    if request.user.is_staff:
        return {
            "why": _("Người quản trị hệ thống làm việc ở trang quản trị."),
            "what": _("Nội dung nghiệp vụ dành cho người được phân quyền."),
            "url": address_of("admin:index"),
            "action": _("Đến trang quản trị"),
        }
    return {
        "why": _("Chưa có việc nào cho bạn ở trang này."),
        "what": _("Các mục bạn được xem nằm ở thanh trên cùng. Thiếu mục nào thì hãy hỏi Ban Tổ chức."),
    }
