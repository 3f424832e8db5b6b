"""Rounds: opened and closed by staff; the page of one gathers what the conference and the notice need."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from assignments.models import Scheme
from branches.models import Unit
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.pages import list_page
from common.periods import last_day, to_ends_on
from common.policy import policy
from matters.sections import sections
from reports.actions.rounds import change_round, close_round, next_days, open_round, reopen_round
from reports.facts.rounds import address, for_seen, round_rows, seen_rows
from reports.forms.rounds import ReasonForm, RoundDaysForm, RoundForm, VersionedForm
from reports.models import Conclusion, Report, Round
from reports.rounds import RoundFacts
from reports.tables.rounds import CONCLUSION, ROUND, SEEN, RoundTable, SeenTable

ON_THE_PAGE = 20


@policy("rounds.read")
def round_list(request):
    rows = Round.objects.visible_to(request.scope).select_related("scheme").with_report_count()
    may_open = request.scope.may("rounds.write")
    return list_page(
        request,
        queryset=rows.order_by("-starts_on", "-pk"),
        table=RoundTable,
        title=_("Đợt dự sinh hoạt"),
        template="matters/list.html",
        prepare=lambda found: round_rows(found, request.day),
        export="dot-du-sinh-hoat",
        primary=(_("Mở đợt mới"), reverse("reports:round_new")) if may_open else None,
        empty={
            "why": _("Chưa có đợt nào."),
            "what": _(
                "Một đợt gom các lần dự trong một thời gian, thường là một tháng, để họp và ra kết luận."
            ),
        },
        crumbs=[(_("Đợt dự sinh hoạt"), None)],
        context={"sections": sections(request)},
    )


@policy("rounds.write")
def round_new(request):
    issuers, schemes = _issuers(request)
    if not issuers:
        raise Http404
    scheme = next((each for each in schemes if each.code == request.GET.get("chu-truong")), None)
    issuer = scheme.issuer if scheme else issuers[0][0]
    starts_on, ends_on = next_days(issuer, scheme, request.day)
    initial = {
        "issuer": issuer.key,
        "scheme": scheme.code if scheme else "",
        "name": _("Đợt tháng %(month)s") % {"month": f"{starts_on:%m/%Y}"},
        "starts_on": starts_on,
        "last_day": last_day(ends_on),
    }

    def act(form):
        data = form.cleaned_data
        days = {"starts_on": data["starts_on"], "ends_on": to_ends_on(data["last_day"])}
        made = open_round(**form.values, **days, by=request.user, on=request.day)
        say(request, _("Đã mở “%(name)s”.") % {"name": made})
        return made

    return form_step(
        request,
        form=RoundForm(request.POST or None, issuers=issuers, schemes=schemes, initial=initial),
        act=act,
        title=_("Mở đợt mới"),
        lead=_("Báo cáo về các buổi họp trong những ngày này thuộc về đợt, dù gửi sau."),
        button=_("Mở đợt"),
        back=reverse("reports:round_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=crumbs_of(None, _("Mở đợt mới")),
    )


@policy("rounds.read")
def round_page(request, key):
    made = found(request, key)
    facts, scope, day = RoundFacts(made, request.day), request.scope, request.day
    reports = Report.objects.visible_to(scope) & facts.reports
    may_write = scope.reach("rounds.write").covers(made.issuer.access_path, made.issuer_id)
    shown = seen_rows(for_seen(reports)[:ON_THE_PAGE], scope, day)
    notices = list(Conclusion.objects.filter(round=made))
    conclusion = next((each for each in notices if not each.voided_at), None)
    names = names_of([made.issuer_id], day)
    context = {
        "title": made.name,
        "round": made,
        "state": ROUND["open" if made.is_open else "closed"],
        "issuer": names.get(made.issuer_id, ""),
        "last_day": last_day(made.ends_on),
        "facts_of": facts,
        "figures": figures_line(made, facts),
        "counts": facts.expected.counts,
        "table": SeenTable(shown, caption=_("Ai dự ở đâu, thấy gì"), orderable=False) if shown else None,
        "more": max(0, facts.said["reports"] - ON_THE_PAGE),
        "themes": themes_of(made, facts),
        "seen": [(SEEN[seen], number) for seen, number in facts.seen.items() if number],
        "conclusion": conclusion,
        "conclusion_state": CONCLUSION["issued" if conclusion and conclusion.is_issued else "draft"],
        "voided": [each for each in notices if each.voided_at],
        "may_write": may_write,
        "steps": list(made.steps.select_related("by")),
        "conference": conference_of(request, made, may_write),
        "crumbs": crumbs_of(None, made.name),
    }
    return render(request, "reports/round_page.html", context)


@policy("rounds.write")
def round_change(request, key):
    made = writable(request, key)
    initial = {
        "name": made.name,
        "starts_on": made.starts_on,
        "last_day": last_day(made.ends_on),
        "version": made.version,
    }

    def act(form):
        data = dict(form.cleaned_data)
        ends_on = to_ends_on(data.pop("last_day"))
        change_round(made, ends_on=ends_on, by=request.user, on=request.day, **data)
        say(request, _("Đã sửa đợt."))

    return form_step(
        request,
        form=RoundDaysForm(request.POST or None, initial=initial),
        act=act,
        title=_("Sửa tên, ngày của đợt"),
        button=_("Lưu"),
        back=made.get_absolute_url(),
        done=lambda _made: made.get_absolute_url(),
        crumbs=crumbs_of(made, _("Sửa")),
    )


@policy("rounds.write")
def round_close(request, key):
    made = writable(request, key)
    facts = RoundFacts(made, request.day)
    waiting = facts.expected.reports["unreported"] + facts.expected.reports["awaiting"]

    def act(form):
        close_round(made, version=form.cleaned_data["version"], by=request.user, on=request.day)
        say(request, _("Đã chốt “%(name)s”.") % {"name": made})

    return form_step(
        request,
        form=VersionedForm(request.POST or None, initial={"version": made.version}),
        act=act,
        title=_("Chốt “%(name)s”?") % {"name": made},
        lead=_(
            "Chốt xong thì ký được thông báo kết luận; ngày của đợt không sửa được nữa. Còn %(waiting)s lượt dự chưa có "
            "báo cáo. Chốt nhầm thì mở lại được, kèm lý do."
        )
        % {"waiting": number_format(waiting)},
        button=_("Chốt đợt"),
        back=made.get_absolute_url(),
        done=lambda _made: made.get_absolute_url(),
        crumbs=crumbs_of(made, _("Chốt")),
    )


@policy("rounds.write")
def round_reopen(request, key):
    made = writable(request, key)

    def act(form):
        reopen_round(made, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã mở lại “%(name)s”.") % {"name": made})

    return form_step(
        request,
        form=ReasonForm(request.POST or None, initial={"version": made.version}),
        act=act,
        title=_("Mở lại “%(name)s”") % {"name": made},
        button=_("Mở lại"),
        back=made.get_absolute_url(),
        done=lambda _made: made.get_absolute_url(),
        crumbs=crumbs_of(made, _("Mở lại")),
    )


def found(request, key) -> Round:
    rows = Round.objects.visible_to(request.scope).select_related("issuer", "scheme", "conference")
    return get_object_or_404(rows, key=key)


def writable(request, key) -> Round:
    rows = Round.objects.visible_to(request.scope).writable_by(request.scope)
    return get_object_or_404(rows.select_related("issuer", "scheme"), key=key)


def crumbs_of(made, here):
    crumbs = [(_("Đợt dự sinh hoạt"), reverse("reports:round_list"))]
    return [*crumbs, *([(made.name, made.get_absolute_url())] if made else []), (here, None)]


def figures_line(made, facts) -> list[dict]:
    """The top line: each number and the list behind it."""
    expected, reports, total = facts.expected, facts.expected.reports, facts.total

    def part(number, words, name, query=""):
        url = reverse(f"reports:{name}", args=[made.key])
        return {
            "number": number_format(number, force_grouping=True),
            "words": words,
            "url": f"{url}?{query}" if query else url,
        }

    return [
        part(expected.counts.turns, _("lượt dự"), "round_visits", "cap=chi-bo"),
        part(reports["on_time"], _("báo cáo đúng hạn"), "round_visits", "bao_cao=dung-han"),
        part(reports["late"], _("báo cáo muộn"), "round_visits", "bao_cao=muon"),
        part(reports["unreported"], _("lượt thiếu báo cáo"), "round_visits", "bao_cao=thieu"),
        part(total.missing, _("lượt chỉ tiêu không dự"), "round_missing"),
        part(facts.said["with_shortcomings"], _("báo cáo nêu hạn chế"), "round_reports", "xem=han-che"),
        part(facts.raised, _("kiến nghị"), "round_matters"),
    ]


def themes_of(made, facts) -> dict:
    """Topics of what was raised, qualities, and what was seen not to be done; each number with the rows behind it."""
    matters = reverse("reports:round_matters", args=[made.key])
    reports = reverse("reports:round_reports", args=[made.key])
    labels = dict(Report.Quality.choices)
    return {
        "topics": [
            (name or _("chưa phân lĩnh vực"), number, f"{matters}?linh_vuc={code or 'khac'}")
            for code, name, number in facts.topics
        ],
        "quality": [
            (labels[quality], number, f"{reports}?chat_luong={quality}")
            for quality, number in facts.said["quality"].items()
        ],
        "not_done": facts.not_done[:10],
    }


def conference_of(request, made, may_write) -> dict:
    """The conference that reflected on it, as far as the reader may open it, and the way to one."""
    chosen = made.conference
    reach = request.scope.reach("conferences.read")
    if chosen is not None and (chosen.voided_at or not reach.covers(made.issuer.access_path, chosen.unit_id)):
        chosen = None
    return {
        "chosen": chosen,
        "url": address("matters:conference_page", chosen.key) if chosen else None,
        "day": date_format(chosen.on, "d/m/Y") if chosen and chosen.on else "",
        "choose_url": reverse("reports:round_conference", args=[made.key]) if may_write else None,
        "new_url": reverse("reports:round_conference_new", args=[made.key])
        if may_write and chosen is None and request.scope.may("conferences.write")
        else None,
    }


def _issuers(request) -> tuple[list, list]:
    """([(unit, name)], [schemes]) for which the reader opens rounds, the highest committee first."""
    own = within(request.scope.reach("rounds.write"), unit="")
    schemes = list(
        Scheme.objects.on(request.day)
        .filter(issuer__in=Unit.objects.filter(own))
        .select_related("issuer")
        .order_by("issuer__access_path", "sort_key")
    )
    units = list({each.issuer_id: each.issuer for each in schemes}.values())
    names = names_of([unit.pk for unit in units], request.day)
    return [(unit, names.get(unit.pk, "")) for unit in units], schemes
