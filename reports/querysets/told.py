"""Reads of what was told at meetings."""

from django.db import models


class ReportToldQuerySet(models.QuerySet):
    def standing(self):
        """Without the ticks that were taken back."""
        return self.filter(taken_back_at=None)
