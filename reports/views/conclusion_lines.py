"""The lines of a draft: added, changed, removed, moved; each a plain form that works without JavaScript."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from branches.forms.fields import organisations_among
from branches.models import Organisation
from branches.querysets.bodies import organisation_versions
from branches.querysets.scoping import path_range
from branches.views.steps import form_step, say
from common.errors import sentences
from common.policy import policy
from reports.actions.concluding import Changed, add_line, change_line, move_line, remove_line
from reports.facts.conclusions import PARTS
from reports.facts.rounds import report_words
from reports.forms.rounds import LineForm, VersionedForm
from reports.models import Conclusion, ConclusionLine, Report
from reports.querysets.gathering import reports_of
from reports.views.conclusions import writable_conclusion
from reports.views.rounds import crumbs_of

PART, UP = "phan", "len"
REQUIRED = ConclusionLine.Part.REQUIRED


@policy("rounds.write")
def line_new(request, key):
    """`?phan=` the part that it goes to."""
    conclusion = writable_conclusion(request, key)
    titles = {str(part): title for part, title in PARTS}
    part = request.GET.get(PART, "")
    if part not in titles:
        part = str(ConclusionLine.Part.SHORTCOMING)
    form = _form(request, conclusion, part, {"version": conclusion.version})

    def act(form):
        with _Fresh(form):
            add_line(conclusion, part=part, by=request.user, **form.values)
        say(request, _("Đã thêm dòng."))

    return _step(request, conclusion, form, act, _("Thêm dòng: %(part)s") % {"part": titles[part]})


@policy("rounds.write")
def line_change(request, key):
    line = writable_line(request, key)
    conclusion = line.conclusion
    initial = {
        "version": conclusion.version,
        "text": line.text,
        "due_on": line.due_on,
        "organisation": _label(line, request.day),
        "reports": [report.key for report in line.reports.all()],
    }
    form = _form(request, conclusion, line.part, initial, line)
    standing: list = []

    def act(form):
        with _Fresh(form, standing, line):
            change_line(line, by=request.user, **form.values)
        say(request, _("Đã sửa dòng."))

    return _step(request, conclusion, form, act, _("Sửa dòng"), standing)


@policy("rounds.write")
def line_remove(request, key):
    line = writable_line(request, key)

    def act(form):
        with _Fresh(form):
            remove_line(line, version=form.cleaned_data["version"], by=request.user)
        say(request, _("Đã bỏ dòng."))

    form = VersionedForm(request.POST or None, initial={"version": line.conclusion.version})
    return _step(request, line.conclusion, form, act, _("Bỏ dòng này?"), lead=line.text, button=_("Bỏ dòng"))


@policy("rounds.write")
@require_POST
def line_move(request, key):
    """One place up (`len=1`) or down."""
    line = writable_line(request, key)
    version = request.POST.get("version", "")
    try:
        move_line(
            line,
            up=request.POST.get(UP) == "1",
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            by=request.user,
        )
    except ValidationError as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    return redirect(f"{line.conclusion.get_absolute_url()}#dong-{line.key}")


def writable_line(request, key) -> ConclusionLine:
    conclusions = Conclusion.objects.visible_to(request.scope).writable_by(request.scope)
    rows = ConclusionLine.objects.filter(conclusion__in=conclusions.values("pk"))
    rows = rows.select_related("conclusion__round__issuer", "conclusion__round__scheme", "organisation")
    return get_object_or_404(rows, key=key)


class _Fresh:
    """Where somebody else changed the draft meanwhile: the form goes on from what stands, and shows it."""

    def __init__(self, form, standing=None, line=None):
        self.form, self.standing, self.line = form, standing, line

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Changed):
            self.form.show_version(error.draft.version)
            if self.standing is not None:
                now = ConclusionLine.objects.filter(pk=self.line.pk).first()
                text = now.text if now else _("dòng này đã bị bỏ")
                self.standing.append((_("Nội dung"), text))
        return False


def _form(request, conclusion, part, initial, line=None) -> LineForm:
    form = LineForm(
        request.POST or None,
        initial=initial,
        is_required=part == REQUIRED,
        reports=_reports(request, conclusion, line),
    )
    ground = path_range("unit__access_path", conclusion.round.issuer.access_path)
    bodies = Organisation.objects.visible_to(request.scope).filter(ground)
    form.fields["organisation"].choose_from(organisations_among(bodies, request.day))
    return form


def _reports(request, conclusion, line) -> list[tuple]:
    """[(Report, words)]: of the line's organisation in the round, and those that it rests on already."""
    if line is None or line.organisation_id is None:
        return []
    rows = reports_of(conclusion.round).filter(organisation=line.organisation_id)
    rows = rows | Report.objects.filter(conclusion_lines=line)
    rows = Report.objects.visible_to(request.scope).filter(pk__in=rows.values("pk"))
    return [(row, report_words(row)) for row in rows.select_related("cadre").order_by("met_on", "pk")]


def _label(line, day) -> str:
    if line.organisation_id is None:
        return ""
    version = organisation_versions([line.organisation_id], day).get(line.organisation_id)
    return f"{version.name} ({version.code})" if version else ""


def _step(request, conclusion, form, act, title, standing=(), *, lead="", button=None):
    back = conclusion.get_absolute_url()
    crumbs = crumbs_of(conclusion.round, None)[:-1]
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead,
        button=button or _("Lưu"),
        back=back,
        done=lambda _done: back,
        crumbs=[*crumbs, (_("Thông báo kết luận"), back), (title, None)],
        template="reports/conclusion_form.html",
        context={"standing": standing},
    )
