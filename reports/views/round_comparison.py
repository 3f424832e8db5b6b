"""A round beside the one before it: each number of both, with the rows behind it where there is a list of them."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.policy import policy
from reports.models import Report, Round
from reports.rounds import RoundFacts, side_by_side
from reports.views.rounds import crumbs_of, figures_line, found


@policy("rounds.read")
def round_comparison(request, key):
    """Figures, the four counts, what was raised by topic and how meetings went."""
    made = found(request, key)
    rows = Round.objects.visible_to(request.scope).filter(issuer=made.issuer_id, scheme=made.scheme_id)
    before = rows.filter(starts_on__lt=made.starts_on).select_related("issuer", "scheme")
    earlier = before.order_by("-starts_on").first()
    context = {
        "title": _("“%(name)s” so với đợt trước") % {"name": made},
        "round": made,
        "earlier": earlier,
        "parts": _parts(*side_by_side(made, earlier, request.day)) if earlier else [],
        "crumbs": crumbs_of(made, _("So với đợt trước")),
    }
    return render(request, "reports/round_comparison.html", context)


def _parts(now: RoundFacts, then: RoundFacts) -> list[tuple]:
    """[(heading, [(words, cell of the round, cell of the one before)])]; a cell has `number` and `url` (or None)."""
    lines = zip(figures_line(now.made, now), figures_line(then.made, then), strict=True)
    return [
        (_("Số liệu"), [*_counts(now, then), *((capfirst(one["words"]), one, two) for one, two in lines)]),
        (_("Lĩnh vực của kiến nghị"), _topics(now, then)),
        (_("Chất lượng buổi sinh hoạt"), _quality(now, then)),
    ]


def _counts(now, then) -> list[tuple]:
    words = {"people": _("Người dự"), "meetings": _("Buổi có người dự"), "branches": _("Chi bộ có người dự")}
    return [
        (word, *(_cell(getattr(facts.expected.counts, name)) for facts in (now, then)))
        for name, word in words.items()
    ]


def _topics(now, then) -> list[tuple]:
    """The topics of either round; what is raised most now stands first."""
    counts = [{code: number for code, _name, number in facts.topics} for facts in (now, then)]
    names = {code: name for facts in (then, now) for code, name, _number in facts.topics}
    order = sorted(names, key=lambda code: (-counts[0].get(code, 0), -counts[1].get(code, 0), names[code]))
    return [
        (
            names[code] or _("chưa phân lĩnh vực"),
            *(
                _cell(count.get(code, 0), facts, "round_matters", f"linh_vuc={code or 'khac'}")
                for facts, count in zip((now, then), counts, strict=True)
            ),
        )
        for code in order
    ]


def _quality(now, then) -> list[tuple]:
    labels = dict(Report.Quality.choices)
    return [
        (
            capfirst(labels[quality]),
            *(
                _cell(facts.said["quality"][quality], facts, "round_reports", f"chat_luong={quality}")
                for facts in (now, then)
            ),
        )
        for quality in now.said["quality"]
    ]


def _cell(number, facts=None, name="", query="") -> dict:
    """Nothing stands behind a nought; and nothing lists people, meetings or branches one row each."""
    url = f"{reverse(f'reports:{name}', args=[facts.made.key])}?{query}" if facts and number else None
    return {"number": number_format(number, force_grouping=True), "url": url}
