"""Filters of what is told to those who follow."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from assignments.models import Scheme
from common.filters import ListFilter
from matters.models import Bulletin


class BulletinFilter(ListFilter):
    q = CharFilter(label=_("Chữ trong tiêu đề"), field_name="title", lookup_expr="icontains", max_length=100)
    scheme = ModelChoiceFilter(
        label=_("Chủ trương"),
        queryset=lambda request: Scheme.objects.visible_to(request.scope),
        empty_label=_("Mọi chủ trương"),
    )
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("draft", _("nháp")), ("standing", _("đang gửi")), ("withdrawn", _("đã rút"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Bulletin
        fields = []

    def filter_state(self, rows, name, value):
        if value == "standing":
            return rows.published()
        return rows.filter(published_on=None) if value == "draft" else rows.filter(withdrawn_on__isnull=False)


class OwnBulletinFilter(ListFilter):
    q = CharFilter(label=_("Chữ trong tiêu đề"), field_name="title", lookup_expr="icontains", max_length=100)
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=[("unread", _("chưa đọc")), ("read", _("đã đọc"))],
        empty_label=_("Mọi tình trạng"),
        method="filter_state",
    )

    class Meta:
        model = Bulletin
        fields = []

    def filter_state(self, rows, name, value):
        return rows.filter(is_read=value == "read")
