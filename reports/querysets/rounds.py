"""Reads of rounds, their conclusions and what must be put right: from above over the issuer; below, what names one's own
branch once it is issued."""

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from branches.querysets.scoping import from_above, within, within_bodies
from common.records import PeriodQuerySet, StandingQuerySet


class RoundQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("rounds.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("rounds.write"), "issuer"))

    def open(self):
        return self.filter(closed_on=None)

    def with_report_count(self):
        """Rounds with `report_count`: the reports that `gathering.reports_of` finds for each."""
        from reports.models import Report

        rows = Report.objects.filter(
            issuer=OuterRef("issuer"), met_on__gte=OuterRef("starts_on"), met_on__lt=OuterRef("ends_on")
        )
        every, under = _counted(rows), _counted(rows.filter(scheme=OuterRef("scheme")))
        return self.annotate(report_count=Case(When(scheme=None, then=every), default=under))


class ConclusionQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """Whole, by those who read the round. Whoever it names reads his own lines (`named`), once it is issued."""
        return self.filter(within(scope.reach("rounds.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("rounds.write"), "issuer"))

    def named(self, scope):
        """Issued notices that name an organisation of one's own ground (a secretary: his branch)."""
        from reports.models import ConclusionLine

        lines = ConclusionLine.objects.named(scope).filter(conclusion=OuterRef("pk"))
        return self.issued().filter(Exists(lines))

    def issued(self):
        return self.standing().filter(issued_on__isnull=False)

    def followed_by(self, scope):
        """Issued notices of the committees under whose schemes one follows somewhere today: whole, like those above."""
        from assignments.models import Assignment, TeamMember

        if not scope.cadre_ids:
            return self.none()
        teams = TeamMember.objects.on(scope.day).filter(cadre__in=scope.cadre_ids).values("team")
        own = Assignment.objects.active_on(scope.day).filter(Q(cadre__in=scope.cadre_ids) | Q(team__in=teams))
        under_one = Exists(own.filter(scheme=OuterRef("round__scheme")))
        under_any = Q(round__scheme=None) & Exists(own.filter(scheme__issuer=OuterRef("issuer")))
        return self.issued().filter(under_any | under_one)


class LineQuerySet(models.QuerySet):
    def named(self, scope):
        """The lines that name an organisation of one's own ground (a secretary: his branch)."""
        return self.filter(
            within_bodies(scope, "conclusions.named", unit="organisation__unit", organisation="organisation")
        )


class RemedyQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(from_above(scope, "rounds.read") | within_bodies(scope, "conclusions.named"))

    def writable_by(self, scope):
        return self.filter(from_above(scope, "rounds.write"))

    def open(self):
        return self.filter(state="open")

    def overdue_on(self, day):
        return self.open().filter(due_on__lt=day)

    def to_check_at(self, organisation):
        """What the next visitor of `organisation` looks at."""
        return self.open().filter(organisation=organisation)

    def with_last_seen(self):
        """Remedies with `last_seen` (what was seen last) and `last_seen_on`; None where nobody looked yet."""
        from reports.models import RemedyCheck

        last = RemedyCheck.objects.filter(remedy=OuterRef("pk")).order_by("-seen_on", "-pk")
        return self.annotate(
            last_seen=Subquery(last.values("seen")[:1]), last_seen_on=Subquery(last.values("seen_on")[:1])
        )

    def seen_done(self):
        """Open ones of which somebody saw last that it is done: staff end them."""
        return self.open().with_last_seen().filter(last_seen="done")


def _counted(rows):
    counted = rows.order_by().values("issuer").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
