"""Working teams: the list, the page of one, a new one, its members, its end."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.actions.checking import where_of
from assignments.actions.teams import change_members, create_team, end_team
from assignments.addresses import address_of
from assignments.facts.cadres import described, followed_rows, place_names
from assignments.filters.cadres import TeamFilter
from assignments.forms.people import cadre_label
from assignments.forms.teams import EndTeamForm, MembersForm, NewTeamForm
from assignments.models import Assignment, Cadre, Team, TeamMember
from assignments.tables.cadres import TeamTable
from assignments.views.people import cadre_crumbs, day_words, may_write
from branches.actions.codes import code_or_next
from branches.querysets.units import names_of
from branches.views.steps import confirmed_step, form_step, say
from common.pages import list_page
from common.periods import last_day
from common.policy import policy
from common.text import sort_key


@policy("cadres.read")
def team_list(request):
    may_add = request.scope.may("cadres.write")
    return list_page(
        request,
        queryset=Team.objects.visible_to(request.scope).order_by("sort_key", "pk"),
        table=TeamTable,
        filterset=TeamFilter,
        title=_("Tổ công tác"),
        prepare=lambda teams: _rows(request, teams),
        export="to-cong-tac",
        primary=(_("Lập tổ công tác"), reverse("assignments:team_new")) if may_add else None,
        crumbs=cadre_crumbs(request, _("Tổ công tác")),
        empty={
            "why": _("Chưa có tổ công tác nào trong địa bàn của bạn."),
            "what": _("Tổ gồm tổ trưởng và tổ viên, cùng theo dõi một số nơi như một người."),
            "url": reverse("assignments:team_new") if may_add else None,
            "action": _("Lập tổ công tác"),
        },
    )


@policy("cadres.read")
def team_page(request, key):
    team, day, scope = _visible(request, key), request.day, request.scope
    readable = Cadre.objects.visible_to(scope)
    rows = list(
        team.members.select_related("cadre").order_by("-is_leader", "cadre__given_name_key", "-starts_on")
    )
    seen = dict(described(list(readable.filter(pk__in=[row.cadre_id for row in rows])), day))
    # A team that has ended is shown with those who were in it to the last day.
    on = min(day, last_day(team.ends_on) or day)
    assignments = Assignment.objects.visible_to(scope).standing().filter(team=team).for_list()
    context = {
        "title": team.name,
        "team": team,
        "has_ended": bool(team.ends_on and team.ends_on <= day),
        "facts": [
            (_("Mã"), team.code),
            (_("Thuộc"), names_of({team.unit_id}, day).get(team.unit_id, "")),
            (_("Từ ngày"), day_words(team.starts_on)),
            (_("Đến hết ngày"), day_words(last_day(team.ends_on)) if team.ends_on else ""),
        ],
        "members": [_member(row, seen) for row in rows if row.holds_on(on) or row.starts_on > on],
        "former": [_member(row, seen) for row in rows if row.ends_on and row.ends_on <= on],
        "followed": followed_rows(
            assignments.during(day, None).order_by("starts_on", "pk"), day, of_team=True
        ),
        "formerly": followed_rows(
            assignments.filter(ends_on__lte=day).order_by("-ends_on", "pk"), day, of_team=True
        ),
        "may_write": may_write(scope, team.unit) and not team.ends_on,
        "history_url": address_of("dashboard:history", "to-cong-tac", team.key)
        if may_write(scope, team.unit, "history.read")
        else None,
        "crumbs": _crumbs(request, team.name),
    }
    return render(request, "assignments/team_page.html", context)


@policy("cadres.write")
def team_new(request):
    form = NewTeamForm(
        request.POST or None, scope=request.scope, day=request.day, initial={"starts_on": request.day}
    )

    def act(form):
        data = form.cleaned_data
        code = code_or_next(data.pop("code"), "TCT", Team.objects.all())
        made = create_team(code=code, by=request.user, **data)
        say(request, _("Đã lập %(name)s.") % {"name": made})
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Lập tổ công tác"),
        button=_("Lập tổ"),
        back=reverse("assignments:team_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=_crumbs(request, _("Lập tổ công tác")),
    )


@policy("cadres.write")
def team_members(request, key):
    team = _writable(request, key)
    rows = list(team.members.on(request.day).select_related("cadre").order_by("cadre__given_name_key", "pk"))
    form = MembersForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        initial={
            "on": request.day,
            "leader": next((cadre_label(row.cadre) for row in rows if row.is_leader), ""),
            "members": "\n".join(cadre_label(row.cadre) for row in rows if not row.is_leader),
        },
    )

    def act(form):
        change_members(team, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi thành viên của %(name)s.") % {"name": team})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thành viên của %(name)s") % {"name": team},
        button=_("Ghi thành viên"),
        back=team.get_absolute_url(),
        done=lambda result: team.get_absolute_url(),
        crumbs=_crumbs(request, _("Thành viên"), team),
    )


@policy("cadres.write")
def team_end(request, key):
    team = _writable(request, key)
    form = EndTeamForm(request.POST or None, scope=request.scope, unit=team.unit, initial={"on": request.day})

    def act(form):
        return end_team(team, by=request.user, **form.cleaned_data)

    def done(ended):
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": team})
        return team.get_absolute_url()

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=lambda form, ended: _effects(ended),
        title=_("Kết thúc %(name)s") % {"name": team},
        question=_("Kết thúc %(name)s?") % {"name": team},
        button=_("Kết thúc tổ"),
        back=team.get_absolute_url(),
        done=done,
        crumbs=_crumbs(request, _("Kết thúc"), team),
        is_dangerous=True,
    )


def _effects(team):
    """Sentences about a team that has just been ended."""
    rows = list(Assignment.objects.standing().filter(team=team, ends_on=team.ends_on).for_list())
    people = team.members.filter(ends_on=team.ends_on).count()
    words = {"name": team, "day": day_words(team.ends_on), "n": people}
    found = [
        ngettext(
            "Từ ngày %(day)s, %(n)s người không còn ở %(name)s.",
            "Từ ngày %(day)s, %(n)s người không còn ở %(name)s.",
            people,
        )
        % words
    ]
    names = place_names(rows, team.ends_on)
    found += [
        _("%(place)s không còn do tổ theo dõi (%(scheme)s).")
        % {"place": names.get(where_of(row), ""), "scheme": row.scheme.name}
        for row in rows
    ]
    return [*found, _("Từng người vẫn giữ phân công của riêng mình.")]


def _rows(request, teams):
    day, ids = request.day, [team.pk for team in teams]
    places = names_of({team.unit_id for team in teams}, day)
    people: dict = {}
    for row in TeamMember.objects.on(day).filter(team__in=ids).select_related("cadre"):
        people.setdefault(row.team_id, []).append(row)
    assignments = list(Assignment.objects.visible_to(request.scope).active_on(day).filter(team__in=ids))
    names = place_names(assignments, day)
    followed: dict = {}
    for row in assignments:
        followed.setdefault(row.team_id, set()).add(names.get(where_of(row), ""))
    return [
        {
            "name": team.name,
            "url": team.get_absolute_url(),
            "place": places.get(team.unit_id, ""),
            "leader": ", ".join(row.cadre.full_name for row in people.get(team.pk, ()) if row.is_leader),
            "members": len(people.get(team.pk, ())),
            "units": ", ".join(sorted(followed.get(team.pk, ()), key=sort_key)),
            "starts_on": team.starts_on,
            "ends_on": team.ends_on,
        }
        for team in teams
    ]


def _member(row, seen):
    """A membership; the address of the person where the reader may open him."""
    return {
        "name": row.cadre.full_name,
        "url": row.cadre.get_absolute_url() if row.cadre in seen else None,
        "post": seen.get(row.cadre, ""),
        "is_leader": row.is_leader,
        "starts_on": row.starts_on,
        "until": last_day(row.ends_on),
    }


def _visible(request, key):
    rows = Team.objects.visible_to(request.scope).select_related("unit")
    return get_object_or_404(rows, key=key)


def _writable(request, key):
    team = _visible(request, key)
    if not may_write(request.scope, team.unit):
        raise PermissionDenied
    return team


def _crumbs(request, here, team=None):
    above = cadre_crumbs(request, _("Tổ công tác"))[:-1]
    above.append((_("Tổ công tác"), reverse("assignments:team_list")))
    if team:
        above.append((team.name, team.get_absolute_url()))
    return [*above, (here, None)]
