"""For system keepers: the small lists of groups and posts."""

from django.contrib import admin

from accounts.admin import KeptAdmin
from assignments.models import CadreGroup, Post


@admin.register(CadreGroup)
class CadreGroupAdmin(KeptAdmin):
    list_display = ("name", "sort", "code")
    search_fields = ("name", "code")


@admin.register(Post)
class PostAdmin(KeptAdmin):
    list_display = ("name", "group")
    list_filter = ("group",)
    list_select_related = ("group",)
    search_fields = ("search_key", "name")
