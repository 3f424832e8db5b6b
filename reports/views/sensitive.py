"""Opinion and public mood: the one page that shows it, after its reading was logged, and the log."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from branches.querysets.scoping import from_above
from common.errors import sentences
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from common.tables import Column, ListTable
from reports.actions.sensitive import read_sensitive
from reports.forms.reviewing import SensitiveReadForm
from reports.models import Report, SensitiveNote
from reports.querysets.sensitive import must_say_why, own


class ReadTable(ListTable):
    user = Column(verbose_name=_("Người xem"), orderable=False)
    read_at = Column(verbose_name=_("Lúc"), orderable=False)
    reason = Column(verbose_name=_("Lý do"), orderable=False)


@policy(SIGNED_IN)
@never_cache
def sensitive_page(request, key):
    """GET says what is about to be logged; POST logs it and shows the text in its answer, under no address of its own."""
    note = _note(request, key)
    is_own = SensitiveNote.objects.filter(own(request.scope), pk=note.pk).exists()
    needed = not is_own and must_say_why(note, request.scope)
    form = SensitiveReadForm(request.POST if request.method == "POST" else None, must_say_why=needed)
    text = None
    if request.method == "POST" and form.is_valid():
        try:
            text = read_sensitive(
                note,
                by=request.user,
                on=request.day,
                is_own=is_own,
                reason=form.cleaned_data["reason"],
                must_say_why=needed,
            )
        except ValidationError as error:
            form.add_error(None, sentences(error))
    report = note.report
    context = {
        "title": _("Tư tưởng, dư luận: %(report)s") % {"report": report.number},
        "report": report,
        "form": form,
        "is_own": is_own,
        "is_over": note.is_over_on(request.day),
        "text": text,
        "expires_on": note.expires_on,
        "crumbs": [(report.number, report.get_absolute_url()), (_("Tư tưởng, dư luận"), None)],
    }
    return render(request, "reports/sensitive.html", context)


@policy("history.read")
def sensitive_log(request, key):
    """Who read it, when and why: for those who read histories over the committee that received the report."""
    rows = Report.objects.filter(from_above(request.scope, "history.read")).visible_to(request.scope)
    report = rows.filter(key=key, sensitive_note__isnull=False).first()
    if report is None:
        raise Http404
    reads = report.sensitive_note.reads.select_related("user")
    return list_page(
        request,
        queryset=reads,
        table=ReadTable,
        title=_("Ai đã xem phần tư tưởng, dư luận của %(report)s") % {"report": report.number},
        prepare=_read_rows,
        empty={"why": _("Chưa ai xem phần này.")},
        crumbs=[(report.number, report.get_absolute_url()), (_("Nhật ký xem"), None)],
    )


def _read_rows(reads):
    from django.utils.timezone import localtime

    return [
        {
            "user": each.user,
            "read_at": date_format(localtime(each.read_at), "H:i d/m/Y"),
            "reason": each.reason,
        }
        for each in reads
    ]


def _note(request, key):
    notes = SensitiveNote.objects.visible_to(request.scope).defer("text").select_related("report")
    note = notes.filter(report__key=key).first()
    if note is None:
        raise Http404
    return note
