"""The admin is for system keepers: logins and what was tried against them. It is entered by the product's own sign-in."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.actions import deactivate, reactivate
from accounts.models import User
from common.errors import sentences


def sign_in_first(request, extra_context=None):
    """The admin's login view: the product's own page does it, with its lockout and its language."""
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/quan-tri/"
    if not request.user.is_authenticated:
        return redirect_to_login(onward)
    if not admin.site.has_permission(request):
        raise PermissionDenied
    return redirect(onward)


admin.site.login = sign_in_first
admin.site.site_header = admin.site.site_title = _("Sát Cơ Sở, quản trị hệ thống")
admin.site.index_title = _("Tài khoản, danh mục, nhật ký")
# Who may what is a grant, never a group of the framework.
admin.site.unregister(Group)


class KeptAdmin(admin.ModelAdmin):
    """Rows that are kept: nothing is deleted here, and lists come page by page."""

    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request, obj=None):
        return False


class LogAdmin(KeptAdmin):
    """Rows that are only read."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(User)
class UserAdmin(KeptAdmin):
    """Logins. They are made, and their slips printed, on the product's pages; here they are found, locked and unlocked."""

    list_display = ("username", "full_name", "phone", "is_active", "is_staff", "last_login", "created_at")
    list_filter = ("is_active", "is_staff", "must_change_password", ("last_login", admin.DateFieldListFilter))
    search_fields = ("username", "key", "search_key", "phone", "email")
    search_help_text = _("Tên đăng nhập, họ tên (không dấu), điện thoại hoặc khóa")
    date_hierarchy = "created_at"
    fields = (
        "username",
        "full_name",
        "phone",
        "email",
        "language",
        "is_staff",
        "must_change_password",
        "is_active",
        "key",
        "last_login",
        "created_at",
    )
    readonly_fields = ("is_active", "key", "last_login", "created_at")
    actions = ("lock", "unlock")

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Khóa các tài khoản đã chọn"))
    def lock(self, request, users):
        for user in users:
            try:
                deactivate(user, by=request.user)
            except ValidationError as error:
                self.message_user(request, " ".join(sentences(error)), messages.ERROR)

    @admin.action(description=_("Mở khóa các tài khoản đã chọn"))
    def unlock(self, request, users):
        for user in users:
            reactivate(user, by=request.user)
