"""Reads of the standing words of printed papers."""

from branches.querysets.scoping import within
from common.records import PeriodQuerySet


class PaperQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        return self.filter(within(scope.reach("papers.write"), "issuer"))

    def writable_by(self, scope):
        return self.visible_to(scope)
