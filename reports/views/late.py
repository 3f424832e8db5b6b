"""Who is late with what: a list with telephone numbers and a text to copy; reminding one or many, and noting a call."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from branches.querysets.units import names_of
from common.errors import sentences
from common.pages import list_page
from common.policy import policy
from reports.actions.reminding import note_call, remind_now
from reports.due import DueList, Step, issuers_reviewed_by
from reports.facts.late import LateRows
from reports.tables.due import DueTable

ALL, CALLED = "tat-ca", "goi"
STEP, ISSUER = "viec", "cap"
# {code in the address: step}
STEPS = {
    "lich": Step.SCHEDULE,
    "chon": Step.VISIT,
    "bao-cao": Step.REPORT,
    "cap-uy": Step.CONFERENCE,
}
USUAL = "bao-cao"
# So many at once: a request is not a night's work.
MANY = 100


@policy("reports.review")
def late_list(request):
    """What one committee's schemes ask for and is not done. `?cap=` which committee, `?viec=` which step of the ladder."""
    issuers, issuer = _issuers(request, request.GET)
    step = request.GET.get(STEP) or USUAL
    dues = _dues(request, issuer, step)
    late = LateRows(dues, request.day)
    return list_page(
        request,
        queryset=dues,
        table=DueTable,
        title=_("Việc đến hạn, cần nhắc"),
        template="reports/late_list.html",
        prepare=lambda found: _rows(request, late, found, issuer, step),
        export="can-nhac",
        empty=_empty(issuer),
        context={
            "steps": _steps(issuer, step),
            "issuers": _issuer_links(request, issuers, issuer, step),
            "issuer": issuer,
            "step_code": step,
            "may_remind_all": 1 < len(dues) <= MANY,
            "text_to_copy": late.text(),
        },
    )


@policy("reports.review")
@require_POST
def late_remind(request):
    """Reminds of one thing (`about`), or of all that the list shows; `how` = "goi" notes that one called."""
    _issuers_found, issuer = _issuers(request, request.POST)
    step, about = request.POST.get(STEP) or USUAL, request.POST.get("about", "")
    dues = _dues(request, issuer, step)
    chosen = dues[:MANY] if about == ALL else [due for due in dues if due.about == about]
    if not chosen and about != ALL:
        messages.info(request, _("Việc này đã xong, không cần nhắc nữa."))
    elif request.POST.get("how") == CALLED and about != ALL:
        _note(request, chosen[0])
    else:
        _remind(request, chosen)
    return redirect(_address(issuer, step))


def _note(request, due):
    try:
        note_call(due, on=request.day, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(sentences(error)))
    else:
        messages.success(request, _("Đã ghi là đã gọi hôm nay."))


def _remind(request, dues):
    count = sum(bool(remind_now(due, on=request.day, by=request.user)) for due in dues)
    if count:
        words = ngettext("Đã nhắc %(count)s việc.", "Đã nhắc %(count)s việc.", count)
        messages.success(request, words % {"count": count})
    if left := len(dues) - count:
        words = ngettext(
            "%(left)s việc không nhắc được ở đây: hôm nay đã nhắc, hoặc người đó chưa có tài khoản và thư. Hãy gọi.",
            "%(left)s việc không nhắc được ở đây: hôm nay đã nhắc, hoặc người đó chưa có tài khoản và thư. Hãy gọi.",
            left,
        )
        messages.warning(request, words % {"left": left})


def _issuers(request, asked):
    """The committees whose reports the reader takes and whose schemes ask for turns, highest first; and the one asked for."""
    found = list(issuers_reviewed_by(request.scope, request.day))
    key = asked.get(ISSUER)
    if not key:
        return found, found[0] if found else None
    chosen = next((unit for unit in found if unit.key == key), None)
    if chosen is None:
        raise Http404
    return found, chosen


def _dues(request, issuer, step) -> list:
    if step not in STEPS:
        raise Http404
    found = DueList(issuer, request.day).of_step(STEPS[step]) if issuer else []
    return sorted(found, key=lambda due: due.order)


def _rows(request, late, dues, issuer, step):
    for row in late.rows(dues, may_open=request.scope.may("cadres.read")):
        context = {"row": row, "issuer": issuer, "step": step}
        yield row | {"action": render_to_string("reports/late_action.html", context, request)}


def _empty(issuer) -> dict:
    if issuer is None:
        return {
            "why": _("Chưa có chủ trương nào của cấp mình yêu cầu dự sinh hoạt hằng tháng."),
            "what": _("Số lượt dự mỗi tháng ghi ở chủ trương; có số đó thì mới biết ai còn thiếu."),
        }
    return {
        "why": _("Không có việc nào đến hạn mà còn thiếu."),
        "what": _("Danh sách tự tính lại mỗi lần mở: làm xong là không còn tên."),
    }


def _steps(issuer, current) -> list[tuple]:
    """[(label, address, is it this one)]."""
    if issuer is None:
        return []
    return [(step.label, _address(issuer, code), code == current) for code, step in STEPS.items()]


def _issuer_links(request, issuers, current, step) -> list[tuple]:
    """[(name, address, is it this one)], none where there is nothing to choose."""
    if len(issuers) < 2:
        return []
    names = names_of([unit.pk for unit in issuers], request.day)
    return [(names.get(unit.pk, ""), _address(unit, step), unit == current) for unit in issuers]


def _address(issuer, step) -> str:
    query = ({ISSUER: issuer.key} if issuer else {}) | {STEP: step}
    return f"{reverse('reports:late_list')}?{urlencode(query)}"
