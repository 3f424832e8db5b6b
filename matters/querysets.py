"""Reads of matters. They belong to the committee above the place (`issuer`), like the reports that they come from."""

from django.db import models
from django.db.models import Q

from branches.querysets.scoping import from_above


class _FromAboveQuerySet(models.QuerySet):
    raiser = "cadre"

    def visible_to(self, scope):
        return self.filter(from_above(scope, "matters.read") | Q(**{f"{self.raiser}__in": scope.cadre_ids}))


class RecommendationQuerySet(_FromAboveQuerySet):
    raiser = "raised_by"


class ContributionQuerySet(_FromAboveQuerySet):
    pass


class GoodPracticeQuerySet(_FromAboveQuerySet):
    pass
