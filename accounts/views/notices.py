"""One's own notices: what happened, what is due."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions import read_notices
from accounts.models import Notice
from accounts.tables import NoticeTable
from common.pages import list_page
from common.policy import SIGNED_IN, policy


@policy(SIGNED_IN)
@never_cache
def notice_list(request):
    return list_page(
        request,
        queryset=Notice.objects.filter(user=request.user),
        table=NoticeTable,
        title=_("Tin báo"),
        template="accounts/notices.html",
        empty={"why": _("Chưa có tin báo nào cho bạn.")},
        crumbs=[(_("Tài khoản của tôi"), reverse("accounts:account_page")), (_("Tin báo"), None)],
        context={"unread": Notice.objects.filter(user=request.user, read_at=None).count()},
    )


@policy(SIGNED_IN)
@require_POST
def notices_read(request):
    count = read_notices(request.user)
    if count:
        messages.success(
            request,
            ngettext("Đã đánh dấu %(count)s tin.", "Đã đánh dấu %(count)s tin.", count) % {"count": count},
        )
    return redirect("accounts:notice_list")
