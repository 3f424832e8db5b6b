"""Columns of the lists of matters."""

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable
from matters.models import Recommendation
from matters.stages import OUTCOMES, STAGES

_OUTCOMES = dict(Recommendation.Outcome.choices)


def said(value, _record):
    """A deadline: (state, words), already in words."""
    return value


def outcome_badge(value, _record):
    return (OUTCOMES[value], _OUTCOMES[value]) if value else None


class TickColumn(Column):
    """A box of the form "gather", which stands below the table: ticked matters are merged."""

    css, kind = "tick", "text"

    def render(self, value, record):
        return format_html(
            '<label class="choice"><input type="checkbox" form="gather" name="chon" value="{}">'
            '<span class="unseen">{}</span></label>',
            value,
            gettext("Chọn %(reference)s") % {"reference": record["reference"]},
        )


class RecommendationTable(ListTable):
    reference = LinkColumn(verbose_name=_("Mã"), order_by="raised_on", url="url", note="raised")
    unit = LinkColumn(verbose_name=_("Nơi nêu"), orderable=False, url="nowhere", note="above")
    gist = LinkColumn(verbose_name=_("Nội dung"), orderable=False, url="nowhere", note="voices")
    topic = Column(verbose_name=_("Lĩnh vực"), order_by="topic__sort")
    holder = LinkColumn(verbose_name=_("Ai đang giữ"), orderable=False, url="nowhere", note="others")
    deadline = BadgeColumn(said, verbose_name=_("Hạn trả lời"), order_by="due_on")
    stage = BadgeColumn(STAGES, verbose_name=_("Giai đoạn"), orderable=False)
    outcome = BadgeColumn(outcome_badge, verbose_name=_("Kết quả"), orderable=False)


class GatherTable(RecommendationTable):
    """The same with boxes to tick, for those who merge."""

    tick = TickColumn(verbose_name=_("Gộp"), orderable=False)


class OwnTable(ListTable):
    """What a place raised: no word of who else did, nor of what passes inside the committee."""

    reference = LinkColumn(verbose_name=_("Mã"), order_by="raised_on", url="url", note="raised")
    unit = LinkColumn(verbose_name=_("Nơi nêu"), orderable=False, url="nowhere", note="above")
    gist = Column(verbose_name=_("Nội dung"), orderable=False)
    holder = Column(verbose_name=_("Cơ quan giải quyết"), orderable=False)
    deadline = BadgeColumn(said, verbose_name=_("Hạn trả lời"), order_by="due_on")
    stage = BadgeColumn(STAGES, verbose_name=_("Giai đoạn"), orderable=False)
    outcome = BadgeColumn(outcome_badge, verbose_name=_("Kết quả"), orderable=False)


class RecommendationFileTable(ListTable):
    """The same in a spreadsheet, every fact in a column of its own."""

    reference = Column(verbose_name=_("Mã"))
    unit = Column(verbose_name=_("Nơi nêu"))
    above = Column(verbose_name=_("Thuộc"))
    raised_on = DayColumn(verbose_name=_("Ngày nêu"))
    kind = Column(verbose_name=_("Loại"))
    topic = Column(verbose_name=_("Lĩnh vực"))
    content = Column(verbose_name=_("Nội dung"))
    on_behalf_of = Column(verbose_name=_("Thay mặt"))
    urgency = Column(verbose_name=_("Mức độ"))
    level = Column(verbose_name=_("Cấp giải quyết"))
    source = Column(verbose_name=_("Từ đâu"))
    voices = Column(verbose_name=_("Số nơi cùng nêu"))
    holder = Column(verbose_name=_("Ai đang giữ"))
    others = Column(verbose_name=_("Cơ quan phối hợp"))
    received_on = DayColumn(verbose_name=_("Tiếp nhận"))
    due_on = DayColumn(verbose_name=_("Hạn trả lời"))
    deadline = BadgeColumn(said, verbose_name=_("Đúng hạn"))
    answer_on = DayColumn(verbose_name=_("Ngày trả lời"))
    outcome = BadgeColumn(outcome_badge, verbose_name=_("Kết quả"))
    final_resolved_on = DayColumn(verbose_name=_("Giải quyết xong"))
    told_on = DayColumn(verbose_name=_("Báo lại nơi nêu"))
    satisfaction = Column(verbose_name=_("Ý kiến nơi nêu"))
    closed_on = DayColumn(verbose_name=_("Kết thúc"))
    stage = BadgeColumn(STAGES, verbose_name=_("Giai đoạn"))
