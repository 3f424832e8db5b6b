"""One's own notices: what happened, what is due."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions import read_notices
from accounts.filters import NoticeFilter
from accounts.models import Notice
from accounts.tables import NoticeTable
from common.pages import list_page
from common.policy import SIGNED_IN, policy


@policy(SIGNED_IN)
@never_cache
def notice_list(request):
    """The new ones first."""
    rows = Notice.objects.filter(user=request.user)
    return list_page(
        request,
        queryset=rows.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk"),
        filterset=NoticeFilter,
        table=NoticeTable,
        title=_("Tin báo"),
        template="accounts/notices.html",
        empty={"why": _("Chưa có tin báo nào cho bạn.")},
        crumbs=[(_("Tài khoản của tôi"), reverse("accounts:account_page")), (_("Tin báo"), None)],
        context={"unread": rows.filter(read_at=None).count()},
    )


@policy(SIGNED_IN)
@never_cache
def notice_open(request, pk):
    """Leads to what a notice is about; who has opened it has read it."""
    notice = get_object_or_404(Notice, user=request.user, pk=pk)
    read_notices(request.user, only=notice.pk)
    return redirect(notice.url or "accounts:notice_list")


@policy(SIGNED_IN)
@require_POST
def notices_read(request):
    """All of them, or the one whose button was pressed (`tin`)."""
    one = request.POST.get("tin", "")
    count = read_notices(request.user, only=int(one) if one.isdecimal() and len(one) < 19 else None)
    if count:
        messages.success(
            request,
            ngettext("Đã đánh dấu %(count)s tin.", "Đã đánh dấu %(count)s tin.", count) % {"count": count},
        )
    return redirect("accounts:notice_list")
