"""The register of urgent matters: the list, by organisation, who registered none, and one matter."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from branches.models import Organisation
from branches.querysets.browsing import tops_of
from branches.views.steps import add_refusal, say
from common.documents import printed_by, printed_response
from common.exports import export_of_table, log_export
from common.pages import list_page
from common.policy import policy
from matters.actions.urgent import OPEN, note_progress
from matters.documents import urgent_document
from matters.filters.urgent import OPEN as OPEN_STATE
from matters.filters.urgent import OVERDUE, UNCONFIRMED, UrgentFilter
from matters.forms.urgent import NoteForm
from matters.models import Recommendation, UrgentMatter
from matters.querysets.urgent import grassroots_read_by
from matters.sections import sections
from matters.tables.urgent import RegisterTable, UrgentFileTable, UrgentTable, WithoutTable
from matters.urgent_register import UrgentRegister
from matters.urgent_rows import body_rows, places_of, state_of, urgent_rows
from matters.urgent_stepping import STEPS
from matters.views.urgent_shared import crumbs_of, is_confirmable, is_writable, readable, register_crumbs

YEAR = "nam"
MOST_PRINTED = 1000


@policy("urgent.read")
def urgent_list(request):
    rows = UrgentMatter.objects.visible_to(request.scope).standing().select_related("topic")
    chosen = UrgentFilter(request.GET or None, queryset=rows, request=request).qs
    writes = request.scope.may("urgent.write")
    return list_page(
        request,
        queryset=rows.order_by("-year", "due_on", "pk"),
        table=UrgentTable,
        filterset=UrgentFilter,
        title=_("Việc cấp bách, bức xúc"),
        template="matters/urgent_list.html",
        prepare=lambda found: urgent_rows(found, request.day),
        export=export_of_table(UrgentFileTable, "viec-cap-bach"),
        primary=(_("Đăng ký việc"), reverse("matters:urgent_new")) if writes else None,
        crumbs=[(_("Việc cấp bách"), None)],
        empty={
            "why": _("Chưa có việc cấp bách nào được đăng ký trong địa bàn của bạn."),
            "what": _("Việc được đăng ký tại đây, hoặc nhập từ danh sách có sẵn.")
            if writes
            else _("Việc do văn phòng đảng ủy đăng ký sẽ hiện ở đây."),
        },
        context={
            "sections": sections(request),
            "numbers": _numbers(request, chosen.counted(request.day)),
            "register_links": [*_register_links(request), *_paper_links(request)],
            "carry_url": _carry_url(request) if writes else None,
        },
    )


@policy("exports.read")
def urgent_paper(request, kind):
    """The register as it is filtered, on paper, of the committee of the reader's highest place: for who may take a list out."""
    if not request.scope.may("urgent.read"):
        raise PermissionDenied
    rows = UrgentMatter.objects.visible_to(request.scope).standing().select_related("topic")
    chosen = UrgentFilter(request.GET or None, queryset=rows, request=request).qs
    top = tops_of(request.scope, request.day).order_by("level", "path").first()
    if top is None:
        raise Http404
    count = chosen.count()
    with override("vi"):
        rows = urgent_rows(chosen.order_by("-year", "due_on", "pk")[:MOST_PRINTED], request.day)
    log_export(request, len(rows))
    years = {row["year"] for row in rows}
    document = urgent_document(
        rows,
        issuer_id=top.unit_id,
        year=years.pop() if len(years) == 1 else None,
        day=request.day,
        left_out=count - len(rows),
        footer=printed_by(request.user),
    )
    return printed_response(document, kind, name="so-viec-cap-bach")


def _numbers(request, counts) -> list[dict]:
    """The totals of what is listed; each that has a filter leads to its rows, counted by the same queryset method."""
    query = request.GET.copy()
    query.pop("page", None)

    def url(state):
        query["tinh_trang"] = state
        return f"{request.path}?{query.urlencode()}"

    return [
        {"number": counts["registered"], "words": _("việc đã đăng ký"), "state": ""},
        {"number": counts["organisations"], "words": _("tổ chức cơ sở đảng"), "state": ""},
        {"number": counts["done"], "words": _("hoàn thành"), "state": "ok", "url": url("done")},
        {"number": counts["open"], "words": _("chưa xong"), "state": "info", "url": url(OPEN_STATE)},
        {"number": counts["overdue"], "words": _("quá hạn"), "state": "bad", "url": url(OVERDUE)},
        {
            "number": counts["unconfirmed"],
            "words": _("chờ xác nhận"),
            "state": "warn",
            "url": url(UNCONFIRMED),
        },
    ]


def _carry_url(request) -> str | None:
    """Carrying over is asked for once the year is ending."""
    rows = UrgentMatter.objects.writable_by(request.scope).standing().filter(status__in=OPEN)
    year = rows.filter(year__lte=request.day.year).order_by("year").values_list("year", flat=True).first()
    if year is None or (year == request.day.year and request.day.month < 11):
        return None
    return f"{reverse('matters:urgent_carry_all')}?{YEAR}={year}"


def _register_links(request) -> list[tuple]:
    year = _asked_year(request)
    return [
        (_("Theo tổ chức đảng"), f"{reverse('matters:urgent_bodies')}?{YEAR}={year}"),
        (_("Chưa đăng ký"), f"{reverse('matters:urgent_without')}?{YEAR}={year}"),
    ]


def _paper_links(request) -> list[tuple]:
    """The register as it is filtered now."""
    if not request.scope.may("exports.read"):
        return []
    query = request.GET.urlencode()
    words = (("docx", _("Tải Word")), ("pdf", _("Tải PDF")))
    return [(word, f"{reverse('matters:urgent_paper', args=[kind])}?{query}") for kind, word in words]


def _asked_year(request) -> int:
    text = request.GET.get(YEAR, "")
    is_year = text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100
    return int(text) if is_year else request.day.year


def _register(request, year) -> UrgentRegister:
    """The register of a year on the reader's ground, as it stands on its last day, or today."""
    day = min(request.day, request.day.replace(year=year, month=12, day=31))
    matters = UrgentMatter.objects.visible_to(request.scope).standing().of_years(year)
    return UrgentRegister(matters, grassroots_read_by(request.scope, day), day)


@policy("urgent.read")
def urgent_bodies(request):
    """Every grassroots organisation with what it registered, and whoever else registered something."""
    year = _asked_year(request)
    register = _register(request, year)
    counts = register.matters.counted_by_organisation(register.day)
    bodies = Organisation.objects.filter(pk__in=[*counts, *register.bodies.values_list("pk", flat=True)])
    return list_page(
        request,
        queryset=body_rows(bodies, counts, year, register.day),
        table=RegisterTable,
        title=_("Sổ việc cấp bách năm %(year)s theo tổ chức đảng") % {"year": year},
        template="matters/urgent_bodies.html",
        export="viec-cap-bach-theo-to-chuc",
        crumbs=register_crumbs(_("Theo tổ chức đảng")),
        empty={"why": _("Chưa có tổ chức cơ sở đảng nào trong địa bàn của bạn.")},
        context=_year_context(request, year, register, "matters:urgent_bodies"),
    )


@policy("urgent.read")
def urgent_without(request):
    """Grassroots organisations that registered none."""
    year = _asked_year(request)
    register = _register(request, year)
    return list_page(
        request,
        queryset=body_rows(register.without(), {}, year, register.day),
        table=WithoutTable,
        title=_("Tổ chức đảng chưa đăng ký việc cấp bách năm %(year)s") % {"year": year},
        template="matters/urgent_bodies.html",
        export="chua-dang-ky-viec-cap-bach",
        crumbs=register_crumbs(_("Chưa đăng ký")),
        empty={
            "why": _("Mọi tổ chức cơ sở đảng trong địa bàn của bạn đều đã đăng ký.")
            if register.organisations
            else _("Chưa có tổ chức cơ sở đảng nào trong địa bàn của bạn.")
        },
        context=_year_context(request, year, register, "matters:urgent_without"),
    )


def _year_context(request, year, register, name) -> dict:
    address = reverse(name)
    return {
        "sections": sections(request),
        "register": register,
        "without": register.without().count(),
        "year": year,
        "before": f"{address}?{YEAR}={year - 1}" if year > 2000 else None,
        "after": f"{address}?{YEAR}={year + 1}" if year <= request.day.year else None,
        "year_before": str(year - 1),
        "year_after": str(year + 1),
        "as_of_day": register.day,
    }


@policy("urgent.read")
def urgent_page(request, key):
    matter = readable(request, key)
    may_write = is_writable(request, matter)
    is_open = matter.status in OPEN and not matter.voided_at
    form = None
    if may_write and is_open:
        form = NoteForm(request.POST or None, initial={"noted_on": request.day})
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        if form is None:
            messages.warning(request, _("Việc này đã kết thúc."))
            return redirect(matter)
        if form.is_valid() and _noted(request, matter, form):
            say(request, _("Đã ghi tiến độ."))
            return redirect(matter)
    return render(request, "matters/urgent_page.html", _page_context(request, matter, form, may_write))


def _noted(request, matter, form) -> bool:
    try:
        note_progress(matter, by=request.user, on=request.day, **form.cleaned_data)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    return True


def _page_context(request, matter, form, may_write) -> dict:
    day = request.day
    name, above = places_of([(matter.organisation_id, matter.unit_id)], day)[matter.organisation_id]
    return {
        "title": matter.title,
        "matter": matter,
        "state": state_of(matter, day),
        "facts": _facts(matter, name, above),
        "steps": list(matter.notes.select_related("noted_by")),
        "files": list(matter.files.order_by("pk")),
        "recommendations": _linked(request, matter),
        "earlier": _seen(request, matter.carried_from_id),
        "later": UrgentMatter.objects.visible_to(request.scope)
        .standing()
        .filter(carried_from=matter)
        .first(),
        "form": form,
        "first": _first_step(request, matter, may_write),
        "more": _more_steps(request, matter, may_write),
        "may_read_history": request.scope.may("history.read"),
        "crumbs": crumbs_of(matter),
    }


def _first_step(request, matter, may_write):
    """(word, address) of what is to be done next."""
    if matter.voided_at:
        return None
    if may_write and STEPS["done"].is_open(matter):
        return _button(matter, "done")[:2]
    waits = STEPS["confirm"].is_open(matter)
    if waits and matter.done_by_id != request.user.pk and is_confirmable(request, matter):
        return _button(matter, "confirm")[:2]
    return None


def _more_steps(request, matter, may_write) -> list[tuple]:
    """[(word, address, whether it is dangerous)]"""
    if matter.voided_at or not may_write:
        return []
    pages = [("urgent_evidence", _("Thêm minh chứng")), ("urgent_links", _("Gắn kiến nghị"))]
    if matter.status in OPEN:
        pages = [("urgent_change", _("Sửa")), *pages]
    names = [name for name in ("carry", "drop", "reopen", "void") if STEPS[name].is_open(matter)]
    if "reopen" in names and matter.confirmed_on and not is_confirmable(request, matter):
        names.remove("reopen")
    return [
        *((word, reverse(f"matters:{name}", args=[matter.key]), False) for name, word in pages),
        *(_button(matter, name) for name in names),
    ]


def _button(matter, name) -> tuple:
    """(word, address, whether it is dangerous) of a step."""
    step = STEPS[name]
    return step.word, reverse(f"matters:urgent_{name}", args=[matter.key]), step.is_dangerous


def _facts(matter, name, above) -> list[tuple]:
    confirmed = ""
    if matter.confirmed_on:
        confirmed = _("%(day)s, %(who)s") % {
            "day": _day(matter.confirmed_on),
            "who": matter.confirmed_by or _("không rõ ai"),
        }
    return [
        (_("Mã"), matter.reference),
        (_("Tổ chức đảng"), name),
        (_("Xã, nơi đóng"), above if above != name else ""),
        (_("Sổ của năm"), str(matter.year)),
        (_("Ngày đăng ký"), _day(matter.registered_on)),
        (_("Lĩnh vực"), str(matter.topic or "")),
        (_("Ai chịu trách nhiệm"), matter.owner),
        (_("Thời hạn"), _day(matter.due_on) if matter.due_on else _("chưa định")),
        (_("Kết quả cần đạt"), matter.target),
        (_("Hoàn thành ngày"), _day(matter.done_on) if matter.done_on else ""),
        (_("Kết quả, lý do"), matter.result),
        (_("Xác nhận"), confirmed),
        (_("Hủy vì nhập nhầm"), matter.void_reason),
    ]


def _linked(request, matter) -> list[Recommendation]:
    """The recommendations behind it that the reader may read anyway."""
    seen = Recommendation.objects.visible_to(request.scope).standing()
    return list(seen.filter(urgent_matters=matter).order_by("raised_on", "pk"))


def _seen(request, pk):
    return UrgentMatter.objects.visible_to(request.scope).filter(pk=pk).first() if pk else None


def _day(day) -> str:
    return date_format(day, "d/m/Y")
