"""For system keepers: the taxonomy. What was raised is content, and not here."""

from django.contrib import admin

from accounts.admin import KeptAdmin
from matters.models import Topic


@admin.register(Topic)
class TopicAdmin(KeptAdmin):
    list_display = ("name", "sort", "starts_on", "ends_on", "code")
    search_fields = ("name", "code")
