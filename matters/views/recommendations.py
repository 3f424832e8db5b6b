"""The tracker: the committee's list of matters, and the page of one, as each may read it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents import printed_by, printed_response
from common.exports import export_of_table
from common.pages import list_page
from common.policy import SIGNED_IN, policy
from matters import slices
from matters.documents import recommendation_document
from matters.filters.recommendations import LATE, MINE, NEW, QUICK, TO_TELL, RecommendationFilter, quick
from matters.models import Recommendation
from matters.reading import MatterFacts, address_of
from matters.rows import list_rows
from matters.sections import sections
from matters.stages import gist
from matters.stepping import STEPS, Offer
from matters.tables.recommendations import GatherTable, RecommendationFileTable, RecommendationTable
from matters.views.shared import matter_crumbs
from matters.views.steps import found_matter

ASKED_FOR = ("voided", "merged")


@policy("matters.read")
def recommendation_list(request):
    """What was put to the committees that one reads: what is overdue first, then what is due next. Voices that were merged
    and what was voided only where the reader asks for that stage."""
    every = Recommendation.objects.overseen_by(request.scope).with_clock(request.day)
    rows = every if request.GET.get("giai_doan") in ASKED_FOR else every.standing().matters()
    # The list behind a number of the board: just what the number counts.
    asked = slices.read(request)
    rows = asked.narrow(every) if asked else rows
    writes = request.scope.may("matters.write")
    return list_page(
        request,
        queryset=rows.select_related("topic").by_urgency_of_clock(),
        table=GatherTable if writes else RecommendationTable,
        filterset=RecommendationFilter,
        title=_("Kiến nghị"),
        template="matters/recommendation_list.html",
        prepare=lambda found: list_rows(found, request.day),
        export=export_of_table(RecommendationFileTable, "kien-nghi"),
        primary=(_("Ghi kiến nghị"), reverse("matters:recommendation_new")) if writes else None,
        crumbs=[(_("Kiến nghị"), None)],
        empty={
            "why": _("Chưa có kiến nghị nào gửi đến cấp ủy của bạn."),
            "what": _("Kiến nghị đến từ báo cáo dự sinh hoạt, từ hội nghị, từ cơ sở, hoặc được ghi tại đây."),
        },
        context={
            "sections": sections(request),
            "counts": _counts(request, every.standing().matters()),
            "writes": writes,
            "lead": asked.words(request.scope) if asked else "",
        },
    )


def _counts(request, rows) -> list[dict]:
    """The numbers at the head of the list: each with the address of the rows behind it, counted by the same filter."""
    words = dict(QUICK)
    states = {LATE: "bad", NEW: "warn", TO_TELL: "warn", MINE: "info"}
    address = reverse("matters:recommendation_list")
    found = []
    for choice in (LATE, NEW, TO_TELL, MINE):
        number = quick(rows, choice, request).count()
        state = states[choice] if number or choice == MINE else "ok"
        url = f"{address}?nhanh={choice}"
        found.append({"number": number, "words": words[choice], "state": state, "url": url})
    return found


@policy(SIGNED_IN)
def recommendation_page(request, key):
    """Those above read all of it; an agency, the place and the cadre who raised it what is theirs to read."""
    row = found_matter(request, key)
    facts = MatterFacts(row, request.day, request.scope)
    offer = Offer(row, request.scope, facts.reader)
    context = {
        "title": row.reference,
        "lead": gist(row.content, 200),
        "row": row,
        "facts": facts,
        "reader": facts.reader,
        "facts_list": [*_facts_list(facts), *_shared_or_not(facts)],
        "merged_into": _seen_lead(request, row),
        "first": _step_link(row, offer.first) if offer.first else None,
        "more": [_step_link(row, name) for name in offer.names if name != offer.first],
        "merge_url": f"{reverse('matters:recommendation_merge')}?chon={row.key}"
        if offer.writes and row.stage not in ("voided", "merged", "closed")
        else None,
        "change_url": reverse("matters:recommendation_change", args=[row.key])
        if offer.writes and row.stage not in ("voided", "closed")
        else None,
        "handler_url": address_of("matters:handler_page", row.key) if facts.reader.is_agency else None,
        "scope_reads_documents": request.scope.may("documents.read"),
        "crumbs": matter_crumbs(request, row),
    }
    return render(request, "matters/recommendation_page.html", context)


@policy(SIGNED_IN)
def recommendation_paper(request, key, kind):
    """What the page shows its reader, on paper."""
    row = found_matter(request, key)
    facts = MatterFacts(row, request.day, request.scope)
    with override("vi"):
        said = _facts_list(facts)
    document = recommendation_document(facts, said, day=request.day, footer=printed_by(request.user))
    return printed_response(document, kind, name=f"phieu-kien-nghi-{row.key}")


def _step_link(row, name) -> dict:
    return {
        "word": STEPS[name].word,
        "url": reverse(f"matters:recommendation_{name}", args=[row.key]),
        "is_dangerous": STEPS[name].is_dangerous,
    }


def _seen_lead(request, row):
    """The matter that a voice was merged into, for who may read that one."""
    if not row.merged_into_id:
        return None
    return Recommendation.objects.visible_to(request.scope).filter(pk=row.merged_into_id).first()


def _shared_or_not(facts) -> list[tuple]:
    """For the page of those above; no paper that goes to the place says whether the place may see it."""
    said = _("có") if facts.row.is_shared else _("không")
    return [(_("Nơi nêu được xem"), said)] if facts.reader.is_above else []


def _facts_list(facts) -> list[tuple]:
    """Who raised it and how it came here is for those above and for the cadre himself."""
    row, reader = facts.row, facts.reader
    unit, above = facts.place
    near = reader.is_above or reader.is_raiser
    return [
        (_("Nơi nêu"), unit),
        (_("Thuộc"), above),
        (_("Chi bộ, đảng bộ"), facts.body),
        (_("Thay mặt"), row.on_behalf_of),
        (_("Ngày nêu"), row.raised_on),
        (_("Loại"), row.get_kind_display()),
        (_("Lĩnh vực"), row.topic),
        (_("Mức độ"), row.get_urgency_display()),
        (_("Cấp giải quyết"), row.get_level_display()),
        (_("Đề nghị cơ quan"), row.agency),
        (_("Cấp ủy tiếp nhận"), facts.issuer_name),
        (_("Từ đâu"), row.get_source_display() if near else ""),
        (_("Cán bộ nêu"), row.raised_by if near else ""),
        (_("Đã mở lại"), _("%(times)s lần") % {"times": row.times_reopened} if row.times_reopened else ""),
        (_("Nhập nhầm"), row.void_reason),
    ]
