"""Meeting quality: a branch scores its own meeting, a visiting cadre the one that he attended; both side by side."""

from datetime import date

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.models import Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within_bodies
from branches.querysets.units import names_of
from branches.views.steps import form_step
from common.months import asked_year
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from meetings.models import Attendance, Meeting
from scores.actions.sheets import open_sheet
from scores.committees import committee_and_rubric, visited_under
from scores.filters.sheets import AlwaysFullFilter, MeetingScoreFilter, part_of_year
from scores.forms.sheets import NothingForm
from scores.meeting_quality import always_full, gap_trend, scored_meetings
from scores.models import Band, Rubric, Sheet
from scores.points import points_text, scale_text
from scores.sections import sections
from scores.tables.sheets import AlwaysFullTable, MeetingScoreTable
from scores.views.months import year_links


@policy("scores.own")
def meeting_sheet(request, key):
    """The branch scores its own meeting, once it was held."""
    rows = Meeting.objects.standing().of_branches().filter(outcome="held")
    own = within_bodies(request.scope, "scores.own")
    meeting = get_object_or_404(rows.filter(own).select_related("organisation__unit"), key=key)
    issuer, rubric = committee_and_rubric(meeting.organisation, meeting.on, "meeting", meeting.kind)
    return _open(
        request,
        meeting,
        issuer,
        rubric,
        scorer="branch",
        back=reverse("meetings:meeting_page", args=[meeting.key]),
    )


@policy(SIGNED_IN)
def turn_sheet(request, key):
    """The visiting cadre scores the meeting that he attended; nobody else does."""
    turns = Attendance.objects.standing().of_branches().filter(cadre__in=request.scope.cadre_ids)
    turn = get_object_or_404(
        turns.select_related("meeting__organisation__unit", "scheme__issuer", "cadre"), key=key
    )
    meeting = turn.meeting
    issuer = visited_under(turn.scheme, meeting.organisation, meeting.on)
    rubric = Rubric.objects.for_meeting(meeting, issuer).first()
    return _open(
        request,
        meeting,
        issuer,
        rubric,
        scorer="superior",
        cadre=turn.cadre,
        attendance=turn,
        back=reverse("reports:attendance_page", args=[turn.key]),
    )


def _open(request, meeting, issuer, rubric, *, back, **who):
    name = organisation_names([meeting.organisation_id], meeting.on).get(meeting.organisation_id, "")

    def act(form):
        if rubric is None:
            raise ValidationError(_("Chưa có bộ tiêu chí chấm buổi sinh hoạt."))
        return open_sheet(
            rubric=rubric,
            organisation=meeting.organisation,
            issuer=issuer,
            period_on=meeting.on,
            meeting=meeting,
            by=request.user,
            on=request.day,
            **who,
        )

    return form_step(
        request,
        form=NothingForm(request.POST if request.method == "POST" else None),
        act=act,
        title=_("Chấm buổi sinh hoạt ngày %(day)s") % {"day": f"{meeting.on:%d/%m/%Y}"},
        lead=_("%(name)s. Theo: %(rubric)s.") % {"name": name, "rubric": rubric or _("chưa có bộ tiêu chí")},
        button=_("Bắt đầu chấm"),
        back=back,
        done=lambda sheet: sheet.get_absolute_url(),
        crumbs=[(_("Chất lượng sinh hoạt"), reverse("scores:meeting_scores")), (_("Chấm"), None)],
    )


@policy("rubrics.read")
def meeting_scores(request):
    """Meetings of a year that somebody scored, the widest gap first; the two sides are never averaged."""
    year, period = _year(request)
    found = scored_meetings(Sheet.objects.visible_to(request.scope), *period)
    may_open = request.scope.may("scores.read")
    board = (_("Luôn tự chấm cao, chưa ai dự"), f"{reverse('scores:always_full')}?nam={year}")
    whole = (_("Xếp loại cả năm"), f"{reverse('scores:branch_years')}?nam={year}")
    return list_page(
        request,
        queryset=list(_rows(found, request.day)),
        table=MeetingScoreTable,
        filterset=MeetingScoreFilter,
        title=_("Chất lượng sinh hoạt năm %(year)s") % {"year": year},
        template="scores/list.html",
        export=f"chat-luong-sinh-hoat-{year}",
        links=[whole, *([board] if may_open else []), *year_links("scores:meeting_scores", year)],
        empty={
            "why": _("Chưa có buổi sinh hoạt nào được chấm."),
            "what": _("Chi bộ tự chấm ở trang của buổi họp; cấp trên chấm ở trang của lượt dự."),
        },
        crumbs=[(_("Chấm điểm"), reverse("scores:home")), (_("Chất lượng sinh hoạt"), None)],
        context={"sections": sections(request)},
    )


def _year(request) -> tuple[int, tuple[date, date]]:
    year = asked_year(request)
    return year, (date(year, 1, 1), date(year + 1, 1, 1))


def _rows(found, day):
    found = list(found)
    names, places, paths, keys = names_of_lines(found, day)
    for each in found:
        sheets = [sheet for sheet in (each.branch, *each.superiors) if sheet]
        yield {
            "organisation": names.get(each.organisation_id, ""),
            "place": places.get(each.unit_id, ""),
            "url": reverse("scores:meeting_trend", args=[keys[each.organisation_id]]),
            "met_on": each.met_on,
            "branch": graded(each.branch),
            "superior": "; ".join(graded(sheet) for sheet in each.superiors),
            "gap": gap_words(each.widest),
            "widest": each.widest,
            "path": paths[each.unit_id],
            "bands": {sheet.band.name for sheet in sheets if sheet.band},
            "states": {sheet.state for sheet in sheets},
            "is_late": any(sheet.is_late for sheet in sheets),
        }


def names_of_lines(found, day) -> tuple[dict, dict, dict, dict]:
    """({organisation: name}, {unit: name}, {unit: access path}, {organisation: key}) of lines with both; four queries."""
    bodies, units = {each.organisation_id for each in found}, {each.unit_id for each in found}
    paths = dict(Unit.objects.filter(pk__in=units).values_list("pk", "access_path"))
    keys = dict(Organisation.objects.filter(pk__in=bodies).values_list("pk", "key"))
    return organisation_names(bodies, day), names_of(units, day), paths, keys


def graded(sheet) -> str:
    """ "86,5 (Khá)"."""
    if sheet is None or sheet.total is None:
        return ""
    words = scale_text(sheet.total, sheet.full)
    return f"{words} ({sheet.band})" if sheet.band else words


def trend_words(trend) -> str:
    """ "+2,7, trước đó +5: thu hẹp" of a GapTrend."""
    if trend is None:
        return ""
    words = {True: _("rộng ra"), False: _("thu hẹp"), None: _("như trước")}[trend.is_wider]
    said = {"now": gap_words(trend.now), "before": gap_words(trend.before), "words": words}
    return _("%(now)s, trước đó %(before)s: %(words)s") % said


def gap_words(gap) -> str:
    return "" if gap is None else f"{'+' if gap > 0 else ''}{points_text(gap)}"


@policy("rubrics.read")
def meeting_trend(request, key):
    """One branch: its meetings in order, both sides, the gap; a picture with its table."""
    sheets = Sheet.objects.visible_to(request.scope).filter(organisation__key=key)
    body = get_object_or_404(
        Organisation.objects.filter(pk__in=sheets.standing().values("organisation")), key=key
    )
    found = sorted(scored_meetings(sheets, date(2000, 1, 1), date(2100, 1, 1)), key=lambda each: each.met_on)[
        -24:
    ]
    name = organisation_names([body.pk], request.day).get(body.pk, "")
    rows = [
        {
            "met_on": each.met_on,
            "branch": graded(each.branch),
            "branch_url": each.branch.get_absolute_url() if each.branch else None,
            "superiors": [
                (graded(sheet), sheet.get_absolute_url(), str(sheet.cadre)) for sheet in each.superiors
            ],
            "gap": gap_words(each.widest),
        }
        for each in found
    ]
    context = {
        "title": _("Chất lượng sinh hoạt: %(name)s") % {"name": name},
        "rows": rows,
        "trend": trend_words(gap_trend(found)),
        "picture": picture_of(found),
        "crumbs": [(_("Chất lượng sinh hoạt"), reverse("scores:meeting_scores")), (name, None)],
    }
    return render(request, "scores/meeting_trend.html", context)


WIDTH, HEIGHT, LEFT = 640, 180, 36


def picture_of(found) -> dict:
    """Two lines over the same meetings: points ("x,y …") of each side as parts of their scale, none of them at the bottom and all at
    the top; across it where the grades of the latest rubric begin, in its points."""

    def at(place, part):
        step = (WIDTH - LEFT - 10) / max(len(found) - 1, 1)
        x, y = LEFT + place * step, HEIGHT - 20 - float(part) * (HEIGHT - 40)
        return f"{x:.1f}", f"{min(max(0, y), HEIGHT - 20):.1f}"

    sheets = [(i, e.branch) for i, e in enumerate(found) if e.branch]
    above = [(i, sheet) for i, e in enumerate(found) for sheet in e.superiors]
    branch, superior = (
        [at(i, sheet.total / sheet.full) for i, sheet in side if sheet.total is not None and sheet.full]
        for side in (sheets, above)
    )
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "branch": branch,
        "superior": superior,
        "branch_line": " ".join(",".join(point) for point in branch),
        "superior_line": " ".join(",".join(point) for point in superior),
        "lines": [
            (at(0, part)[1], words) for part, words in _rungs([sheet for _i, sheet in (*sheets, *above)])
        ],
    }


def _rungs(sheets) -> list[tuple]:
    """[(part of the scale, points in words)]: none, all, and where each grade of the latest sheet's rubric begins."""
    last = max(sheets, key=lambda sheet: (sheet.period_on, sheet.pk), default=None)
    if last is None or not last.full:
        return []
    begins = Band.objects.filter(rubric=last.rubric_id).values_list("minimum", flat=True)
    return [
        (each / last.full, points_text(each))
        for each in sorted({0, last.full, *begins})
        if 0 <= each <= last.full
    ]


@policy("scores.read")
def always_full_list(request):
    """For the board: always the top grade by itself in the year, or the part of it that is asked for, and nobody from above has come."""
    year = asked_year(request)
    found = always_full(Sheet.objects.visible_to(request.scope), *part_of_year(request, year))
    return list_page(
        request,
        queryset=list(_full_rows(found, request.day)),
        table=AlwaysFullTable,
        filterset=AlwaysFullFilter,
        title=_("Luôn tự chấm loại cao nhất, năm %(year)s chưa ai dự") % {"year": year},
        template="scores/list.html",
        export=f"luon-tu-cham-cao-{year}",
        links=year_links("scores:always_full", year),
        empty={
            "why": _("Không có chi bộ nào như vậy."),
            "what": _(
                "Ở đây là chi bộ từ 3 buổi tự chấm trở lên, buổi nào cũng loại cao nhất, mà cấp trên chưa dự."
            ),
        },
        crumbs=[(_("Chất lượng sinh hoạt"), reverse("scores:meeting_scores")), (_("Luôn tự chấm cao"), None)],
        context={"sections": sections(request)},
    )


def _full_rows(found, day):
    names, places, paths, keys = names_of_lines(found, day)
    for each in found:
        yield {
            "organisation": names.get(each.organisation_id, ""),
            "place": places.get(each.unit_id, ""),
            "url": reverse("scores:meeting_trend", args=[keys[each.organisation_id]]),
            "meetings": each.meetings,
            "lowest": scale_text(each.lowest, each.full),
            "last_visit": each.last_visit,
            "path": paths[each.unit_id],
        }
