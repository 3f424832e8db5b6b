"""For system keepers: that letters and feeds were made and revoked. Never where somebody goes, never what was said."""

from django.contrib import admin

from accounts.admin import LogAdmin
from meetings.models import CalendarFeed, Letter


@admin.register(CalendarFeed)
class CalendarFeedAdmin(LogAdmin):
    """Without the token: who knows it reads the feed."""

    list_display = ("user", "created_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__username", "user__search_key")
    list_select_related = ("user",)
    fields = ("user", "created_at", "revoked_at")


@admin.register(Letter)
class LetterAdmin(LogAdmin):
    list_display = ("key", "number", "starts_on", "ends_on", "revoked_at", "created_by")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), ("starts_on", admin.DateFieldListFilter))
    search_fields = ("key", "number")
    list_select_related = ("created_by",)
    fields = ("key", "number", "issued_on", "starts_on", "ends_on", "revoked_at", "created_by", "created_at")
