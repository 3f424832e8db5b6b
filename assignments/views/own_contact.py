"""A cadre changes his own telephone number and address for letters (domain.md §7, "U contact (o)")."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from assignments.actions.cadres import change_own_contact
from assignments.forms.own_contact import OwnContactForm
from assignments.models import Cadre
from branches.views.steps import form_step, say
from common.policy import SIGNED_IN, policy


@policy(SIGNED_IN)
@never_cache
@sensitive_post_parameters("old_password")
def own_contact(request):
    """For whoever has a cadre record; nobody else finds it."""
    cadre = get_object_or_404(Cadre, pk__in=request.scope.cadre_ids)
    account = reverse("accounts:account_page")
    form = OwnContactForm(
        request.POST or None,
        user=request.user,
        initial={
            "phone": cadre.phone or request.user.phone,
            "email": request.user.email or cadre.email,
        },
    )

    def act(form):
        data = form.cleaned_data
        change_own_contact(cadre, by=request.user, phone=data["phone"], email=data["email"])
        say(request, _("Đã ghi điện thoại, thư điện tử của bạn."))

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Điện thoại, thư điện tử của tôi"),
        lead=_("Ban Tổ chức và những người phụ trách thấy ngay. Tên đăng nhập không đổi."),
        button=_("Ghi"),
        back=account,
        done=lambda _done: account,
        crumbs=[
            (_("Tài khoản của tôi"), account),
            (_("Điện thoại, thư điện tử của tôi"), None),
        ],
    )
