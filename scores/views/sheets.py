"""The page of a sheet: read and filled in on one page for all kinds, saved row by row, printed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from branches.views.steps import say
from common.documents import printed_by, printed_response
from common.policy import SIGNED_IN, policy
from scores.access import SheetRights
from scores.actions.sheets import Conflict, renew_proposals, rows_of, save_row, set_vetoes
from scores.documents import sheet_document
from scores.forms.sheets import RowForm
from scores.models import Sheet, SheetStep
from scores.points import points_text, scale_text
from scores.rubric_reading import veto_words
from scores.scales import full_marks_by_rubric
from scores.tables.sheets import STATES
from scores.titles import title_of
from scores.views.sheet_steps import STEPS, found


@policy(SIGNED_IN)
def sheet_page(request, key):
    """404 for whoever may not read it. A POST saves every row that differs; a row that somebody else changed meanwhile is shown
    with what stands, and the others are saved."""
    sheet = found(request, key)
    rights = SheetRights(sheet, request.scope)
    column = rights.column
    rows = rows_of(sheet)
    forms = {}
    if column:
        sent = request.POST if request.method == "POST" else None
        forms = {row.pk: RowForm(sent, row=row, column=column) for row in rows}
        if sent is not None and _save(request, sheet, column, forms):
            return redirect(sheet.get_absolute_url())
    elif request.method == "POST":
        raise Http404
    return render(request, "scores/sheet_page.html", _context(request, sheet, rights, rows, forms, column))


@policy(SIGNED_IN)
@require_POST
def sheet_row(request, key):
    """One row as it is left, or one veto as it is ticked, for the page's script: what stands now, the total and the grade; 409 with
    what somebody else saved, 422 with what is wrong. The same actions and the same words as the whole page."""
    sheet = found(request, key)
    rights = SheetRights(sheet, request.scope)
    if "quy-dinh" in request.POST:
        return _veto_saved(request, sheet, rights)
    row = next((row for row in rows_of(sheet) if str(row.pk) == request.POST.get("row")), None)
    if rights.column is None or row is None:
        raise Http404
    form = RowForm(request.POST, row=row, column=rights.column)
    status, words, version = 422, "", row.version
    if form.is_valid():
        try:
            saved = save_row(row, column=rights.column, by=request.user, **form.values)
            status, words, version = 200, _("đã lưu"), saved.version
        except Conflict as conflict:
            form.show_conflict(conflict.row)
            status, words, version = 409, form.standing, conflict.row.version
        except ValidationError as error:
            words = " ".join(error.messages)
    else:
        words = " ".join(sentence for each in form.errors.values() for sentence in each)
    return JsonResponse({"words": words, "version": version, **_standing(sheet, rights)}, status=status)


def _veto_saved(request, sheet, rights):
    """One veto as it is ticked or not (`ap-dung`), and as it stood on the page (`da-thay`): 409 where somebody else said otherwise
    meanwhile, and what he said stands."""
    rules = {str(veto.pk): veto for veto in sheet.rubric.vetoes.all()}
    veto = rules.get(request.POST["quy-dinh"])
    if rights.column is None or veto is None:
        raise Http404
    wanted, seen = "ap-dung" in request.POST, "da-thay" in request.POST
    try:
        set_vetoes(sheet, [veto] if wanted else [], by=request.user, seen=[veto.pk] if seen else [])
    except ValidationError as error:
        status, words = 422, " ".join(error.messages)
    else:
        status, words = 200, _("đã lưu")
    said = sheet.veto_rows.filter(veto=veto).select_related("said_by").first()
    if status == 200 and (said is not None) != wanted:
        status, words = 409, _said_otherwise(said)
    return JsonResponse(
        {"words": words, "applies": said is not None, **_standing(sheet, rights)}, status=status
    )


def _said_otherwise(said) -> str:
    if said is None:
        return _("người khác vừa bỏ quy định này; chọn lại nếu vẫn áp dụng")
    return _("%(who)s vừa ghi là áp dụng; bỏ chọn nếu không áp dụng") % {
        "who": said.said_by or _("người khác")
    }


def _full(sheet):
    """The points of its scale."""
    return full_marks_by_rubric([sheet.rubric_id]).get(sheet.rubric_id)


def _standing(sheet, rights) -> dict:
    """Total and grade as the reader may know them."""
    sheet.refresh_from_db(fields=["total", "own_total", "band", "reasons", "state"])
    _reads_all, is_sealed, _shown = _columns(sheet, rights)
    total = sheet.own_total if is_sealed else sheet.total
    return {
        "total": scale_text(total, _full(sheet)) or "–",
        "band": "" if is_sealed or sheet.band is None else str(sheet.band),
    }


@policy(SIGNED_IN)
@require_POST
def sheet_renew(request, key):
    """Proposals from the facts as they are now; what somebody overrode stays."""
    sheet = found(request, key)
    if SheetRights(sheet, request.scope).column != "points":
        raise Http404
    try:
        number = renew_proposals(sheet, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        words = ngettext("Đã cập nhật đề xuất của %(n)s dòng.", "Đã cập nhật đề xuất của %(n)s dòng.", number)
        say(request, words % {"n": number})
    return redirect(sheet.get_absolute_url())


def _save(request, sheet, column, forms) -> bool:
    """Whether all rows could be saved."""
    is_whole = True
    for form in forms.values():
        if not form.is_valid():
            is_whole = False
            continue
        try:
            save_row(form.row, column=column, by=request.user, **form.values)
        except Conflict as conflict:
            form.add_error(None, conflict)
            form.show_conflict(conflict.row)
            is_whole = False
        except ValidationError as error:
            form.add_error(None, error)
            is_whole = False
    chosen, seen = _ids(request, "veto"), _ids(request, "veto_seen")
    vetoes = [veto for veto in sheet.rubric.vetoes.all() if veto.pk in chosen]
    try:
        set_vetoes(sheet, vetoes, by=request.user, seen=seen)
    except ValidationError as error:
        next(iter(forms.values())).add_error(None, error)
        is_whole = False
    say(request, _("Đã lưu.") if is_whole else _("Đã lưu những dòng đúng; hãy xem các dòng còn lại."))
    return is_whole


def _columns(sheet, rights) -> tuple[bool, bool, list[str]]:
    """(whether the reader reads all of it, whether what the board gave is sealed for him, the columns that he sees). Until it is
    published an organisation reads what it gave itself, however far the board has come with it."""
    reads_all = rights.is_above or sheet.published_on is not None
    shown = ["points", *(["reviewed", "approved"] if sheet.scorer == Sheet.Scorer.OWN and reads_all else [])]
    is_sealed = not reads_all and sheet.scorer == Sheet.Scorer.OWN and sheet.state != Sheet.State.DRAFT
    return reads_all, is_sealed, shown


@policy(SIGNED_IN)
def sheet_paper(request, key, kind):
    """What the page shows its reader, on paper."""
    sheet = found(request, key)
    _reads_all, is_sealed, shown = _columns(sheet, SheetRights(sheet, request.scope))
    total = sheet.own_total if is_sealed else sheet.total
    document = sheet_document(
        sheet,
        rows=rows_of(sheet),
        columns=shown,
        total=scale_text(total, _full(sheet)),
        band="" if is_sealed or sheet.band is None else str(sheet.band),
        reasons=[] if is_sealed else sheet.reasons,
        beside=_beside(sheet, request.scope),
        day=request.day,
        footer=printed_by(request.user),
        published_by=published_by(sheet),
    )
    return printed_response(document, kind, name=f"phieu-cham-diem-{sheet.key}")


def published_by(sheet) -> str:
    """The notice that published a sheet and is cited with its number, as its way says it; "" where there is none."""
    if sheet.published_on is None:
        return ""
    last = sheet.steps.filter(step=SheetStep.Step.PUBLISHED).last()
    return last.note if last else ""


def _ids(request, name) -> set[int]:
    return {int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < 12}


def _beside(sheet, scope) -> list[tuple]:
    """[(Sheet, its rows)]: the other sides of the meeting by the same rubric, as far as the reader reads them."""
    if sheet.meeting_id is None:
        return []
    others = (
        Sheet.objects.visible_to(scope).counted().filter(meeting=sheet.meeting_id, rubric=sheet.rubric_id)
    )
    others = others.exclude(pk=sheet.pk).select_related("band", "cadre", "rubric")
    return [(other, rows_of(other)) for other in others.order_by("pk")]


def _context(request, sheet, rights, rows, forms, column) -> dict:
    sheet.refresh_from_db(fields=["total", "own_total", "band", "reasons", "state"])
    reads_all, is_sealed, shown = _columns(sheet, rights)
    applied = set(sheet.veto_rows.values_list("veto", flat=True))
    total = sheet.own_total if is_sealed else sheet.total
    title = title_of(sheet, request.day)
    return {
        "title": title,
        "sheet": sheet,
        "state": STATES[_state_shown(sheet, reads_all)],
        "groups": _groups(rows, forms, shown),
        "columns": shown,
        "fills": column,
        "errors": [error for form in forms.values() for error in form.non_field_errors()],
        "own_total": "" if sheet.own_total is None else points_text(sheet.own_total),
        "total": scale_text(total, _full(sheet)),
        "band": None if is_sealed else sheet.band,
        "reasons": [] if is_sealed else sheet.reasons,
        "vetoes": [
            (veto, veto_words(veto), veto.pk in applied and not is_sealed) for veto in sheet.rubric.vetoes.select_related("band")
        ],
        "steps": [(STEPS[step][0], reverse("scores:sheet_step", args=[sheet.key, step])) for step in rights.steps()],
        "appeals": list(sheet.appeals.all()) if reads_all else [],
        "may_decide": sheet.state == Sheet.State.PUBLISHED and rights._over_issuer("scores.approve"),
        "report_url": reverse("reports:report_of_sheet", args=[sheet.key]) if sheet.attendance_id and rights.reads_report else None,
        "history_url": _history_url(sheet, rights),
        "way": [step for step in sheet.steps.select_related("by") if reads_all or step.step in ("sent", "returned")],
        "crumbs": [(_("Chấm điểm"), reverse("scores:home")), (title, None)],
    }  # fmt: skip


def _history_url(sheet, rights) -> str | None:
    """All of it to those above; its own side to whoever fills it in."""
    if rights.reads_history:
        return reverse("dashboard:history", args=["phieu-cham", sheet.key])
    return reverse("dashboard:own_sheet_history", args=[sheet.key]) if rights.is_own else None


def _state_shown(sheet, reads_all) -> str:
    """To whom it is not published yet a sheet is sent, however far the board has come with it."""
    return sheet.state if reads_all or sheet.state == Sheet.State.DRAFT else Sheet.State.SENT


def _groups(rows, forms, shown) -> list[dict]:
    groups: dict = {}
    for row in rows:
        section = row.criterion.section
        group = groups.setdefault(section.pk, {"section": section, "lines": []})
        points = {name: getattr(row, name) for name in shown}
        group["lines"].append(
            {
                "row": row,
                "most": points_text(row.criterion.maximum),
                "least": points_text(-row.criterion.minimum) if row.criterion.minimum < 0 else "",
                "proposed": "" if row.proposed is None else points_text(row.proposed),
                "form": forms.get(row.pk),
                "cells": [
                    {
                        "name": name,
                        "points": "–" if value is None else points_text(value),
                        "note": getattr(row, {"points": "note", "reviewed": "review_note", "approved": "approve_note"}[name]),
                    }
                    for name, value in points.items()
                ],
            }
        )  # fmt: skip
    return list(groups.values())
