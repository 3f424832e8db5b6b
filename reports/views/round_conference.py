"""The conference that reflects on a round: chosen among the committee's own, or made from what the round gathered."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.views.steps import form_step, say
from common.policy import policy
from matters.models import Conference
from reports.actions.rounds import hold_conference, make_conference
from reports.forms.rounds import ConferenceForm, ConferenceNewForm
from reports.models import Report
from reports.rounds import RoundFacts
from reports.views.rounds import crumbs_of, writable

_MOST = 5


@policy("rounds.write")
def round_conference(request, key):
    """Which conference of the committee reflected on the round."""
    made = writable(request, key)
    kept = Conference.objects.visible_to(request.scope).standing().filter(unit=made.issuer_id)
    rows = kept.filter(kind=Conference.Kind.REFLECTION).order_by("-planned_on", "-held_on", "-pk")
    form = ConferenceForm(
        request.POST or None,
        conferences=list(rows[:50]),
        initial={"conference": made.conference.key if made.conference else ""},
    )

    def act(form):
        hold_conference(made, form.chosen, by=request.user)
        say(request, _("Đã ghi hội nghị của đợt."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Hội nghị phản ánh của “%(name)s”") % {"name": made},
        lead=_(
            "Chọn hội nghị phản ánh của cấp ủy; chưa có thì lập ở mục Hội nghị, đối thoại rồi quay lại đây."
        ),
        button=_("Lưu"),
        back=made.get_absolute_url(),
        done=lambda _made: made.get_absolute_url(),
        crumbs=crumbs_of(made, _("Hội nghị")),
    )


@policy("rounds.write")
def round_conference_new(request, key):
    """Makes it at once tied to the round: who reported is invited, what came up is its agenda; both are shown to be changed
    before anything is written. What is said there is added on its own page."""
    made = writable(request, key)
    facts = RoundFacts(made, request.day)
    form = ConferenceNewForm(
        request.POST or None,
        reporters=_reporters(request, facts),
        cadres=Cadre.objects.visible_to(request.scope).persons(),
        day=request.day,
        initial={"minutes": _agenda(facts)},
    )

    def act(form):
        row = make_conference(made, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã lập hội nghị của đợt. Ghi thành phần, ý kiến ở trang này."))
        return row

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Lập hội nghị phản ánh của “%(name)s”") % {"name": made},
        button=_("Lập hội nghị"),
        back=made.get_absolute_url(),
        done=lambda row: row.get_absolute_url(),
        crumbs=crumbs_of(made, _("Hội nghị")),
    )


def _reporters(request, facts) -> list[Cadre]:
    """Whose reports of the round the reader may read: whoever has not reported was, for all that is known here, nowhere."""
    reports = facts.reports & Report.objects.visible_to(request.scope)
    rows = Cadre.objects.filter(pk__in=reports.values("cadre")).select_related("merged_into")
    people = {(row.merged_into or row) for row in rows}
    return sorted(people, key=lambda row: (row.given_name_key, row.pk))


def _agenda(facts) -> str:
    """Topics, shortcomings and what was not done, in lines to be changed."""
    said, lines = facts.said, []
    if facts.topics:
        names = [(name or _("chưa phân lĩnh vực"), number) for _code, name, number in facts.topics]
        lines.append(_("Kiến nghị theo lĩnh vực: %(what)s.") % {"what": _counted(names)})
    if said["with_shortcomings"]:
        words = _("Báo cáo nêu hạn chế: %(number)s trên %(all)s báo cáo.")
        numbers = {"number": said["with_shortcomings"], "all": said["reports"]}
        lines.append(words % {name: number_format(number) for name, number in numbers.items()})
    if facts.not_done:
        lines.append(_("Chưa làm: %(what)s.") % {"what": _counted(facts.not_done)})
    return "\n".join(lines)


def _counted(pairs) -> str:
    return "; ".join(f"{name.rstrip('.')} ({number_format(number)})" for name, number in pairs[:_MOST])
