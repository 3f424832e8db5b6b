"""Rubrics: the list, and the whole scale of one edition on one page."""

from django.db.models import DecimalField, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from common.pages import list_page
from common.policy import policy
from scores.filters.rubrics import RubricFilter
from scores.models import Rubric, RubricComment
from scores.points import points_text
from scores.rubric_reading import (
    band_words,
    differences,
    full_marks_of,
    groups_of,
    uncovered,
    veto_words,
    yearly_words,
)
from scores.sections import sections
from scores.tables.rubrics import STATES, RubricTable


@policy("rubrics.read")
def rubric_list(request):
    scope = request.scope
    total = Sum("criteria__maximum", filter=Q(criteria__section__is_extra=False), output_field=DecimalField())
    rows = Rubric.objects.visible_to(scope).for_list().annotate(full=total)
    return list_page(
        request,
        queryset=rows.order_by("issuer_id", "code", "-edition"),
        table=RubricTable,
        filterset=RubricFilter,
        title=_("Bộ tiêu chí chấm điểm"),
        template="scores/list.html",
        prepare=lambda found: _rows(found, request.day),
        export="bo-tieu-chi",
        primary=(_("Lập bộ tiêu chí"), reverse("scores:rubric_new")) if scope.may("rubrics.write") else None,
        empty={
            "why": _("Chưa có bộ tiêu chí nào."),
            "what": _("Bộ tiêu chí là thang điểm để chấm buổi sinh hoạt, chấm tháng, đánh giá năm."),
        },
        crumbs=[(_("Bộ tiêu chí"), None)],
        context={"sections": sections(request)},
    )


@policy("rubrics.read")
def rubric_page(request, key):
    scope = request.scope
    found = get_object_or_404(Rubric.objects.visible_to(scope), key=key)
    editions = _editions(scope, found)
    earlier = next((each.pk for each in editions if each.edition < found.edition), found.copied_from_id)
    whole = {
        each.pk: each for each in Rubric.objects.visible_to(scope).whole().filter(pk__in={found.pk, earlier})
    }
    row, before = whole[found.pk], whole.get(earlier)
    context = {
        **_rights(scope, row),
        "title": row.name,
        "row": row,
        "state": STATES[row.state],
        "facts": _facts(row, request.day),
        **_scale(row),
        "editions": [(each, STATES[each.state]) for each in editions],
        "before": before,
        "differences": differences(row, before) if before else [],
        "comments": _comments(scope, row, request.day),
        "sections": sections(request),
        "crumbs": [(_("Bộ tiêu chí"), reverse("scores:rubric_list")), (row.name, None)],
    }
    return render(request, "scores/rubric_page.html", context)


def _scale(row) -> dict:
    return {
        "groups": groups_of(row),
        "full": points_text(full_marks_of(row)),
        "bands": band_words(row),
        "uncovered": uncovered(row),
        "vetoes": [veto_words(each) for each in row.vetoes.all()],
        "yearly": [(each.band, yearly_words(each)) for each in row.yearly_rules.all()],
    }


def _rows(found, day):
    found = list(found)
    names = names_of({row.issuer_id for row in found} - {None}, day)
    for row in found:
        meeting = row.get_meeting_kind_display() if row.meeting_kind else ""
        yield {
            "name": row.name,
            "url": row.get_absolute_url(),
            "note": _("mẫu minh họa") if row.is_illustrative else "",
            "kind": f"{row.get_kind_display()} ({meeting})" if meeting else row.get_kind_display(),
            "edition": row.edition,
            "issuer": names.get(row.issuer_id, "") if row.issuer_id else _("mẫu có sẵn"),
            "starts_on": row.starts_on,
            "full": points_text(row.full or 0),
            "state": row.state,
        }


def _editions(scope, row) -> list[Rubric]:
    """Those of its issuer's that the reader may see, the latest first."""
    return list(
        Rubric.objects.visible_to(scope)
        .standing()
        .filter(issuer=row.issuer_id, code=row.code)
        .order_by("-edition")
    )


def _rights(scope, row) -> dict:
    """What the reader may do with it now; `steps` are for those who keep it."""
    rows, is_open = Rubric.objects.filter(pk=row.pk), not row.is_issued
    is_open = is_open and row.state != Rubric.State.DROPPED
    keeps, issues = rows.writable_by(scope).exists(), rows.issuable_by(scope).exists()
    return {
        "edits": keeps and row.state == Rubric.State.DRAFT,
        "keeps": keeps,
        "answers": keeps and is_open,
        "may_issue": issues and is_open,
        "may_comment": rows.commentable_by(scope).exists(),
        "may_copy": scope.may("rubrics.write"),
        "history_url": _history_url(scope, row),
        "steps": list(row.steps.select_related("by")) if keeps or issues else [],
    }


def _history_url(scope, row) -> str | None:
    if row.issuer_id is None or not scope.may("history.read"):
        return None
    reach = scope.reach("history.read")
    is_there = reach.covers(row.issuer.access_path, row.issuer_id)
    return reverse("dashboard:history", args=["bo-tieu-chi", row.key]) if is_there else None


def _comments(scope, row, day) -> list[dict]:
    """{"row", "who"}: all of them for those who keep the rubric, one's own for whoever said one."""
    found = RubricComment.objects.visible_to(scope).standing().filter(rubric=row)
    found = list(found.select_related("criterion", "said_by", "answered_by"))
    names = organisation_names({each.organisation_id for each in found} - {None}, day)
    is_asked = row.state == Rubric.State.CONSULTING
    return [
        {
            "row": each,
            "is_mine": is_asked and not each.verdict and each.said_by_id == scope.user_id,
            "who": names.get(each.organisation_id) or (str(each.said_by) if each.said_by else ""),
        }
        for each in found
    ]


def _facts(row, day):
    issuer = names_of([row.issuer_id], day).get(row.issuer_id, "") if row.issuer_id else _("mẫu có sẵn")
    last = row.ends_on and date_format(row.ends_on, "d/m/Y")
    return [
        (_("Chấm gì"), row.get_kind_display()),
        (_("Loại buổi sinh hoạt"), row.get_meeting_kind_display() if row.meeting_kind else ""),
        (_("Cấp ủy của"), issuer),
        (_("Văn bản"), str(row.document) if row.document else ""),
        (_("Nguồn"), row.source),
        (_("Mã, phiên bản"), f"{row.code}, {row.edition}"),
        (_("Có hiệu lực từ") if row.is_issued else _("Dự kiến từ"), date_format(row.starts_on, "d/m/Y")),
        (_("Phiên bản sau có hiệu lực từ"), last or ""),
        (_("Hạn gửi phiếu (ngày)"), row.sheet_days),
        (_("Thời hạn đề nghị xem lại (ngày)"), row.appeal_days),
        (_("Góp ý đến hết ngày"), date_format(row.opinions_until, "d/m/Y") if row.opinions_until else ""),
    ]
