"""For system keepers: the small lists, who has which role, and the log of imports. Never what an office writes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import KeptAdmin, LogAdmin
from branches.models import AgencyKind, Grant, HouseholdRead, HouseholdTag, ImportRun, Level, Office, UnitKind


@admin.register(Level)
class LevelAdmin(KeptAdmin):
    list_display = ("number", "name", "name_en", "code", "ends_on")
    search_fields = ("name", "code")


@admin.register(UnitKind)
class UnitKindAdmin(KeptAdmin):
    list_display = ("name", "level", "code")
    list_filter = ("level",)
    search_fields = ("name", "code")


@admin.register(AgencyKind)
class AgencyKindAdmin(KeptAdmin):
    list_display = ("name", "is_party_block", "code")
    list_filter = ("is_party_block",)
    search_fields = ("name", "code")


@admin.register(Office)
class OfficeAdmin(KeptAdmin):
    list_display = ("name", "sort", "code")
    search_fields = ("name", "code")


@admin.register(Grant)
class GrantAdmin(LogAdmin):
    """Read only: a role is given and ended by those who may, on the product's own pages."""

    list_display = ("user", "role", "where", "starts_on", "ends_on", "created_by")
    list_filter = ("role", ("starts_on", admin.DateFieldListFilter), ("ends_on", admin.DateFieldListFilter))
    search_fields = ("key", "user__username", "user__search_key")
    search_help_text = _("Tên đăng nhập, họ tên (không dấu) hoặc khóa")
    date_hierarchy = "starts_on"
    list_select_related = ("user", "created_by")
    fields = ("key", "user", "role", "where", "starts_on", "ends_on", "created_by")
    readonly_fields = ("where",)

    @admin.display(description=_("nơi"))
    def where(self, grant):
        """Of what kind it is; which one it is, is content."""
        kinds = {
            "unit_id": _("đơn vị"),
            "zone_id": _("cụm xã"),
            "organisation_id": _("tổ chức đảng"),
            "agency_id": _("cơ quan"),
        }
        return next((word for field, word in kinds.items() if getattr(grant, field)), "")


@admin.register(ImportRun)
class ImportRunAdmin(LogAdmin):
    """How imports went, without the file, its rows and its errors: names of people stand in them."""

    list_display = ("key", "kind", "user", "state", "rows", "added", "changed", "ended", "created_at")
    list_filter = ("kind", "state", ("created_at", admin.DateFieldListFilter))
    search_fields = ("key", "user__username")
    date_hierarchy = "created_at"
    list_select_related = ("user",)
    fields = (
        "key",
        "kind",
        "user",
        "state",
        "rows",
        "added",
        "changed",
        "ended",
        "unchanged",
        "sha256",
        "created_at",
        "applied_at",
        "taken_back_at",
    )


@admin.register(HouseholdTag)
class HouseholdTagAdmin(KeptAdmin):
    """Tags as a list of words; which household has one is not kept here."""

    list_display = ("name", "code", "sort", "is_active")
    search_fields = ("name", "code")


@admin.register(HouseholdRead)
class HouseholdReadAdmin(LogAdmin):
    """Who opened households, how and when; not which ones, nor why: the commune reads that. Households themselves are in no
    list of the keepers'."""

    list_display = ("user", "way", "read_at")
    list_filter = ("way", ("read_at", admin.DateFieldListFilter))
    search_fields = ("user__username", "user__search_key")
    list_select_related = ("user",)
    fields = ("user", "way", "read_at")
