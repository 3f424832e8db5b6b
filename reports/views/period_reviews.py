"""Reviews (sơ kết, tổng kết): the figures of a place and a period in one click, frozen, finished in words, printed."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from assignments.models import Scheme
from branches.models import Unit, UnitVersion
from branches.querysets.scoping import binding, within
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.asked_once import asking_once
from common.documents import printed_by, printed_response
from common.exports import XLSX
from common.pages import list_page, read_day
from common.periods import last_day
from common.policy import policy
from matters.sections import sections
from reports.actions.freezing import TEXTS, change_words, freeze_review, sign_review, void_review
from reports.facts.period_reviews import changed_since, sections_of
from reports.facts.review_charts import lying, months_chart, sides_chart, standing
from reports.facts.review_gaps import Gaps
from reports.facts.review_links import Kept, Links
from reports.facts.review_words import place_of, scheme_of
from reports.forms.period_reviews import AskForm, FreezeForm, SignForm, WordsForm
from reports.forms.rounds import ReasonForm
from reports.models import Review
from reports.review_documents import review_document
from reports.review_periods import preset_periods
from reports.review_spreadsheets import review_spreadsheet
from reports.reviewing import review_figures
from reports.tables.period_reviews import REVIEW, ReviewTable

MOST_BELOW = 200
_ONE_DAY = timedelta(days=1)


@policy("reviews.read")
def period_review_list(request):
    rows = Review.objects.visible_to(request.scope).for_list().order_by("-ends_on", "-pk")
    return list_page(
        request,
        queryset=rows,
        table=ReviewTable,
        title=_("Sơ kết, tổng kết"),
        template="matters/list.html",
        prepare=lambda found: _rows(found, request.day),
        export="so-ket",
        primary=(_("Xem số liệu một kỳ"), reverse("reports:period_review_live")),
        empty={
            "why": _("Chưa có báo cáo sơ kết, tổng kết nào."),
            "what": _("Xem số liệu một kỳ, rồi chốt: một năm sau mở lại, số liệu vẫn như khi chốt."),
        },
        crumbs=[(_("Sơ kết, tổng kết"), None)],
        context={"sections": sections(request)},
    )


def _rows(found, day):
    found = list(found)
    names = names_of({each.unit_id for each in found}, day)
    for each in found:
        yield {
            "title": each.title,
            "url": each.get_absolute_url(),
            "kind": each.get_kind_display(),
            "place": each.kept_place or names.get(each.unit_id, ""),
            "starts_on": each.starts_on,
            "ends_on": each.ends_on,
            "frozen": timezone.localdate(each.frozen_at),
            "number": each.number,
            "state": state_of(each),
        }


def state_of(review) -> str:
    return "voided" if review.voided_at else "signed" if review.is_signed else "draft"


class Asked:
    """`unit`, `[starts_on, ends_on)` and `scheme` of the address; 404 outside of the reader's ground."""

    def __init__(self, request):
        self.ground = Unit.objects.filter(within(request.scope.reach("reviews.read"), unit=""))
        key = request.GET.get("dia-ban", "")
        rows = (
            self.ground.filter(key=key) if key else self.ground.filter(closed_on=None).order_by("access_path")
        )
        self.unit = rows.first()
        if self.unit is None:
            raise Http404
        first, last = _period(request)
        self.starts_on, self.ends_on = first, last + _ONE_DAY
        self.schemes = list(
            Scheme.objects.filter(binding(request.scope.reach("reviews.read"), "issuer")).order_by(
                "sort_key", "code"
            )
        )
        code = request.GET.get("chu-truong", "")
        self.scheme = next((each for each in self.schemes if each.code == code), None)
        if code and self.scheme is None:
            raise Http404

    def query(self, **more) -> str:
        values = {
            "dia-ban": self.unit.key,
            "tu": self.starts_on.isoformat(),
            "den": (self.ends_on - _ONE_DAY).isoformat(),
            "chu-truong": self.scheme.code if self.scheme else None,
        } | more
        return urlencode({name: value for name, value in values.items() if value})


def _period(request) -> tuple[date, date]:
    """First and last day; the year up to the last month that is over, where the address names none."""
    first, last = read_day(request.GET.get("tu", "")), read_day(request.GET.get("den", ""))
    over = request.day.replace(day=1) - _ONE_DAY
    last = last or (request.day if first and first > over else over)
    first = first or date(last.year, 1, 1)
    if 2000 <= first.year <= last.year <= 2100 and first <= last and first <= request.day:
        return first, last
    if not _is_asked(request):
        raise Http404
    # What is wrong is said in the form, above the period that is shown where none is named.
    return date(over.year, 1, 1), over


def _is_asked(request) -> bool:
    """Whether the address is that of the form, which names a place in words."""
    return "noi" in request.GET


def _presets(asked, day) -> list[tuple[str, str]]:
    return [
        (label, f"?{asked.query(tu=first.isoformat(), den=last.isoformat())}")
        for label, first, last in preset_periods(day, asked.scheme)
    ]


@policy("reviews.read")
@asking_once()
def period_review_live(request):
    """The figures at once, without freezing anything; a place that is named leads to its own address."""
    asked = Asked(request)
    form = _ask_form(request, asked)
    if form.is_valid():
        chosen = form.cleaned_data["noi"] or asked.unit
        return redirect(f"{request.path}?{asked.query(**{'dia-ban': chosen.key})}")
    figures = review_figures(asked.unit, asked.starts_on, asked.ends_on, on=request.day, scheme=asked.scheme)
    if request.GET.get("export") == "xlsx":
        return _spreadsheet(request, figures, _title(form.called.name, asked), "so-lieu-ky", request.day)
    links = Links(asked.unit, asked.starts_on, asked.ends_on, request.day, request.scope, asked.scheme)
    may_freeze = request.scope.reach("reviews.write").covers(asked.unit.access_path, asked.unit.pk)
    context = {
        "title": _title(form.called.name, asked),
        "asked": asked,
        "form": form,
        "last_day": asked.ends_on - _ONE_DAY,
        "presets": _presets(asked, request.day),
        "below": _below(asked, request.day),
        "freeze_url": f"{reverse('reports:period_review_new')}?{asked.query()}" if may_freeze else None,
        "export_url": f"?{asked.query(export='xlsx')}" if request.scope.may("exports.read") else None,
        **_shown(figures, links, request.day),
        "crumbs": [
            (_("Sơ kết, tổng kết"), reverse("reports:period_review_list")),
            (_("Số liệu một kỳ"), None),
        ],
    }
    return render(request, "reports/period_review_live.html", context)


def _ask_form(request, asked) -> AskForm:
    last = asked.ends_on - _ONE_DAY
    return AskForm(
        request.GET if _is_asked(request) else None,
        units=asked.ground,
        unit=asked.unit,
        day=min(last, request.day),
        first=asked.starts_on,
        last=last,
        today=request.day,
    )


def _title(name, asked) -> str:
    return _("Số liệu %(name)s, %(first)s – %(last)s") % {
        "name": name,
        "first": date_format(asked.starts_on, "d/m/Y"),
        "last": date_format(asked.ends_on - _ONE_DAY, "d/m/Y"),
    }


def _name_of(asked, day) -> str:
    return names_of([asked.unit.pk], min(asked.ends_on - _ONE_DAY, day)).get(asked.unit.pk, "")


def _below(asked, day) -> list[tuple[str, str]]:
    """The places directly below: the same question of each."""
    versions = UnitVersion.objects.on(min(asked.ends_on - _ONE_DAY, day)).filter(parent=asked.unit)
    return [
        (version.name, f"?{asked.query(**{'dia-ban': version.unit.key})}")
        for version in versions.select_related("unit").order_by("sort_key")[:MOST_BELOW]
    ]


def _shown(figures, links, until) -> dict:
    gaps, groups = Gaps(figures), sections_of(figures, links, owns=links.owns)
    for each in groups:
        each.picture = lying(sides_chart(each))
    return {
        "groups": groups,
        "gaps": gaps.sentences,
        "is_partial": gaps.is_partial,
        "months": standing(months_chart(figures, until)),
    }


def _spreadsheet(request, figures, title, name, until):
    if not request.scope.may("exports.read"):
        raise Http404
    footer = _("Người tải: %(name)s, lúc %(moment)s.") % {
        "name": request.user,
        "moment": date_format(timezone.localtime(), "H:i d/m/Y"),
    }
    data = review_spreadsheet(figures, title=title, footer=footer, until=until)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}-{request.day:%Y-%m-%d}.xlsx")
    return response


@policy("reviews.write")
def period_review_new(request):
    """Freezes what `period_review_live` shows under the same address."""
    asked = Asked(request)
    if not request.scope.reach("reviews.write").covers(asked.unit.access_path, asked.unit.pk):
        raise Http404
    issuer = _issuer(request, asked.unit)
    back = f"{reverse('reports:period_review_live')}?{asked.query()}"

    def act(form):
        return freeze_review(
            issuer=issuer,
            unit=asked.unit,
            scheme=asked.scheme,
            starts_on=asked.starts_on,
            ends_on=asked.ends_on,
            by=request.user,
            on=request.day,
            **form.cleaned_data,
        )

    return form_step(
        request,
        form=FreezeForm(request.POST or None),
        act=act,
        title=_("Chốt số liệu"),
        lead=_title(_name_of(asked, request.day), asked),
        button=_("Chốt số liệu"),
        back=back,
        done=lambda made: made.get_absolute_url(),
        crumbs=[(_("Sơ kết, tổng kết"), reverse("reports:period_review_list")), (_("Chốt số liệu"), None)],
    )


def _issuer(request, unit) -> Unit:
    """The committee that speaks: the highest unit over the place for which the reader writes reviews."""
    reach = request.scope.reach("reviews.write")
    keys = unit.access_path.split(".")[:-1]
    rows = {each.key: each for each in Unit.objects.filter(key__in=keys)}
    return next(
        (rows[key] for key in keys if key in rows and reach.covers(rows[key].access_path, rows[key].pk)), unit
    )


@policy("reviews.read")
@asking_once()
def period_review_page(request, key):
    """The frozen figures, and what is another today."""
    review = found(request, key)
    frozen_on = timezone.localdate(review.frozen_at)
    may_write = request.scope.reach("reviews.write").covers(review.issuer.access_path, review.issuer_id)
    live = review_figures(review.unit, review.starts_on, review.ends_on, on=request.day, scheme=review.scheme)
    edits = may_write and not review.is_signed and not review.voided_at
    period = review.unit, review.starts_on, review.ends_on, request.day
    kept = Kept(review.key, review.counted.keys())
    links = Links(*period, request.scope, review.scheme, frozen_on=frozen_on, kept=kept)
    context = {
        "title": review.title,
        "review": review,
        "state": REVIEW[state_of(review)],
        "place": place_of(review),
        "scheme": scheme_of(review),
        "last_day": last_day(review.ends_on),
        "frozen_on": frozen_on,
        "changed": changed_since(review.figures, live),
        "texts": [(review._meta.get_field(name).verbose_name, getattr(review, name)) for name in TEXTS],
        "edits": edits,
        "may_void": may_write and not review.voided_at,
        "may_export": request.scope.may("exports.read"),
        "steps": list(review.steps.select_related("by")),
        "is_frozen": True,
        "opens_kept": links.opens_kept,
        **_shown(review.figures, links, frozen_on),
        "crumbs": [(_("Sơ kết, tổng kết"), reverse("reports:period_review_list")), (review.title, None)],
    }
    return render(request, "reports/period_review_page.html", context)


@policy("reviews.read")
def period_review_file(request, key, kind):
    review = found(request, key)
    if kind == "xlsx":
        return _spreadsheet(
            request, review.figures, review.title, "so-ket", timezone.localdate(review.frozen_at)
        )
    return printed_response(
        review_document(review, day=request.day, footer=printed_by(request.user)),
        kind,
        name=f"so-ket-{review.key}",
    )


@policy("reviews.write")
def period_review_change(request, key):
    review = writable(request, key)
    names = ("title", *TEXTS, "version")
    return _step(
        request,
        review,
        form=WordsForm(request.POST or None, initial={name: getattr(review, name) for name in names}),
        action=change_words,
        title=_("Lời của báo cáo"),
        button=_("Lưu"),
    )


@policy("reviews.write")
def period_review_sign(request, key):
    review = writable(request, key)
    return _step(
        request,
        review,
        form=SignForm(request.POST or None, initial={"signed_on": request.day, "version": review.version}),
        action=sign_review,
        title=_("Ghi số, ngày ký"),
        button=_("Ghi số"),
        lead=_("Từ đây lời của báo cáo không sửa được nữa; sai thì hủy và lập lại."),
    )


@policy("reviews.write")
def period_review_void(request, key):
    review = writable(request, key)
    return _step(
        request,
        review,
        form=ReasonForm(request.POST or None, initial={"version": review.version}),
        action=void_review,
        title=_("Hủy báo cáo này?"),
        button=_("Hủy báo cáo"),
    )


def _step(request, review, *, form, action, title, button, lead=""):
    def act(form):
        action(review, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã lưu."))

    back = review.get_absolute_url()
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead,
        button=button,
        back=back,
        done=lambda _done: back,
        crumbs=[
            (_("Sơ kết, tổng kết"), reverse("reports:period_review_list")),
            (review.title, back),
            (button, None),
        ],
    )


def found(request, key) -> Review:
    rows = Review.objects.visible_to(request.scope).select_related("issuer", "unit", "scheme")
    return get_object_or_404(rows, key=key)


def writable(request, key) -> Review:
    rows = Review.objects.visible_to(request.scope).writable_by(request.scope)
    return get_object_or_404(rows.select_related("issuer", "unit", "scheme"), key=key, voided_at=None)
