"""Reads of what is told to those who follow."""

from django.db import models

from branches.querysets.scoping import within


class BulletinQuerySet(models.QuerySet):
    def visible_to(self, scope):
        """To staff and leaders of the issuer; a cadre reads those for him (`for_cadres`)."""
        return self.filter(within(scope.reach("bulletins.read"), "issuer"))

    def writable_by(self, scope):
        return self.filter(within(scope.reach("bulletins.write"), "issuer"))

    def published(self):
        return self.filter(published_on__isnull=False, withdrawn_on=None)
