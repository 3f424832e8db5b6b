"""For system keepers: what is counted and its names. Scores are content, and not here."""

from django.contrib import admin

from accounts.admin import KeptAdmin
from scores.models import Indicator, ModelTitle


@admin.register(Indicator)
class IndicatorAdmin(KeptAdmin):
    list_display = ("name", "code", "measure", "is_flow", "has_whole", "is_sensitive", "sort")
    search_fields = ("name", "code")


@admin.register(ModelTitle)
class ModelTitleAdmin(KeptAdmin):
    list_display = ("name", "code", "sort")
    search_fields = ("name",)
