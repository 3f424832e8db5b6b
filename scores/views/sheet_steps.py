"""Each step of a sheet's way asks once more; and the answer to an appeal."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.models import OfficialDocument
from branches.views.steps import form_step, say
from common.policy import SIGNED_IN, policy
from scores.access import SheetRights
from scores.actions.appeals import appeal, decide_appeal
from scores.actions.sheet_steps import (
    approve_sheet,
    publish_sheet,
    return_sheet,
    review_sheet,
    send_sheet,
    void_sheet,
)
from scores.actions.sheets import rows_of
from scores.forms.sheets import NothingForm, PublishForm, ReasonForm, RowForm, TextForm
from scores.models import Appeal, Sheet
from scores.titles import title_of

# step → (word of the button, question, the action, its form, what was done)
STEPS = {
    "send": (gettext_lazy("Gửi phiếu"), gettext_lazy("Gửi phiếu chấm điểm?"), send_sheet, NothingForm, gettext_lazy("Đã gửi phiếu.")),
    "review": (gettext_lazy("Thẩm định xong"), gettext_lazy("Ghi là đã thẩm định?"), review_sheet, NothingForm, gettext_lazy("Đã ghi thẩm định.")),
    "approve": (gettext_lazy("Duyệt"), gettext_lazy("Duyệt phiếu này?"), approve_sheet, NothingForm, gettext_lazy("Đã duyệt.")),
    "publish": (gettext_lazy("Công bố"), gettext_lazy("Công bố cho đơn vị được chấm?"), publish_sheet, PublishForm, gettext_lazy("Đã công bố.")),
    "return": (gettext_lazy("Trả lại"), gettext_lazy("Trả lại để chấm lại?"), return_sheet, ReasonForm, gettext_lazy("Đã trả lại.")),
    "appeal": (gettext_lazy("Đề nghị xem lại"), gettext_lazy("Đề nghị xem lại điểm"), appeal, TextForm, gettext_lazy("Đã gửi đề nghị.")),
    "void": (gettext_lazy("Hủy phiếu"), gettext_lazy("Hủy phiếu nhập nhầm?"), void_sheet, ReasonForm, gettext_lazy("Đã hủy phiếu.")),
}  # fmt: skip


@policy(SIGNED_IN)
def sheet_step(request, key, step):
    sheet = found(request, key)
    if step not in SheetRights(sheet, request.scope).steps():
        raise Http404
    button, question, action, form_class, done = STEPS[step]

    def act(form):
        action(sheet, by=request.user, on=request.day, **form.cleaned_data)
        say(request, done)

    back = sheet.get_absolute_url()
    more = {"documents": _notices(request, sheet)} if form_class is PublishForm else {}
    return form_step(
        request,
        form=form_class(request.POST if request.method == "POST" else None, **more),
        act=act,
        title=question,
        lead=title_of(sheet, request.day),
        button=button,
        back=back,
        done=lambda _result: reverse("scores:home") if step == "void" else back,
        crumbs=[(title_of(sheet, request.day), back), (button, None)],
    )


def _notices(request, sheet):
    """What may have published it: documents of its issuer that the reader reads."""
    rows = OfficialDocument.objects.visible_to(request.scope)
    return rows.filter(issuer_unit=sheet.issuer, issued_on__lte=request.day)


@policy("scores.approve")
def appeal_decide(request, key):
    """Upholds it with an answer; points are changed in the rows that are named with it."""
    rows = Appeal.objects.decidable_by(request.scope).select_related("sheet__issuer", "sheet__rubric")
    made = get_object_or_404(rows, key=key)
    sheet = made.sheet
    sheet_rows = rows_of(sheet)
    forms = [RowForm(request.POST or None, row=row, column="approved") for row in sheet_rows]

    def act(form):
        if [each for each in forms if not each.is_valid()]:
            raise ValidationError(_("Có dòng điểm chưa đúng; hãy xem lại."))
        changes = [
            (each.row, each.values["value"], each.values["version"])
            for each in forms
            if each.values["value"] is not None and each.values["value"] != each.row.approved
        ]
        decide_appeal(
            made, answer=form.cleaned_data["text"], by=request.user, on=request.day, changes=changes
        )
        say(request, _("Đã trả lời đề nghị."))

    return form_step(
        request,
        form=TextForm(request.POST or None),
        act=act,
        title=_("Trả lời đề nghị xem lại điểm"),
        lead=made.text,
        button=_("Trả lời"),
        back=sheet.get_absolute_url(),
        done=lambda _done: sheet.get_absolute_url(),
        crumbs=[(title_of(sheet, request.day), sheet.get_absolute_url()), (_("Trả lời đề nghị"), None)],
        template="scores/appeal_decide.html",
        context={"rows": [(each.row.criterion, each) for each in forms]},
    )


def found(request, key) -> Sheet:
    rows = Sheet.objects.visible_to(request.scope).standing()
    return get_object_or_404(
        rows.select_related("rubric", "issuer", "organisation", "band", "cadre", "meeting"), key=key
    )
