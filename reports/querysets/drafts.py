"""Reads of drafts: nobody's but their writer's."""

from django.db import models


class DraftQuerySet(models.QuerySet):
    def visible_to(self, scope):
        return self.filter(user=scope.user_id) if scope.user_id else self.none()
