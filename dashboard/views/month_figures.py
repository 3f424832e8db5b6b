"""The running month of one's committee in one line, as a page of its own and as a block of the overview."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from branches.querysets.units import names_of_keys
from common.months import month_words
from common.policy import policy
from dashboard.asked import highest_areas
from dashboard.month_figures import month_figures as figures_of

BLOCK = "khoi"


@policy("attendance.figures")
def month_figures(request):
    """`?khoi=1`: only the line, which the overview's script puts where its link stands."""
    area = next(iter(highest_areas(request.scope, request.day)), None)
    context = {"figures": figures_of(request.scope, area, request.day) if area else []}
    if request.GET.get(BLOCK):
        return render(request, "dashboard/figures_line.html", context)
    context |= {
        "title": month_words(request.day.replace(day=1)),
        "lead": names_of_keys([area.key], request.day).get(area.key, "") if area else "",
        "empty": {
            "why": _("Tháng này chưa có lượt dự nào được giao."),
            "what": _("Số lượt dự mỗi tháng ghi ở chủ trương phân công."),
        },
    }
    return render(request, "dashboard/month_figures.html", context)
