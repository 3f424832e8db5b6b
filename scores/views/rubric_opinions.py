"""Asking for opinions on a draft, saying one, answering them, and issuing the rubric."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.models import OfficialDocument, Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within_bodies
from branches.views.steps import form_step, say
from common.policy import policy
from scores.actions.rubrics import (
    answer_comment,
    comment,
    consult,
    drop_draft,
    full_marks,
    issue,
    take_back,
    unready,
    withdraw_comment,
)
from scores.forms.rubrics import (
    AnswerForm,
    CommentForm,
    ConsultForm,
    DropForm,
    IssueForm,
    TakeBackForm,
    WithdrawForm,
)
from scores.models import Rubric, RubricComment
from scores.points import points_text
from scores.views.rubric_drafting import crumbs_of, writable

OPINION_DAYS = 10


@policy("rubrics.write")
def rubric_consult(request, key):
    row = writable(request, key)
    until = request.day + timedelta(OPINION_DAYS)

    def act(form):
        told = consult(row, by=request.user, on=request.day, **form.cleaned_data)
        words = ngettext("Đã báo cho %(count)s người.", "Đã báo cho %(count)s người.", told)
        say(request, words % {"count": told})

    return form_step(
        request,
        form=ConsultForm(request.POST or None, initial={"version": row.version, "until": until}),
        act=act,
        title=_("Lấy ý kiến về dự thảo"),
        lead=_(
            "Văn phòng, bí thư các tổ chức đảng ở dưới, cấp ủy viên và cán bộ theo dõi được báo, đọc được dự thảo và góp ý. "
            "Trong thời gian đó dự thảo giữ nguyên."
        ),
        button=_("Gửi lấy ý kiến"),
        back=row.get_absolute_url(),
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, _("Lấy ý kiến")),
    )


@policy("rubrics.write")
def rubric_take_back(request, key):
    row = writable(request, key)

    def act(form):
        take_back(row, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã thôi lấy ý kiến. Dự thảo sửa được."))

    return form_step(
        request,
        form=TakeBackForm(request.POST or None, initial={"version": row.version}),
        act=act,
        title=_("Thôi lấy ý kiến"),
        lead=_(
            "Ý kiến đã có vẫn giữ. Dự thảo trở lại chỉ cấp ủy đọc được, sửa xong có thể lấy ý kiến lần nữa."
        ),
        button=_("Thôi lấy ý kiến"),
        back=row.get_absolute_url(),
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, _("Thôi lấy ý kiến")),
    )


@policy("rubrics.write")
def rubric_drop(request, key):
    row = writable(request, key)

    def act(form):
        drop_draft(row, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã bỏ dự thảo."))

    return form_step(
        request,
        form=DropForm(request.POST or None, initial={"version": row.version}),
        act=act,
        title=_("Bỏ dự thảo"),
        lead=_(
            "Dự thảo không còn trong danh sách. Tìm lại được bằng bộ lọc tình trạng “đã bỏ”; không sửa tiếp được."
        ),
        button=_("Bỏ dự thảo"),
        back=row.get_absolute_url(),
        done=lambda _done: reverse("scores:rubric_list"),
        crumbs=crumbs_of(row, _("Bỏ dự thảo")),
        template="components/confirm.html",
        context={"is_dangerous": True},
    )


@policy("rubrics.comment")
def comment_new(request, key):
    scope = request.scope
    row = get_object_or_404(Rubric.objects.visible_to(scope).for_list(), key=key)
    if not Rubric.objects.commentable_by(scope).filter(pk=row.pk).exists():
        raise PermissionDenied

    def act(form):
        comment(row, by=request.user, on=request.day, **form.values)
        say(request, _("Đã gửi ý kiến. Khi có trả lời, bạn được báo."))

    return form_step(
        request,
        form=CommentForm(
            request.POST or None, bodies=_bodies(scope, request.day), criteria=list(row.criteria.all())
        ),
        act=act,
        title=_("Góp ý dự thảo"),
        lead=row.name,
        button=_("Gửi ý kiến"),
        back=row.get_absolute_url(),
        done=lambda _done: f"{row.get_absolute_url()}#y-kien",
        crumbs=crumbs_of(row, _("Góp ý")),
    )


@policy("rubrics.comment")
def comment_withdraw(request, key):
    """One's own, while it waits for its answer."""
    rows = RubricComment.objects.standing().filter(said_by=request.user)
    said = get_object_or_404(rows.select_related("rubric"), key=key)
    row = get_object_or_404(Rubric.objects.visible_to(request.scope), pk=said.rubric_id)

    def act(form):
        withdraw_comment(said, by=request.user, **form.cleaned_data)
        say(request, _("Đã rút ý kiến."))

    return form_step(
        request,
        form=WithdrawForm(request.POST or None),
        act=act,
        title=_("Rút ý kiến này?"),
        lead=said.text,
        button=_("Rút ý kiến"),
        back=f"{row.get_absolute_url()}#y-kien",
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, _("Rút ý kiến")),
        template="components/confirm.html",
        context={"is_dangerous": True},
    )


@policy("rubrics.write")
def comment_answer(request, key):
    said = get_object_or_404(RubricComment.objects.visible_to(request.scope).standing(), key=key)
    row = writable(request, said.rubric.key)

    def act(form):
        answer_comment(said, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã trả lời."))

    return form_step(
        request,
        form=AnswerForm(request.POST or None, initial={"verdict": said.verdict, "answer": said.answer}),
        act=act,
        title=_("Trả lời ý kiến"),
        lead=said.text,
        button=_("Ghi trả lời"),
        back=f"{row.get_absolute_url()}#y-kien",
        done=lambda _done: f"{row.get_absolute_url()}#y-kien",
        crumbs=crumbs_of(row, _("Trả lời")),
    )


@policy("rubrics.issue")
def rubric_issue(request, key):
    """Says what the scale comes to, asks for the document and the day; then nothing changes any more."""
    scope = request.scope
    row = get_object_or_404(Rubric.objects.visible_to(scope).for_list(), key=key)
    if not Rubric.objects.issuable_by(scope).filter(pk=row.pk).exists():
        raise PermissionDenied
    documents = OfficialDocument.objects.visible_to(scope).filter(issuer_unit=row.issuer_id)

    def act(form):
        issue(row, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã ban hành. Người ở dưới đã được báo."))

    return form_step(
        request,
        form=IssueForm(
            request.POST or None,
            documents=documents,
            initial={"version": row.version, "starts_on": row.starts_on},
        ),
        act=act,
        title=_("Ban hành bộ tiêu chí"),
        lead=row.name,
        button=_("Ban hành"),
        back=row.get_absolute_url(),
        done=lambda _done: row.get_absolute_url(),
        crumbs=crumbs_of(row, _("Ban hành")),
        template="components/confirm.html",
        context={"consequences": _consequences(row)},
    )


def _consequences(row) -> list[str]:
    before = Rubric.objects.filter(issuer=row.issuer_id, code=row.code, state=Rubric.State.ISSUED).first()
    found = [_("Chưa ban hành được: %(why)s") % {"why": sentence} for sentence in unready(row)]
    found += [
        _("Tổng điểm tối đa của thang là %(full)s.") % {"full": points_text(full_marks(row))},
        _("Đã ban hành thì không sửa được nữa: muốn khác thì lập phiên bản sau."),
    ]
    if before:
        found.append(
            _("Phiên bản %(edition)s hết hiệu lực từ ngày đó; phiếu đã chấm theo nó vẫn giữ nguyên.")
            % {"edition": before.edition}
        )
    if row.is_illustrative:
        found.append(_("Bộ tiêu chí còn mang dấu “mẫu minh họa”: nếu đã sửa theo văn bản, hãy bỏ dấu trước."))
    return found


def _bodies(scope, day) -> list[tuple]:
    """[(organisation, name)] for which the reader speaks: those of his commune's office, a secretary's own."""
    mine = within_bodies(scope, "scores.own", organisation="")
    rows = list(Organisation.objects.open_on(day).filter(mine).order_by("pk")[:300])
    names = organisation_names({row.pk for row in rows}, day)
    return sorted(((row, names.get(row.pk, row.key)) for row in rows), key=lambda each: each[1])
