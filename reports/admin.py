"""For system keepers: the small lists, who read what is sensitive, and that reminders go out. No report's words."""

from django.contrib import admin

from accounts.admin import KeptAdmin, LogAdmin
from reports.models import EffectKind, Reminder, SensitiveRead


@admin.register(EffectKind)
class EffectKindAdmin(KeptAdmin):
    list_display = ("name", "sort", "code")
    search_fields = ("name", "code")


@admin.register(SensitiveRead)
class SensitiveReadAdmin(LogAdmin):
    """Who opened a sensitive note and when; not which report it was, and nothing of its text."""

    list_display = ("user", "read_at")
    list_filter = (("read_at", admin.DateFieldListFilter),)
    search_fields = ("user__username", "user__search_key")
    list_select_related = ("user",)
    fields = ("user", "read_at")


@admin.register(Reminder)
class ReminderAdmin(LogAdmin):
    list_display = ("step", "channel", "reminded_on", "reminded_by", "created_at")
    list_filter = ("step", "channel", ("reminded_on", admin.DateFieldListFilter))
    list_select_related = ("reminded_by",)
    fields = ("step", "channel", "reminded_on", "reminded_by", "created_at")
