"""Conferences that must come again: the rules, and what they ask of each unit as it stands today."""

from datetime import date

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.models import UnitPlacement
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.rules import COMMUNE
from branches.views.steps import form_step, say
from common.distances import due_words
from common.pages import list_page
from common.periods import last_day, to_ends_on
from common.policy import policy
from matters.actions.obligations import end_obligation, make_obligation
from matters.forms.obligations import EndForm, ObligationForm
from matters.models import Obligation
from matters.obligations import counts_by_state, counts_by_unit, dues
from matters.recurring import COMING, OVERDUE, SOON, STATES
from matters.sections import sections
from matters.tables.obligations import STATES as WORDS
from matters.tables.obligations import DueTable, ObligationTable, UnitDueTable

YEAR, STATE, VIEW, BY_UNIT = "nam", "tinh_trang", "xem", "don-vi"
FIRST_YEAR, LAST_YEAR = 2000, 2100


@policy("conferences.read")
def obligation_due(request):
    """What is overdue, what is to come and what was held in a year; unit by unit where it is asked for."""
    year = _asked_year(request)
    rows = _dues(request, year)
    state = request.GET.get(STATE, "")
    is_by_unit = request.GET.get(VIEW) == BY_UNIT
    chosen = [due for due in rows if due.state == state] if state in STATES else rows
    if is_by_unit:
        lines, table = [_unit_line(*each) for each in counts_by_unit(rows)], UnitDueTable
    else:
        lines, table = [_line(due, request.day) for due in chosen], DueTable
    return list_page(
        request,
        queryset=lines,
        table=table,
        title=_("Hội nghị phải tổ chức, năm %(year)s") % {"year": year},
        template="matters/obligation_due.html",
        export="hoi-nghi-phai-to-chuc",
        links=_links(request),
        crumbs=[
            (_("Hội nghị, đối thoại"), reverse("matters:conference_list")),
            (_("Phải tổ chức"), None),
        ],
        empty={
            "why": _("Năm này không có hội nghị nào phải tổ chức trong địa bàn của bạn."),
            "what": _(
                "Quy định về hội nghị định kỳ do Ban Tổ chức ghi; từ đó tính ra kỳ và hạn của từng đơn vị."
            ),
        },
        context={
            "sections": sections(request),
            "states": _states(request, rows, state, year),
            "years": [(str(each), f"?{YEAR}={each}") for each in (year - 1, year, year + 1)],
            "year": str(year),
            "is_by_unit": is_by_unit,
        },
    )


def _asked_year(request) -> int:
    text = request.GET.get(YEAR, "")
    is_year = text.isascii() and text.isdigit() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR
    return int(text) if is_year else request.day.year


def _dues(request, year):
    first, ends_on = date(year, 1, 1), date(year + 1, 1, 1)
    rules = Obligation.objects.visible_to(request.scope).during(first, ends_on).select_related("issuer")
    return dues(rules, request.scope, first, ends_on, on=request.day)


def _states(request, rows, state, year):
    """The chips above the list: each with its number, which is that of the rows behind it."""
    found = [
        {
            "word": WORDS[each][1],
            "number": number,
            "url": f"?{YEAR}={year}&{STATE}={each}",
            "is_on": each == state,
        }
        for each, number in counts_by_state(rows).items()
    ]
    every = {"word": _("tất cả"), "number": len(rows), "url": f"?{YEAR}={year}", "is_on": state not in STATES}
    return [every, *found]


def _line(due, day):
    conference = due.conference
    return {
        "unit": due.name,
        "url": reverse("dashboard:unit_page", args=[due.unit_key]),
        "kind": capfirst(due.obligation.get_kind_display()),
        "period": period_words(due.period),
        "due_on": due.due_on,
        "state": due.state,
        "distance": due_words(due.due_on, day) if due.state in (OVERDUE, SOON, COMING) else "",
        "conference": _conference_words(conference),
        "conference_url": conference.get_absolute_url() if conference else None,
    }


def _conference_words(conference) -> str:
    if conference is None:
        return ""
    if conference.held_on:
        return _("họp ngày %(day)s") % {"day": date_format(conference.held_on, "d/m/Y")}
    return _("dự kiến ngày %(day)s") % {"day": date_format(conference.planned_on, "d/m/Y")}


def _unit_line(due, counts):
    return {
        "unit": due.name,
        "url": reverse("dashboard:unit_page", args=[due.unit_key]),
        **counts,
    }


def period_words(period) -> str:
    """ "01/2026 – 03/2026", or the month alone."""
    last = last_day(period.ends_on)
    first = date_format(period.starts_on, "m/Y")
    return first if last.month == period.starts_on.month else f"{first} – {date_format(last, 'm/Y')}"


def _links(request):
    rules = [(_("Các quy định"), reverse("matters:obligation_list"))]
    new = [(_("Ghi hội nghị"), reverse("matters:conference_new"))]
    return [*rules, *(new if request.scope.may("conferences.write") else [])]


# --- the rules ---
@policy("conferences.read")
def obligation_list(request):
    may_write = request.scope.may("obligations.write")
    rows = Obligation.objects.visible_to(request.scope).select_related("issuer", "level", "document")
    return list_page(
        request,
        queryset=rows.order_by("kind", "level", "-starts_on", "pk"),
        table=ObligationTable,
        title=_("Quy định hội nghị định kỳ"),
        template="matters/list.html",
        prepare=lambda found: _rules(request, found),
        export="quy-dinh-hoi-nghi",
        primary=(_("Thêm quy định"), reverse("matters:obligation_new")) if may_write else None,
        links=[(_("Phải tổ chức, quá hạn"), reverse("matters:obligation_due"))],
        crumbs=_crumbs(),
        empty={
            "why": _("Chưa có quy định nào về hội nghị phải tổ chức định kỳ."),
            "what": _("Ví dụ: mỗi xã họp với cán bộ được phân công mỗi quý, sơ kết mỗi năm."),
        },
        context={"sections": sections(request)},
    )


def _rules(request, rows):
    names = names_of({row.issuer_id for row in rows}, request.day)
    mine = Obligation.objects.writable_by(request.scope).filter(pk__in=[row.pk for row in rows])
    writable = set(mine.values_list("pk", flat=True))
    return [
        {
            "kind": capfirst(row.get_kind_display()),
            "url": reverse("matters:obligation_end", args=[row.key])
            if row.pk in writable and row.ends_on is None
            else None,
            "document": str(row.document) if row.document else "",
            "issuer": names.get(row.issuer_id, ""),
            "level": row.level.name,
            "every": row.get_every_months_display(),
            "due_day": _("ngày %(day)s tháng cuối kỳ, nhắc trước %(remind)s ngày")
            % {"day": row.due_day, "remind": row.remind_days},
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "state": _rule_state(row, request.day),
        }
        for row in rows
    ]


def _rule_state(row, day) -> str:
    return "running" if row.holds_on(day) else "to_come" if row.starts_on > day else "over"


@policy("obligations.write")
def obligation_new(request):
    places = UnitPlacement.objects.on(request.day).filter(
        within(request.scope.reach("obligations.write")), level__lte=COMMUNE
    )
    form = ObligationForm(
        request.POST or None,
        issuers=list(places.select_related("unit", "version").order_by("level", "version__sort_key")),
        scope=request.scope,
        initial={"starts_on": request.day.replace(month=1, day=1)},
    )

    def act(form):
        make_obligation(by=request.user, **form.values)
        say(request, _("Đã thêm quy định; kỳ và hạn của từng đơn vị được tính từ đó."))

    title = _("Thêm quy định hội nghị định kỳ")
    lead = _("Mọi đơn vị của cấp được chọn, trong địa bàn của cấp ủy quy định, phải tổ chức mỗi kỳ một lần.")
    return _step(request, form, act, title=title, button=_("Thêm quy định"), lead=lead)


@policy("obligations.write")
def obligation_end(request, key):
    row = get_object_or_404(Obligation.objects.writable_by(request.scope).select_related("level"), key=key)
    initial = {"last_day": last_day(row.ends_on) or request.day}
    form = EndForm(request.POST or None, initial=initial)

    def act(form):
        end_obligation(row, ends_on=to_ends_on(form.cleaned_data["last_day"]), by=request.user)
        say(request, _("Đã ghi ngày kết thúc."))

    lead = _("%(kind)s, %(level)s, %(every)s. Kỳ có hạn sau ngày này không phải tổ chức nữa.") % {
        "kind": capfirst(row.get_kind_display()),
        "level": row.level.name,
        "every": row.get_every_months_display(),
    }
    return _step(request, form, act, title=_("Kết thúc quy định"), button=_("Kết thúc"), lead=lead)


def _step(request, form, act, *, title, button, lead):
    back = reverse("matters:obligation_list")
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead,
        button=button,
        back=back,
        done=lambda made: back,
        crumbs=[*_crumbs()[:-1], (_("Các quy định"), back), (title, None)],
    )


def _crumbs():
    return [
        (_("Hội nghị, đối thoại"), reverse("matters:conference_list")),
        (_("Phải tổ chức"), reverse("matters:obligation_due")),
        (_("Các quy định"), None),
    ]
