"""Conferences: the list with its totals, the page of one, and what is written of it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.models import Unit
from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.documents import printed_response
from common.pages import list_page
from common.policy import policy
from matters.actions.conferences import change_conference, enter_conference, mark_held, void_conference
from matters.conference_record import record_of
from matters.counting import ConferenceCounts
from matters.facts.conferences import (
    conference_facts,
    conference_rows,
    counts_of,
    opinions_of,
    voided_words,
)
from matters.files import attach, file_address, written_with_files
from matters.filters.conferences import ConferenceFilter
from matters.forms.conferences import ConferenceForm, FilesForm, HeldForm, VoidForm, initial_of
from matters.models import Conference
from matters.sections import sections
from matters.tables.conferences import STATES, ConferenceTable, state_of
from meetings.access import may_on
from meetings.querysets.bodies import cadres_following

LIST = "matters:conference_list"


@policy("conferences.read")
def conference_list(request):
    rows = Conference.objects.visible_to(request.scope).standing()
    may_write = request.scope.may("conferences.write")
    chosen = ConferenceFilter(request.GET or None, queryset=rows, request=request).qs
    return list_page(
        request,
        queryset=rows.for_list(),
        table=ConferenceTable,
        filterset=ConferenceFilter,
        title=_("Hội nghị, đối thoại"),
        template="matters/conference_list.html",
        prepare=lambda found: conference_rows(found, request.day),
        export="hoi-nghi",
        primary=(_("Ghi hội nghị"), reverse("matters:conference_new")) if may_write else None,
        links=[(_("Phải tổ chức, quá hạn"), reverse("matters:obligation_due"))],
        empty={
            "why": _("Chưa có hội nghị nào trong địa bàn của bạn."),
            "what": _("Ghi từng hội nghị, hoặc nhập từ danh sách có sẵn.")
            if may_write
            else _("Hội nghị hiện ở đây khi văn phòng xã hoặc Ban Tổ chức ghi lại."),
            "url": reverse("matters:conference_new") if may_write else None,
            "action": _("Ghi hội nghị"),
        },
        context={"sections": sections(request), "counts": _totals(chosen)},
    )


def _totals(rows):
    """What stands above the list: of the same rows as the list, those that were held."""
    counts = ConferenceCounts(rows)
    kinds = Conference.Kind
    return {
        "kinds": [
            (capfirst(kinds(kind).label), held) for kind, held in counts.by_kind.items() if held.events
        ],
        "total": counts.total,
        "sums": counts.sums,
    }


@policy("conferences.read")
def conference_page(request, key):
    row = _visible(request, key)
    may_write = _is_writable(request, row)
    context = {
        "title": row.title,
        "conference": row,
        "state": STATES[state_of(row, request.day)],
        "facts": conference_facts(row),
        "counts": counts_of(row),
        "attendees": row.attendees.order_by("given_name_key", "pk"),
        "files": [(file, file_address(file)) for file in row.files.order_by("pk")],
        "said": opinions_of(row, request.scope, request.day),
        "voided": voided_words(row),
        # The rounds (of `reports`, above) that it reflected on, for those who read rounds of that committee.
        "rounds": list(row.rounds.visible_to(request.scope).order_by("-starts_on")),
        "may_write": may_write,
        "history_url": reverse("dashboard:history", args=["hoi-nghi", row.key])
        if may_on(request.scope, "history.read", row.unit)
        else None,
        "sections": sections(request),
        "crumbs": [(_("Hội nghị, đối thoại"), reverse(LIST)), (row.title, None)],
    }
    return render(request, "matters/conference_page.html", context)


@policy("conferences.read")
def conference_record(request, key):
    """The record on one page, to be saved as ?dang=pdf or docx."""
    row = _visible(request, key)
    said = opinions_of(row, request.scope, request.day)
    return printed_response(record_of(row, said), request.GET.get("dang", "pdf"), name="bien-ban-hoi-nghi")


@policy("conferences.write")
def conference_new(request):
    form = ConferenceForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        cadres=_cadres(request),
        initial={"unit": _only_unit(request), "kind": request.GET.get("loai", Conference.Kind.DIALOGUE)},
    )

    def act(form):
        row = enter_conference(
            unit=form.cleaned_data["unit"],
            attendees=form.cleaned_data["attendees"],
            by=request.user,
            on=request.day,
            **form.values,
        )
        say(request, _("Đã ghi hội nghị."))
        return row

    return _write(request, form, act, title=_("Ghi hội nghị"), back=reverse(LIST))


@policy("conferences.write")
def conference_change(request, key):
    row = _writable(request, key)
    form = ConferenceForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        cadres=_cadres(request, row.unit),
        conference=row,
        initial=initial_of(row),
    )

    def act(form):
        data = form.cleaned_data
        changed = change_conference(
            row,
            values=form.values,
            attendees=data["attendees"],
            version=data["version"],
            by=request.user,
            on=request.day,
        )
        say(request, _("Đã sửa."))
        return changed

    return _write(request, form, act, title=_("Sửa hội nghị"), back=row.get_absolute_url(), row=row)


@policy("conferences.write")
def conference_held(request, key):
    row = _writable(request, key)
    initial = {name: getattr(row, name) for name in HeldForm.base_fields}
    initial["held_on"] = row.held_on or min(row.planned_on, request.day)
    form = HeldForm(request.POST or None, day=request.day, initial=initial)

    def act(form):
        mark_held(row, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã ghi là đã họp."))

    lead = _("Ngày dự kiến vẫn giữ nguyên. Số nào chưa rõ thì để trống.")
    return _step(request, row, form, act, title=_("Ghi đã họp"), lead=lead)


@policy("conferences.write")
def conference_attach(request, key):
    row = _writable(request, key)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()

    def act(form):
        with written_with_files() as stored:
            attach(row, form.cleaned_data["files"], by=request.user, stored=stored)
        say(request, _("Đã thêm tệp."))

    return _step(request, row, form, act, title=_("Thêm tệp"))


@policy("conferences.write")
def conference_void(request, key):
    row = _writable(request, key)
    form = VoidForm(request.POST or None, initial={"version": row.version})

    def act(form):
        void_conference(row, by=request.user, **form.cleaned_data)
        say(request, _("Đã hủy hội nghị nhập nhầm."))

    lead = _("Hội nghị này ra khỏi mọi số liệu, vẫn xem được kèm lý do.")
    return _step(request, row, form, act, title=_("Hủy vì nhập nhầm"), lead=lead)


# --- what these share ---
def _write(request, form, act, *, title, back, row=None):
    here = [(row.title, back)] if row else []
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=row.title if row else "",
        button=_("Ghi"),
        back=back,
        done=lambda made: made.get_absolute_url(),
        crumbs=[(_("Hội nghị, đối thoại"), reverse(LIST)), *here, (title, None)],
        template="matters/conference_form.html",
        context={"cadres": _cadres(request, row.unit if row else None)[:300]},
    )


def _step(request, row, form, act, *, title, lead=""):
    back = row.get_absolute_url()
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead or row.title,
        button=_("Ghi"),
        back=back,
        done=lambda made: back,
        crumbs=[(_("Hội nghị, đối thoại"), reverse(LIST)), (row.title, back), (title, None)],
    )


def _cadres(request, unit=None):
    """Whom the writer may name: those whose system he reads; for a commune's office those who follow its place."""
    rows = Cadre.objects.visible_to(request.scope).persons()
    own = unit or _only(request)
    if own is not None and may_on(request.scope, "assignments.read", own):
        rows = Cadre.objects.persons().filter(
            pk__in=[*rows.values_list("pk", flat=True)[:2000], *_following(request, own)]
        )
    return rows.order_by("given_name_key", "pk")


def _following(request, unit):
    return cadres_following(request.day, unit=unit).values_list("pk", flat=True)


def _only(request):
    """The unit for which the writer has his role, where that is one."""
    reach = request.scope.reach("conferences.write")
    units = list(Unit.objects.filter(pk__in=reach.unit_ids, closed_on=None)[:2])
    return units[0] if len(units) == 1 else None


def _only_unit(request) -> str:
    unit = _only(request)
    return names_of([unit.pk], request.day).get(unit.pk, "") if unit else ""


def _visible(request, key):
    rows = Conference.objects.visible_to(request.scope).counted()
    related = ("unit", "organisation", "zone", "scheme", "voided_by")
    return get_object_or_404(rows.select_related(*related), key=key)


def _writable(request, key):
    row = _visible(request, key)
    if not _is_writable(request, row):
        raise PermissionDenied
    return row


def _is_writable(request, row) -> bool:
    return Conference.objects.standing().writable_by(request.scope).filter(pk=row.pk).exists()
