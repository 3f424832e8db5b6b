"""Reads of score sheets: from above over the issuer; one's own; and what was published about oneself."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import NOTHING, from_above, within, within_bodies
from common.records import StandingQuerySet


class SheetQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """From above all; the visiting cadre his own; an organisation what it scored itself and what was published; who
        follows a branch what it scored itself, once sent."""
        own = within_bodies(scope, "scores.own") & (~Q(scorer="superior") | Q(published_on__isnull=False))
        mine = Q(cadre__in=sorted(scope.cadre_ids)) if scope.cadre_ids else NOTHING
        followed = within(scope.reach("scores.followed")) & Q(scorer="branch") & ~Q(state="draft")
        above = from_above(scope, "scores.read") & ~Q(state="draft")
        return self.filter(above | own | mine | followed)

    def fillable_by(self, scope, in_state="draft"):
        """Sheets whose own points one may enter now: an organisation's or branch's own, a cadre's of his visit. `in_state` None:
        whatever state they are in."""
        own = within_bodies(scope, "scores.own") & ~Q(scorer="superior")
        mine = Q(cadre__in=sorted(scope.cadre_ids)) if scope.cadre_ids else NOTHING
        rows = self.filter(own | mine)
        return rows.filter(state=in_state) if in_state else rows

    def reviewable_by(self, scope):
        return self.filter(within(scope.reach("scores.review"), "issuer"))

    def approvable_by(self, scope):
        return self.filter(within(scope.reach("scores.approve"), "issuer"))

    def counted(self):
        """What figures are made of: standing, and no longer a draft."""
        return self.standing().exclude(state="draft")


class AppealQuerySet(models.QuerySet):
    def visible_to(self, scope):
        from scores.models import Sheet

        return self.filter(sheet__in=Sheet.objects.visible_to(scope).values("pk"))

    def decidable_by(self, scope):
        return self.filter(within(scope.reach("scores.approve"), "sheet__issuer"), outcome="")
