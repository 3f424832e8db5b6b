"""Help: one page for each kind of work, printed on one sheet."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.policy import SIGNED_IN, policy

# {what the address says: (word, template)}, in the order in which they are offered.
SHEETS = {
    "ban-to-chuc": (gettext_lazy("Ban Tổ chức: phân công"), "help/officer.html"),
    "hang-thang": (gettext_lazy("Ban Tổ chức: hằng tháng"), "help/month.html"),
    "can-bo": (gettext_lazy("Cán bộ được phân công"), "help/cadre.html"),
    "co-so": (gettext_lazy("Xã và chi bộ"), "help/host.html"),
    "co-quan": (gettext_lazy("Cơ quan trả lời kiến nghị"), "help/agency.html"),
    "cham-diem": (gettext_lazy("Chấm điểm"), "help/scores.html"),
    "chi-tieu": (gettext_lazy("Chỉ tiêu, sơ kết"), "help/targets.html"),
}
HOSTS = {"commune_office", "branch_secretary"}


@policy(SIGNED_IN)
def help_page(request):
    """`?to=can-bo`: one of the sheets; else the one nearest to what the reader does."""
    asked = request.GET.get("to") or _nearest(request.scope)
    if asked not in SHEETS:
        raise Http404
    base = reverse("dashboard:help")
    sheets = [(label, f"{base}?to={code}", code == asked) for code, (label, _template) in SHEETS.items()]
    context = {"title": _("Trợ giúp trên một trang"), "sheets": sheets}
    return render(request, SHEETS[asked][1], context)


def _nearest(scope) -> str:
    if scope.may("assignments.write") or not scope.roles:
        return "ban-to-chuc"
    if scope.roles & HOSTS:
        return "co-so"
    if scope.may("matters.answer") and not scope.cadre_ids:
        return "co-quan"
    return "can-bo" if scope.cadre_ids else "ban-to-chuc"
