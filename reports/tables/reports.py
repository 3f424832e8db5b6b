"""Columns of the lists of reports."""

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "submitted": ("info", _("đã gửi")),
    "returned": ("warn", _("được trả lại")),
    "accepted": ("ok", _("đã nhận")),
    "locked": ("ok", _("đã khóa")),
}
QUEUE = {
    **STATES,
    "leader": ("info", _("chờ người phụ trách xem")),
    "board": ("warn", _("chờ nhận")),
}
LATE = {"late": ("warn", _("muộn")), "on_time": ("ok", _("đúng hạn"))}
RESPONSES = {"yes": ("ok", _("có dự")), "no": ("bad", _("nói không dự"))}


class TickColumn(Column):
    """A box of the form "many", which stands below the table: ticked rows are accepted together."""

    css, kind = "tick", "text"

    def render(self, value):
        name, words, is_ticked = value
        return format_html(
            '<label class="choice"><input type="checkbox" form="many" name="report" value="{}"{}>'
            '<span class="unseen">{}</span></label>',
            name,
            " checked" if is_ticked else "",
            gettext("Chọn %(report)s") % {"report": words},
        )


class ReportTable(ListTable):
    number = LinkColumn(verbose_name=_("Báo cáo"), order_by="recorded_at", url="url", note="how")
    cadre = Column(verbose_name=_("Người báo cáo"), order_by="cadre__given_name_key")
    organisation = LinkColumn(verbose_name=_("Chi bộ, cấp ủy"), orderable=False, url="nowhere", note="above")
    met_on = DayColumn(verbose_name=_("Ngày họp"))
    submitted_on = DayColumn(verbose_name=_("Ngày gửi"))
    late = BadgeColumn(LATE, verbose_name=_("Đúng hạn"), orderable=False)
    response = BadgeColumn(RESPONSES, verbose_name=_("Chi bộ trả lời"), orderable=False)
    state = BadgeColumn(QUEUE, verbose_name=_("Tình trạng"), orderable=False)
    likeness = Column(verbose_name=_("Giống báo cáo khác"), orderable=False)


class ReportFileTable(ListTable):
    """The same in a spreadsheet: what stands small below a name on the screen has a column here; words of reports none."""

    number = Column(verbose_name=_("Báo cáo"))
    cadre = Column(verbose_name=_("Người báo cáo"))
    organisation = Column(verbose_name=_("Chi bộ, cấp ủy"))
    above = Column(verbose_name=_("Thuộc"))
    met_on = DayColumn(verbose_name=_("Ngày họp"))
    submitted_on = DayColumn(verbose_name=_("Ngày gửi"))
    due_on = DayColumn(verbose_name=_("Hạn"))
    late = BadgeColumn(LATE, verbose_name=_("Đúng hạn"))
    source = Column(verbose_name=_("Cách gửi"))
    response = BadgeColumn(RESPONSES, verbose_name=_("Chi bộ trả lời"))
    state = BadgeColumn(QUEUE, verbose_name=_("Tình trạng"))


class ReviewTable(ReportTable):
    """The same with boxes to tick, for those who accept."""

    tick = TickColumn(verbose_name=_("Chọn"), orderable=False)


class SharedTable(ListTable):
    met_on = LinkColumn(verbose_name=_("Ngày họp"), order_by="met_on", url="url")
    organisation = Column(verbose_name=_("Chi bộ"), orderable=False)
    cadre = Column(verbose_name=_("Cán bộ dự"), orderable=False)
    attended = Column(verbose_name=_("Có dự không"), orderable=False)
    response = BadgeColumn(
        {**RESPONSES, "none": ("info", _("chưa trả lời"))}, verbose_name=_("Chi bộ trả lời"), orderable=False
    )


class LikenessTable(ListTable):
    number = LinkColumn(verbose_name=_("Báo cáo"), orderable=False, url="url")
    cadre = Column(verbose_name=_("Người báo cáo"), orderable=False)
    met_on = DayColumn(verbose_name=_("Ngày họp"), orderable=False)
    percent = Column(verbose_name=_("Giống"), orderable=False)
    earlier = LinkColumn(verbose_name=_("Báo cáo trước"), orderable=False, url="earlier_url")
    earlier_on = DayColumn(verbose_name=_("Ngày họp trước"), orderable=False)
    how = Column(verbose_name=_("So với"), orderable=False)


class StaffReportTable(ListTable):
    """What an employer reads: how many, and nothing of which meeting."""

    cadre = LinkColumn(verbose_name=_("Cán bộ"), orderable=False, url="url", note="post")
    on_time = NumberColumn(verbose_name=_("Đúng hạn"), orderable=False)
    late = NumberColumn(verbose_name=_("Muộn"), orderable=False)
    missing = NumberColumn(verbose_name=_("Chưa báo cáo"), orderable=False)
    state = BadgeColumn(
        {
            "filed": ("ok", _("đã báo cáo")),
            "late": ("warn", _("báo cáo muộn")),
            "missing": ("bad", _("chưa báo cáo")),
            "open": ("none", _("chưa đến hạn")),
        },
        verbose_name=_("Tình trạng"),
        orderable=False,
    )
