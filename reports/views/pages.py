"""What the writing pages show: the form, and the choice of what to report on."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from common.text import sort_key
from meetings.choosing import branches_for, choices_of, committees_for
from meetings.models import Meeting, Visit
from reports.filing import AGENDA, SCORES
from reports.models import Report
from reports.remedies import asked_with
from reports.scoring import score_fields, scores_asked
from reports.telling import FIELD

_BACK = timedelta(days=62)
_MOST = 500


def form_page(request, target, form, *, version=None, status=None, **context):
    """The report form with its errors, if it has any."""
    errors = [] if getattr(form, "is_reopened", False) else form.row_errors
    has_errors = bool(form.is_bound and (form.errors or errors))
    files = [each.name for each in request.FILES.getlist("files")]
    answers = form.initial.get("answers", {}) if not form.is_bound else None
    context = {
        "title": _("Báo cáo dự sinh hoạt"),
        "target": target,
        "form": form,
        "version": version,
        "sections": [
            _section(each, target, form, answers)
            for each in target.sections
            if each.code != SCORES or target.scale
        ],
        # --- the visitor's score ---
        "scores": scores_asked(target, form),
        # --- what must be put right ---
        "remedies": asked_with(
            target.remedies, form.data if form.is_bound else None, form.initial.get("remedies")
        ),
        # --- the answers that return ---
        "answers": target.answers,
        "told": form.data.getlist(FIELD)
        if form.is_bound
        else [each.key for each in target.answers if each.is_told],
        "more_errors": errors,
        "has_errors": has_errors,
        "lost_files": files if status or has_errors else [],
        "action": request.get_full_path(),
        "crumbs": [(_("Báo cáo của tôi"), reverse("reports:own_list")), (_("Báo cáo"), None)],
        **context,
    }
    status = status or (422 if has_errors else 200)
    response = render(request, "reports/form.html", context, status=status)
    if request.method == "GET" and target.report is None and "is_paper" not in context:
        # The phone may keep this page of its user's for where there is no network; no other page carries the mark.
        response["X-Offline"] = request.user.key
    return response


def choose_page(request, cadre):
    """Which meeting to report on: the planned visits and the meetings of one's branches that have no report yet."""
    rows = _waiting(cadre, request.day) if cadre else []
    context = {
        "title": _("Báo cáo buổi nào?"),
        "rows": rows,
        "branches": _branches(cadre, request.day) if cadre else [],
        "is_cadre": cadre is not None,
        "crumbs": [(_("Báo cáo của tôi"), reverse("reports:own_list")), (_("Báo cáo"), None)],
    }
    return render(request, "reports/choose.html", context)


def _branches(cadre, day) -> list[tuple]:
    """[(key, name)] of the branches and committees that he may choose, for a meeting that nobody registered."""
    choices = choices_of(cadre, day)
    rows = [
        *branches_for(cadre, day, choices).values_list("pk", "key")[:_MOST],
        *committees_for(cadre, day, choices).values_list("pk", "key")[:_MOST],
    ]
    names = organisation_names({pk for pk, _key in rows}, day)
    return sorted(((key, names.get(pk, "")) for pk, key in rows), key=lambda each: sort_key(each[1]))


def _section(section, target, form, answers):
    """{"section", "fields", "is_open" …} of one section; one that has an error or words in it is not folded."""
    names = score_fields(target) if section.code == SCORES else section.fields
    fields = [form[name] for name in names if name in form.fields]
    rows = form.rows.get(section.code, [])
    lists = []
    if section.kind in ("checklists", "agenda"):
        lists = [
            _list(each, target, form, answers)
            for each in target.checklists
            if (each.code == AGENDA) == (section.kind == "agenda")
        ]
    written = form.is_bound and any(form.data.get(each.html_name) for each in fields)
    written = written or any(row.is_written for row in rows if form.is_bound)
    written = written or any(item["answer"] for each in lists for item in each["items"])
    wrong = form.is_bound and any(each.errors for each in fields)
    return {
        "section": section,
        "fields": fields,
        "rows": rows,
        "lists": lists,
        "is_open": not section.is_folded or (written and section.code != "meeting") or wrong,
    }


def _list(checklist, target, form, answers):
    items = []
    for item in checklist.items.all():
        if answers is None:
            answer, note = form.data.get(f"item-{item.pk}", ""), form.data.get(f"note-{item.pk}", "")
        else:
            answer, note = answers.get(item.pk, ("", ""))
        items.append(
            {"item": item, "answer": answer, "note": note, "is_coldest": item.code == target.coldest}
        )
    if checklist.code != AGENDA:
        items.sort(key=lambda each: not each["is_coldest"])
    return {"checklist": checklist, "items": items}


def _waiting(cadre, day) -> list[dict]:
    """[{"name", "on", "url"}] the latest first; three queries and those of the choice."""
    since = day - _BACK
    reported = Report.objects.filter(cadre=cadre, met_on__gte=since - _BACK).values("meeting")
    meetings = Meeting.objects.standing().during(since, day + timedelta(days=1)).exclude(pk__in=reported)
    meetings = meetings.filter(organisation__in=branches_for(cadre, day).values("pk")).order_by("-met_on")[
        :40
    ]
    visits = Visit.objects.planned().filter(
        cadre=cadre, planned_on__gte=since, planned_on__lte=day, meeting=None, attendance=None
    )
    form = reverse("reports:report_new")
    found = [(each.met_on, each.organisation_id, f"{form}?buoi={each.key}") for each in meetings]
    found += [(each.planned_on, each.organisation_id, f"{form}?lan-du={each.key}") for each in visits]
    names = organisation_names({each[1] for each in found}, day)
    return [
        {"name": names.get(pk, ""), "on": date_format(on, "d/m/Y"), "url": url}
        for on, pk, url in sorted(found, reverse=True)
    ]
