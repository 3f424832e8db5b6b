"""How far the checklists are touched: share of units per item and quarter, and what lies untouched for how many months."""

from datetime import timedelta

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.addresses import address_of
from assignments.models import Scheme
from branches.models import Zone
from branches.querysets.scoping import within
from branches.querysets.units import names_of_keys
from common.pages import list_page
from common.policy import policy
from common.states import badge_html
from common.tables import Column, LinkColumn, ListTable
from meetings.rules import month_after
from reports.models import Report
from reports.querysets.checklists import ChecklistCoverage

SCHEME, LIST, MONTHS, QUARTERS = "chu-truong", "danh-muc", "thang", 4
COLD = 3


class CellColumn(Column):
    """A cell of the heat strip: (state, word)."""

    css, kind = "heat", "text"

    def render(self, value):
        return badge_html(*value)

    def value(self, value):
        return value[1]


class RightColumn(Column):
    css, kind = "num", "text"


class Asked:
    """The scheme, the list and the months of the address; what lies beyond one's ground is not offered."""

    def __init__(self, request):
        self.request, self.day = request, request.day
        wanted = request.GET.get(SCHEME, "")
        asked = next((each for each in self.schemes if wanted in (each.code, each.key)), None)
        self.scheme = asked or self._liveliest()
        text = request.GET.get(MONTHS, "")
        self.months = int(text) if text.isdecimal() and 1 <= int(text) <= 36 else COLD

    @cached_property
    def schemes(self) -> list:
        """Those whose issuer one reads numbers for, and those of the committees that own one's zone."""
        reach = self.request.scope.reach("attendance.figures")
        owners = Zone.objects.filter(pk__in=reach.zone_ids).values("unit")
        rows = Scheme.objects.filter(within(reach, "issuer") | Q(issuer__in=owners)).on(self.day)
        return list(
            rows.filter(target_kind__in=("unit", "organisation"))
            .select_related("issuer")
            .order_by("sort_key")
        )

    def _liveliest(self):
        """The scheme under which the latest report was filed, else the first."""
        rows = Report.objects.filter(scheme__in=self.schemes).order_by("-met_on", "-pk")
        latest = rows.values_list("scheme", flat=True).first()
        return next((each for each in self.schemes if each.pk == latest), None) or next(
            iter(self.schemes), None
        )

    @cached_property
    def coverage(self) -> ChecklistCoverage:
        quarter = self.day.replace(month=(self.day.month - 1) // 3 * 3 + 1, day=1)
        first = month_after(quarter, -(QUARTERS - 1) * 3)
        reach, issuer = self.request.scope.reach("attendance.figures"), self.scheme.issuer
        covers = None if reach.covers(issuer.access_path, issuer.pk) else reach.covers
        return ChecklistCoverage(self.scheme, issuer, first, self.day + timedelta(days=1), covers)

    @cached_property
    def checklist(self):
        wanted = self.request.GET.get(LIST, "")
        lists = self.coverage.checklists
        return next((each for each in lists if each.code == wanted), None) or next(iter(lists), None)

    @cached_property
    def items(self) -> list:
        return list(self.checklist.items.all())

    def page_of(self, target) -> str | None:
        """The page of the place, for those who may open it."""
        name = "dashboard:unit_page" if self.scheme.target_kind == "unit" else "dashboard:organisation_page"
        return address_of(name, target.key) if self.request.scope.may("units.read") else None

    def address(self, **change) -> str:
        query = {SCHEME: self.scheme.code, LIST: self.checklist.code, MONTHS: self.months} | change
        return f"{reverse('reports:checklist_coverage')}?" + "&".join(f"{k}={v}" for k, v in query.items())


@policy("attendance.figures")
def checklist_coverage(request):
    asked = Asked(request)
    title = _("Nắm, góp, kiểm: mục nào chưa chạm tới")
    if asked.scheme is None or asked.checklist is None:
        return render(request, "reports/checklist_none.html", {"title": title})
    rows = [_cold_row(asked, row) for row in asked.coverage.coldest_first(asked.checklist)]
    _say_above(asked, rows)
    cold = sum(row["is_cold"] for row in rows)
    return list_page(
        request,
        queryset=rows,
        table=_cold_table(asked),
        title=title,
        template="reports/checklist_coverage.html",
        export="danh-muc-kiem",
        crumbs=[(title, None)],
        empty={"why": _("Chủ trương này chưa có nơi nào để tính vào ngày này.")},
        context={
            "lead": asked.scheme.name,
            "asked": asked,
            "shares": _share_table(asked),
            "cold": ngettext(
                "%(n)s/%(units)s nơi có mục chưa chạm tới từ %(months)s tháng trở lên.",
                "%(n)s/%(units)s nơi có mục chưa chạm tới từ %(months)s tháng trở lên.",
                cold,
            )
            % {"n": cold, "units": asked.coverage.units, "months": asked.months},
            "lists": [
                (each.name, asked.address(**{LIST: each.code}), each == asked.checklist)
                for each in asked.coverage.checklists
            ],
            "schemes": asked.schemes if len(asked.schemes) > 1 else [],
            "unwritten": [item for item in asked.items if item.is_placeholder],
        },
    )


def _cold_table(asked):
    columns = {"name": LinkColumn(verbose_name=gettext_lazy("Nơi"), orderable=False, url="url", note="above")}
    for item in asked.items:
        columns[f"i{item.number}"] = CellColumn(verbose_name=_item_words(item), orderable=False)
    return type("ColdTable", (ListTable,), {"css": "wide", **columns})


def _cold_row(asked, row) -> dict:
    cells = {
        f"i{item.number}": cell_words(row.months(item.code, asked.day), asked.months) for item in asked.items
    }
    is_cold = any(state in ("bad", "warn") for state, _word in cells.values())
    keys = row.target.path.split(".")[:-1]
    above = keys[-2] if len(keys) > 1 else ""
    return {
        "name": row.target.name,
        "above_key": above,
        "url": asked.page_of(row.target),
        "is_cold": is_cold,
        **cells,
    }


def _say_above(asked, rows):
    """Under which unit each place lies: there is an "Ấp 1" in every commune."""
    keys = {row["name"]: None for row in rows}
    if len(keys) == len(rows):
        return
    names = names_of_keys({row["above_key"] for row in rows} - {""}, asked.day)
    for row in rows:
        row["above"] = names.get(row["above_key"], "")


def cell_words(months: int | None, cold: int) -> tuple:
    """(state, word) of a cell: never touched, so many months ago, this month."""
    if months is None:
        return "bad", _("chưa lần nào")
    if months <= 0:
        return "ok", _("tháng này")
    words = ngettext("%(n)s tháng trước", "%(n)s tháng trước", months) % {"n": months}
    return ("warn" if months >= cold else "ok"), words


def _share_table(asked):
    """Items × quarters, each cell how many of the places."""
    coverage = asked.coverage
    columns = {"item": Column(verbose_name=_("Mục"), orderable=False)}
    columns |= {
        f"q{number}": RightColumn(verbose_name=quarter_words(each), orderable=False)
        for number, each in enumerate(coverage.quarters)
    }
    rows = [
        {"item": _item_words(item)}
        | {
            f"q{number}": share_words(coverage.share(item.code, each))
            for number, each in enumerate(coverage.quarters)
        }
        for item in asked.items
    ]
    table = type("ShareTable", (ListTable,), columns)
    return table(rows, caption=_("Số nơi mà mục được chạm tới, theo quý"), orderable=False)


def share_words(share) -> str:
    """ "12/40 (30 %)"; no unit at all is "–"."""
    return "–" if share.percent is None else f"{share.touched}/{share.units} ({share.percent} %)"


def quarter_words(quarter) -> str:
    return _("Quý %(number)s/%(year)s") % {
        "number": (quarter.starts_on.month + 2) // 3,
        "year": quarter.starts_on.year,
    }


def _item_words(item) -> str:
    return f"{item.number}. {item.text}"
