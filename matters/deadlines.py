"""By when a matter must be answered: the most specific rule in force, in working days."""

from datetime import date

from django.db.models import Q

from matters.calendar import working_day_after
from matters.models import DeadlineRule, Topic


class RuleBook:
    """The deadlines of some committees and those that ship, read once, for many matters."""

    def __init__(self, issuers):
        """`issuers`: units or their ids."""
        rows = DeadlineRule.objects.filter(Q(issuer=None) | Q(issuer__in=list(issuers)))
        self._parents = dict(Topic.objects.exclude(parent=None).values_list("pk", "parent"))
        self._rules: dict = {}
        for row in rows.order_by("starts_on", "pk"):
            self._rules.setdefault((row.issuer_id, row.topic_id, row.urgency), []).append(row)

    def rule_for(self, issuer_id, topic_id, urgency, on: date) -> DeadlineRule | None:
        """The most specific in force on `on`: the committee's own for this topic, for the topic above it, its own; then the
        shipped ones likewise."""
        for issuer in (issuer_id, None):
            for topic in dict.fromkeys((topic_id, self._parents.get(topic_id), None)):
                for rule in self._rules.get((issuer, topic, urgency), ()):
                    if rule.holds_on(on):
                        return rule
        return None

    def due_for(self, issuer_id, topic_id, urgency, on: date) -> tuple[date | None, DeadlineRule | None]:
        rule = self.rule_for(issuer_id, topic_id, urgency, on)
        return (working_day_after(on, rule.working_days) if rule else None), rule


def due_for(issuer, topic, urgency, on: date) -> tuple[date | None, DeadlineRule | None]:
    """(due day, rule) of what is received on `on` (which is not counted); (None, None) where no rule is in force."""
    return RuleBook([issuer]).due_for(issuer.pk, topic.pk if topic else None, urgency, on)
