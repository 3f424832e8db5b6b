"""Tabs of the pages of households, each where whoever asks may open it."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

# (word, URL name, permission). A name without a page yet is left out.
SECTIONS = [
    (_("Hộ gia đình"), "dashboard:household_list", "households.read"),
    (_("Tổ, nhóm hộ"), "dashboard:household_group_list", "households.read"),
    (_("Ai đã xem"), "dashboard:household_reads", "households.write"),
    (_("Độ phủ hộ"), "dashboard:household_coverage", "households.figures"),
    # One hamlet's rows with a reason, for those who otherwise read numbers
    (_("Xem khi cần"), "dashboard:household_rows", "households.open"),
]


def sections(request) -> list[dict]:
    """{"label", "url", "is_here"} of the lists that the reader may open; `is_here` is the one whose address begins that of
    the page most closely."""
    found = [
        {"label": label, "url": url, "is_here": False}
        for label, name, permission in SECTIONS
        if request.scope.may(permission) and (url := _address(name))
    ]
    above = [each for each in found if request.path.startswith(each["url"])]
    if above:
        max(above, key=lambda each: len(each["url"]))["is_here"] = True
    return found


def _address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
