"""Who holds some matters now: their agencies, or the committee that has not handed them on."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from matters.models import Handling


@dataclass
class Holding:
    """`lead` and `others`: open handlings; `times_moved`: how often the lead went from one to another."""

    lead: Handling | None = None
    others: list = field(default_factory=list)
    times_moved: int = 0

    def words(self, row) -> str:
        if self.lead:
            return self.lead.agency.name
        if row.received_on is None:
            return _("chưa ai nhận")
        return _("cấp ủy") if row.answered_on is None else ""

    @property
    def others_words(self) -> str:
        return ", ".join(each.agency.name for each in self.others)


def holdings(rows) -> dict:
    """{recommendation id: Holding} of `rows`; a merged voice's is that of its matter. One query."""
    leads = {row.pk: row.merged_into_id or row.pk for row in rows}
    found = {pk: Holding() for pk in leads.values()}
    handlings = Handling.objects.filter(recommendation__in=found).select_related("agency")
    for each in handlings.order_by("given_on", "pk"):
        holding = found[each.recommendation_id]
        holding.times_moved += each.is_lead
        if each.ended_on is None:
            if each.is_lead:
                holding.lead = each
            else:
                holding.others.append(each)
    for holding in found.values():
        holding.times_moved = max(0, holding.times_moved - 1)
    return {pk: found[lead] for pk, lead in leads.items()}
