"""Reads of sensitive notes. Whether one exists is told only to those who may read it; its text is read on one page alone."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import from_above
from branches.scope import PERMISSIONS, Scope

PERMISSION = "reports.sensitive"


class SensitiveNoteQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """One's own, and those of the committees that one may read for."""
        return self.filter(
            from_above(scope, PERMISSION, issuer="report__issuer", unit="report__unit") | own(scope)
        )

    def expired_on(self, day):
        return self.filter(expires_on__lte=day, purged_at=None)


def own(scope) -> Q:
    mine = Q(report__cadre__in=scope.cadre_ids)
    return mine | Q(report__author=scope.user_id) if scope.user_id else mine


def must_say_why(note, scope) -> bool:
    """Whether the reader has the right only as an inspector: he reads on request, and says on which (domain.md 7)."""
    others = tuple(
        hold for hold in scope.holds if hold.role != "inspector" and PERMISSION in PERMISSIONS[hold.role]
    )
    return not type(note).objects.visible_to(Scope(holds=others)).filter(pk=note.pk).exists()
