"""Filters of what a round gathered, of notices and of what must be put right."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from branches.models import OrganisationVersion
from common.filters import ListFilter, SearchFilter
from common.text import search_key
from matters.models import Recommendation, Topic
from reports.models import Remedy, Report
from reports.querysets.gathering import with_shortcomings

NO_TOPIC = "khac"
STATES = [
    ("dang-mo", _("đang khắc phục")),
    ("qua-han", _("quá hạn")),
    ("da-thay", _("người dự thấy đã xong, chờ kết thúc")),
    ("da-xong", _("đã khắc phục")),
    ("thoi", _("thôi, không làm")),
]


class SeenFilter(ListFilter):
    xem = ChoiceFilter(
        label=_("Xem"),
        choices=[("han-che", _("báo cáo nêu hạn chế"))],
        empty_label=_("Mọi báo cáo"),
        method="filter_shown",
    )
    chat_luong = ChoiceFilter(
        field_name="quality",
        label=_("Chất lượng"),
        choices=Report.Quality.choices,
        empty_label=_("Mọi mức"),
    )

    class Meta:
        model = Report
        fields = []

    def filter_shown(self, rows, name, value):
        return with_shortcomings(rows)


class RaisedFilter(ListFilter):
    linh_vuc = ChoiceFilter(
        label=_("Lĩnh vực"), choices=(), empty_label=_("Mọi lĩnh vực"), method="filter_topic"
    )

    class Meta:
        model = Recommendation
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["linh_vuc"].extra["choices"] = self._topics

    @cached_property
    def _topics(self):
        topics = [(topic.code, topic.name) for topic in Topic.objects.visible_to(self.scope)]
        return [*topics, (NO_TOPIC, _("chưa phân lĩnh vực"))]

    def filter_topic(self, rows, name, value):
        return rows.filter(topic=None) if value == NO_TOPIC else rows.filter(topic__code=value)


class RemedyFilter(ListFilter):
    q = SearchFilter(label=_("Tìm theo việc, tên chi bộ"), method="filter_text")
    tinh_trang = ChoiceFilter(
        label=_("Tình trạng"), choices=STATES, empty_label=_("Mọi tình trạng"), method="filter_state"
    )

    class Meta:
        model = Remedy
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.scope.may("rounds.read"):
            # What a visitor saw is not the place's to read.
            choices = [each for each in STATES if each[0] != "da-thay"]
            self.filters["tinh_trang"].extra["choices"] = choices

    def filter_text(self, rows, name, value):
        key = search_key(value)
        named = OrganisationVersion.objects.on(self.request.day).filter(search_key__contains=key)
        return rows.filter(work__icontains=value.strip()) | rows.filter(
            organisation__in=named.values("organisation")
        )

    def filter_state(self, rows, name, value):
        if value == "qua-han":
            return rows.overdue_on(self.request.day)
        if value == "da-thay":
            return rows.seen_done()
        states = {"dang-mo": Remedy.State.OPEN, "da-xong": Remedy.State.DONE, "thoi": Remedy.State.DROPPED}
        return rows.filter(state=states[value])
