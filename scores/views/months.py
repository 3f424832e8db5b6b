"""Monthly scores: who has sent, the sheet of one's own organisation, a year rolled up."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.models import Organisation
from branches.querysets.scoping import within, within_bodies
from branches.views.steps import form_step
from common.months import asked_month, asked_year, month_links, month_query, month_words
from common.pages import list_page
from common.policy import policy
from scores.actions.sheets import open_sheet
from scores.committees import committee_and_rubric
from scores.filters.sheets import MonthFilter, YearFilter
from scores.forms.sheets import NothingForm
from scores.models import Sheet
from scores.monthly import GIVEN, KINDS, Month, Year
from scores.periods import period_after, period_query, period_words, read_period
from scores.points import scale_text
from scores.scales import there_in
from scores.sections import sections
from scores.tables.sheets import MonthTable, YearTable

_ONE_DAY = timedelta(days=1)


def bodies_of(request):
    """Organisations whose monthly scores the reader follows: those below the committee, else his own."""
    scope = request.scope
    rows = Organisation.objects.filter(kind__in=KINDS)
    own = within_bodies(scope, "scores.own", unit="unit", organisation="")
    return rows.filter(within(scope.reach("scores.read")) | own)


@policy("rubrics.read")
def month_list(request):
    """The month before this one, unless another is asked for: a month is scored when it is over."""
    before = (request.day.replace(day=1) - _ONE_DAY).replace(day=1)
    first = asked_month(request, before)
    sheets = Sheet.objects.visible_to(request.scope)
    bodies = bodies_of(request)
    lines = Month(bodies, first, request.day, sheets).lines
    return list_page(
        request,
        queryset=rows_of_period(request, bodies, lines, "month", first),
        table=MonthTable,
        filterset=MonthFilter,
        title=_("Chấm điểm hằng tháng – %(month)s") % {"month": month_words(first)},
        template="scores/month_list.html",
        export="cham-diem-thang",
        empty={
            "why": _("Không có tổ chức cơ sở đảng nào trong phạm vi của bạn."),
            "what": _("Mỗi đảng bộ, chi bộ cơ sở tự chấm hằng tháng; cấp trên thẩm định, duyệt, công bố."),
        },
        crumbs=[(_("Chấm điểm"), reverse("scores:home")), (_("Chấm tháng"), None)],
        context={
            "sections": sections(request),
            "month": month_links(request, first),
            "year_url": f"{reverse('scores:year_page')}?nam={first.year}",
            "period_url": reverse("scores:period_list"),
            "counts": counts_of(lines),
            "late_url": f"{reverse('scores:month_list')}?thang={month_query(first)}&dung_han=",
        },
    )


def _own_keys(request) -> dict:
    """{id: key} of the organisations whose own sheets the reader opens."""
    if not request.scope.may("scores.own"):
        return {}
    own = Organisation.objects.filter(within_bodies(request.scope, "scores.own", organisation=""))
    return dict(own.values_list("pk", "key"))


def rows_of_period(request, bodies, lines, kind, first) -> list[dict]:
    """Rows of the table from `lines` (MonthLine) of `bodies` in the period of `kind` that begins on `first`."""
    paths = dict(bodies.values_list("pk", "unit__access_path"))
    mine = _own_keys(request)
    return [
        {**_row(request, each, period_query(kind, first), mine), "path": paths[each.organisation_id]}
        for each in lines
    ]


def counts_of(lines) -> dict:
    return {
        "all": sum(line.state != "unasked" for line in lines),
        "sent": sum(bool(line.sheet and line.sheet.sent_on) for line in lines),
        "late": sum(line.is_late for line in lines),
        "overdue": sum(line.is_overdue for line in lines),
        "published": sum(bool(line.sheet and line.sheet.published_on) for line in lines),
    }


def _row(request, line, period, mine) -> dict:
    sheet = line.sheet
    if sheet:
        url = sheet.get_absolute_url()
    elif line.organisation_id in mine:
        url = reverse(
            "scores:month_open",
            args=[mine[line.organisation_id], period],
        )
    else:
        url = None
    reads = sheet is not None and (sheet.published_on or request.scope.may("scores.read"))
    state = line.state if reads or sheet is None or sheet.state == "draft" else "sent"
    band = sheet.band.name if reads and sheet.band and sheet.state in GIVEN else ""
    return {
        "organisation": line.name,
        "place": line.code,
        "url": url,
        "state": state,
        "states": [state],
        "sent_on": sheet.sent_on if sheet else None,
        "late": "late" if line.is_late else "overdue" if line.is_overdue else "",
        "own_total": scale_text(sheet.own_total, sheet.full) if sheet else "",
        "total": scale_text(sheet.total, sheet.full) if reads and sheet.state in GIVEN else "",
        "band": band,
        "bands": [band],
        "before": scale_text(line.before.total, line.before.full) if line.before and (line.before.published_on or request.scope.may("scores.read")) else "",
    }  # fmt: skip


@policy("scores.own")
def month_open(request, key, month):
    """The sheet of one's own organisation for a month that has begun, or for a quarter or a year; opened once."""
    kind, first = read_period(month) or ("", None)
    rows = Organisation.objects.filter(within_bodies(request.scope, "scores.own", organisation=""))
    if first is None or first > request.day:
        raise Http404
    rows = rows.filter(kind__in=KINDS) if kind == "month" else rows
    rows = there_in(rows, first, period_after(kind, first))
    body = get_object_or_404(rows.select_related("unit"), key=key)
    issuer, rubric = committee_and_rubric(body, first, kind)

    def act(form):
        if rubric is None:
            raise ValidationError(_("Cấp trên chưa ban hành bộ tiêu chí chấm kỳ này."))
        return open_sheet(
            rubric=rubric,
            organisation=body,
            issuer=issuer,
            period_on=first,
            scorer="own",
            by=request.user,
            on=request.day,
        )

    back = f"{reverse('scores:period_list')}?ky={month}"
    if kind == "month":
        back = f"{reverse('scores:month_list')}?thang={month_query(first)}"
    return form_step(
        request,
        form=NothingForm(request.POST if request.method == "POST" else None),
        act=act,
        title=_("Chấm điểm: %(period)s") % {"period": period_words(kind, first)},
        lead=_(
            "Theo: %(rubric)s. Chương trình đề xuất điểm ở tiêu chí nào có số liệu; bạn sửa được, kèm lý do."
        )
        % {"rubric": rubric or _("chưa có bộ tiêu chí")},
        button=_("Bắt đầu chấm"),
        back=back,
        done=lambda sheet: sheet.get_absolute_url(),
        crumbs=[(period_words(kind, first), back), (_("Chấm điểm"), None)],
    )


@policy("rubrics.read")
def year_page(request):
    """A year: mean, lowest, months missing, and the grade by the yearly rules of the rubric."""
    year = asked_year(request)
    sheets = Sheet.objects.visible_to(request.scope)
    if not request.scope.may("scores.read"):
        sheets = sheets.filter(published_on__isnull=False)
    bodies = bodies_of(request)
    board = Year(bodies, year, request.day, sheets)
    paths = dict(bodies.values_list("pk", "unit__access_path"))
    return list_page(
        request,
        queryset=[{**_year_row(line), "path": paths[line.organisation_id]} for line in board.lines],
        table=YearTable,
        filterset=YearFilter,
        title=_("Điểm các tháng năm %(year)s") % {"year": year},
        template="scores/list.html",
        export=f"diem-nam-{year}",
        links=year_links("scores:year_page", year),
        empty={
            "why": _("Không có tổ chức cơ sở đảng nào trong phạm vi của bạn."),
            "what": _("Trung bình, tháng thấp nhất và số tháng thiếu hiện ở đây khi phiếu tháng đã duyệt."),
        },
        crumbs=[(_("Chấm tháng"), reverse("scores:month_list")), (str(year), None)],
        context={"sections": sections(request)},
    )


def year_links(name, year) -> list[tuple]:
    return [(str(each), f"{reverse(name)}?nam={each}") for each in (year - 1, year + 1)]


def _year_row(line) -> dict:
    bands = [f"{name or '–'}: {number}" for name, number in line.year.by_band.items()]
    return {
        "organisation": line.name,
        "place": line.code,
        "url": None,
        "mean": "; ".join(scale_text(roll.mean, full) for full, roll in line.by_scale),
        "lowest": "; ".join(scale_text(roll.lowest, full) for full, roll in line.by_scale),
        "months": line.year.months,
        "missing": line.year.missing,
        "by_band": ", ".join(bands),
        "band": line.band or (_("các tháng xếp loại theo hai thang") if line.is_other_scale else ""),
        "bands": [line.band],
    }
