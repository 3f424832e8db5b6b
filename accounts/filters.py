"""Filters of one's own notices."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from accounts.digest import NAMES
from accounts.models import Notice
from common.filters import ListFilter


class NoticeFilter(ListFilter):
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("new", _("mới")), ("read", _("đã đọc"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )
    # Named as the letter of the day names it (accounts.digest.SUBJECT).
    loai = ChoiceFilter(
        field_name="subject",
        label=_("Loại việc"),
        choices=list(NAMES.items()),
        empty_label=_("Mọi loại việc"),
    )

    class Meta:
        model = Notice
        fields = []

    def filter_state(self, rows, name, value):
        return rows.filter(read_at__isnull=value == "new")
