"""The notice of conclusions: built line by line, printed, issued, voided; whole to those above, its own lines to whom it names."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.documents import printed_by, printed_response
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from matters.sections import sections
from reports.actions.concluding import (
    Changed,
    change_conclusion,
    draft_conclusion,
    issue_conclusion,
    void_conclusion,
)
from reports.conclusion_documents import conclusion_document, stats_sentence
from reports.facts.conclusions import PARTS, named_rows, parts_of
from reports.forms.rounds import AgainForm, ConclusionForm, IssueForm, ReasonForm
from reports.models import Conclusion, ConclusionLine, Remedy
from reports.rounds import RoundFacts
from reports.tables.rounds import CONCLUSION, NamedTable
from reports.views.rounds import crumbs_of, writable


@policy("rounds.write")
def conclusion_new(request, key):
    """A draft whose lines are proposed from the round, or those of the notice that was voided."""
    made = writable(request, key)
    voided = made.conclusions.exclude(voided_at=None).exists()

    def act(form):
        again = form.cleaned_data.get("lines") == AgainForm.AGAIN
        made_now = draft_conclusion(made, by=request.user, on=request.day, again=again)
        say(request, _("Đã lập dự thảo. Các dòng dưới đây là gợi ý từ báo cáo: hãy đọc, sửa, thêm bớt."))
        return made_now

    return form_step(
        request,
        form=AgainForm(request.POST or None, may_copy=voided),
        act=act,
        title=_("Lập thông báo kết luận của “%(name)s”") % {"name": made},
        lead=_(
            "Chương trình gợi ý ai làm tốt, ai còn hạn chế, việc gì phải khắc phục, mỗi câu kèm báo cáo làm căn cứ. Không "
            "câu nào ra khỏi đây trước khi thông báo được ký."
        ),
        button=_("Lập dự thảo"),
        back=made.get_absolute_url(),
        done=lambda draft: draft.get_absolute_url(),
        crumbs=crumbs_of(made, _("Thông báo kết luận")),
    )


@policy(SIGNED_IN)
def conclusion_page(request, key):
    """Whole to those who read the round and to cadres who follow under its scheme, once it is issued; to the places that it
    names their own lines; to nobody else (404)."""
    conclusion, is_whole = found(request, key)
    if not is_whole:
        return _named_page(request, conclusion)
    scope = request.scope
    issuer = conclusion.round.issuer
    reads = scope.reach("rounds.read").covers(issuer.access_path, issuer.pk)
    may_write = scope.reach("rounds.write").covers(issuer.access_path, issuer.pk)
    edits = may_write and not conclusion.is_issued and not conclusion.voided_at
    context = {
        "title": _title(conclusion),
        "conclusion": conclusion,
        "round": conclusion.round,
        "state": CONCLUSION[state_of(conclusion)],
        "issuer": names_of([conclusion.issuer_id], request.day).get(conclusion.issuer_id, ""),
        "stats": stats_sentence(figures_of(conclusion, request.day)),
        "parts": parts_of(conclusion, request.day, scope if reads else None),
        "reads": reads,
        "edits": edits,
        "may_issue": edits and not conclusion.round.is_open,
        "may_void": may_write and not conclusion.voided_at,
        "remedies_open": Remedy.objects.open().filter(line__conclusion=conclusion).count()
        if reads and conclusion.is_issued
        else 0,
        "crumbs": _crumbs(conclusion, reads),
    }
    return render(request, "reports/conclusion_page.html", context)


@policy("rounds.write")
def conclusion_change(request, key):
    """The words around the lines, and who signs."""
    conclusion = writable_conclusion(request, key)
    names = [name for name in ConclusionForm.base_fields if name != "version"]
    form = ConclusionForm(
        request.POST or None,
        initial={name: getattr(conclusion, name) for name in (*names, "version")},
    )
    standing: list = []

    def act(form):
        try:
            change_conclusion(conclusion, by=request.user, **form.cleaned_data)
        except Changed as changed:
            form.show_version(changed.draft.version)
            labels = {name: form.fields[name].label for name in names}
            standing.extend(
                (labels[name], getattr(changed.draft, name))
                for name in names
                if getattr(changed.draft, name) != form.cleaned_data[name]
            )
            raise
        say(request, _("Đã lưu."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Phần mở đầu, nơi nhận, người ký"),
        button=_("Lưu"),
        back=conclusion.get_absolute_url(),
        done=lambda _done: conclusion.get_absolute_url(),
        crumbs=_crumbs(conclusion, True, _("Sửa")),
        template="reports/conclusion_form.html",
        context={"standing": standing},
    )


@policy(SIGNED_IN)
def conclusion_file(request, key, kind):
    conclusion, is_whole = found(request, key)
    if not is_whole:
        raise Http404
    document = conclusion_document(
        conclusion,
        figures=figures_of(conclusion, request.day),
        day=request.day,
        footer=printed_by(request.user),
    )
    return printed_response(document, kind, name=f"thong-bao-ket-luan-{conclusion.key}")


@policy("rounds.write")
def conclusion_issue(request, key):
    """The number that the office gave, the day: then nothing of it changes any more."""
    conclusion = writable_conclusion(request, key)

    def act(form):
        issue_conclusion(conclusion, by=request.user, on=request.day, **form.cleaned_data)
        say(
            request,
            _("Đã ghi số. Nơi được nêu tên đã được báo; việc phải khắc phục đã vào danh sách theo dõi."),
        )

    return form_step(
        request,
        form=IssueForm(
            request.POST or None, initial={"issued_on": request.day, "version": conclusion.version}
        ),
        act=act,
        title=_("Ghi số, ngày ký"),
        lead=_(
            "Từ đây lời và số liệu của thông báo không sửa được nữa; mỗi tổ chức được nêu tên đọc được dòng của mình. Sai "
            "thì hủy và lập lại."
        ),
        button=_("Ghi số và ban hành"),
        back=conclusion.get_absolute_url(),
        done=lambda _done: conclusion.get_absolute_url(),
        crumbs=_crumbs(conclusion, True, _("Ghi số")),
    )


@policy("rounds.write")
def conclusion_void(request, key):
    conclusion = writable_conclusion(request, key)
    lead = (
        _("Việc phải khắc phục của thông báo này thôi theo dõi; thông báo vẫn xem lại được, kèm lý do hủy.")
        if conclusion.is_issued
        else _("Dự thảo này bỏ đi; lập lại được từ đầu.")
    )

    def act(form):
        void_conclusion(conclusion, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã hủy thông báo. Có thể lập lại."))

    return form_step(
        request,
        form=ReasonForm(request.POST or None, initial={"version": conclusion.version}),
        act=act,
        title=_("Hủy thông báo %(number)s") % {"number": conclusion},
        lead=lead,
        button=_("Hủy thông báo"),
        back=conclusion.get_absolute_url(),
        done=lambda _done: conclusion.round.get_absolute_url(),
        crumbs=_crumbs(conclusion, True, _("Hủy")),
    )


@policy(SIGNED_IN)
def named_list(request):
    """Issued notices that name one's own place, and for a cadre those of the schemes under which he follows."""
    scope = request.scope
    if not (scope.may("conclusions.named") or scope.cadre_ids):
        raise Http404
    rows = Conclusion.objects.named(scope) | Conclusion.objects.followed_by(scope)
    return list_page(
        request,
        queryset=rows.select_related("round").order_by("-issued_on", "-pk"),
        table=NamedTable,
        title=_("Thông báo kết luận"),
        template="matters/list.html",
        prepare=lambda found: named_rows(found, scope, request.day),
        empty={
            "why": _("Chưa có thông báo kết luận nào nêu tên nơi của bạn."),
            "what": _("Khi thông báo được ký, dòng nói về nơi của bạn hiện ở đây."),
        },
        crumbs=[(_("Thông báo kết luận"), None)],
        context={"sections": sections(request)},
    )


def found(request, key) -> tuple[Conclusion, bool]:
    """(the notice, whether it is read whole); Http404 where not even a line of it is the reader's."""
    rows = Conclusion.objects.select_related("round__issuer", "round__scheme")
    whole = rows.visible_to(request.scope) | rows.followed_by(request.scope)
    conclusion = whole.filter(key=key).first()
    if conclusion:
        return conclusion, True
    return get_object_or_404(rows.named(request.scope), key=key), False


def writable_conclusion(request, key) -> Conclusion:
    rows = Conclusion.objects.visible_to(request.scope).writable_by(request.scope)
    return get_object_or_404(rows.select_related("round__issuer", "round__scheme"), key=key)


def figures_of(conclusion, day) -> dict:
    """The frozen ones of an issued notice, else the round's of today."""
    return conclusion.figures if conclusion.is_issued else RoundFacts(conclusion.round, day).as_figures()


def state_of(conclusion) -> str:
    if conclusion.voided_at:
        return "voided"
    return "issued" if conclusion.is_issued else "draft"


def _named_page(request, conclusion):
    """Only the lines that name one's own place: no word of others, of reports or of who attended."""
    order = [part for part, _words in PARTS]
    lines = ConclusionLine.objects.named(request.scope).filter(conclusion=conclusion)
    lines = sorted(lines, key=lambda line: order.index(line.part))
    names = organisation_names({line.organisation_id for line in lines}, request.day)
    remedies = Remedy.objects.visible_to(request.scope).filter(line__in=[line.pk for line in lines])
    by_line = {remedy.line_id: remedy for remedy in remedies}
    context = {
        "title": _title(conclusion),
        "conclusion": conclusion,
        "issuer": names_of([conclusion.issuer_id], request.day).get(conclusion.issuer_id, ""),
        "lines": [(line, names.get(line.organisation_id, ""), by_line.get(line.pk)) for line in lines],
        "crumbs": [(_("Thông báo kết luận"), reverse("reports:named_list")), (str(conclusion), None)],
    }
    return render(request, "reports/conclusion_named.html", context)


def _title(conclusion) -> str:
    return _("Thông báo kết luận %(number)s") % {"number": conclusion}


def _crumbs(conclusion, reads, here=None):
    if not reads:
        return [(_("Thông báo kết luận"), reverse("reports:named_list")), (str(conclusion), None)]
    crumbs = crumbs_of(conclusion.round, None)[:-1]
    if here is None:
        return [*crumbs, (_("Thông báo kết luận"), None)]
    return [*crumbs, (_("Thông báo kết luận"), conclusion.get_absolute_url()), (here, None)]
