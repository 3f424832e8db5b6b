"""The tables of the dashboard. Rows are prepared by the views: a column asks the database nothing."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

STATES = {
    "full": ("ok", _("đủ")),
    "part": ("warn", _("còn thiếu")),
    "empty": ("bad", _("chưa có")),
    "none": ("none", _("không áp dụng")),
}


class ChildTable(ListTable):
    """Units under an area with their share: rows are rows.ChildRow."""

    name = LinkColumn(verbose_name=_("Đơn vị"), url="url", order_by="sort")
    code = Column(verbose_name=_("Mã"))
    covered = NumberColumn(verbose_name=_("Đã có cán bộ"), whole="units", order_by=("covered", "units"))
    vacant = NumberColumn(verbose_name=_("Chưa có"))
    state = BadgeColumn(STATES, verbose_name=_("Tình trạng"))


class VacantTable(ListTable):
    """Targets that nobody follows, the longest vacancy first: rows are rows.VacancyRow."""

    name = LinkColumn(verbose_name=_("Nơi chưa có cán bộ"), url="url", note="above", order_by="target_sort")
    code = Column(verbose_name=_("Mã"), order_by="target_code")
    since = DayColumn(verbose_name=_("Từ ngày"), order_by="vacant_since")
    days = NumberColumn(verbose_name=_("Số ngày"), orderable=False)
    reason = Column(verbose_name=_("Vì sao"), order_by="vacant_reason")


class CoveredTable(ListTable):
    """Targets that somebody follows: rows are rows.FollowedRow."""

    name = LinkColumn(verbose_name=_("Nơi được theo dõi"), url="url", note="above", order_by="target_sort")
    code = Column(verbose_name=_("Mã"), order_by="target_code")
    who = Column(verbose_name=_("Cán bộ"), orderable=False)
    since = DayColumn(verbose_name=_("Từ ngày"), orderable=False)


class SeveralTable(ListTable):
    """Assignees with more targets than wanted: rows are rows.SeveralRow."""

    name = LinkColumn(verbose_name=_("Cán bộ"), url="url", orderable=False)
    code = Column(verbose_name=_("Mã"), orderable=False)
    number = NumberColumn(verbose_name=_("Số nơi"), orderable=False)
    places = Column(verbose_name=_("Các nơi"), orderable=False)


class IdleTable(ListTable):
    """Eligible cadres with nothing to follow: rows are rows.IdleRow."""

    name = LinkColumn(verbose_name=_("Cán bộ"), url="url", order_by="given_name_key")
    code = Column(verbose_name=_("Mã"), order_by="code")
    post = Column(verbose_name=_("Chức vụ"), orderable=False)
    phone = Column(verbose_name=_("Điện thoại"), orderable=False)

    def render_phone(self, value):
        return format_html('<a href="tel:{}">{}</a>', "".join(value.split()), value)


class OwnTable(ListTable):
    """What a cadre himself follows: rows are views.overview.WorkRow."""

    name = LinkColumn(verbose_name=_("Nơi tôi theo dõi"), url="url", note="above", orderable=False)
    scheme = Column(verbose_name=_("Theo chủ trương"), orderable=False)
    role = Column(verbose_name=_("Nhiệm vụ"), orderable=False)
    since = DayColumn(verbose_name=_("Từ ngày"), orderable=False)
    until = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True, orderable=False)


IMPORT_STATES = {
    "uploaded": ("info", _("đang kiểm tra")),
    "checked": ("warn", _("chờ áp dụng")),
    "refused": ("bad", _("có lỗi")),
    "applying": ("info", _("đang áp dụng")),
    "applied": ("ok", _("đã áp dụng")),
    "taken_back": ("none", _("đã lấy lại")),
    "discarded": ("none", _("đã bỏ")),
}


class StaffTable(ListTable):
    """What the people of an employer follow: rows are views.overview.WorkRow."""

    who = Column(verbose_name=_("Cán bộ"), orderable=False)
    name = Column(verbose_name=_("Nơi theo dõi"), orderable=False)
    above = Column(verbose_name=_("Thuộc"), orderable=False)
    scheme = Column(verbose_name=_("Theo chủ trương"), orderable=False)
    since = DayColumn(verbose_name=_("Từ ngày"), orderable=False)


class ImportTable(ListTable):
    """The log of imports: rows are branches.models.ImportRun."""

    filename = LinkColumn(
        verbose_name=_("Tệp"), url=lambda record: reverse("dashboard:import_page", args=[record.key])
    )
    title = Column(verbose_name=_("Danh sách"), order_by="kind")
    created_at = Column(verbose_name=_("Lúc"))
    user = Column(verbose_name=_("Người nhập"), order_by="user__given_name_key")
    added = NumberColumn(verbose_name=_("Mới"))
    changed = NumberColumn(verbose_name=_("Thay đổi"))
    ended = NumberColumn(verbose_name=_("Kết thúc"))
    state = BadgeColumn(lambda value, record: IMPORT_STATES[record.state], verbose_name=_("Tình trạng"))

    def render_created_at(self, value):
        return date_format(timezone.localtime(value), "H:i d/m/Y")


class EvidenceTable(ListTable):
    """Cadres of whose year there is evidence: rows are plain dicts of the view."""

    full_name = LinkColumn(
        verbose_name=_("Họ và tên"), order_by=("given_name_key", "pk"), url="url", note="post"
    )
    post = Column(verbose_name=_("Chức vụ"), visible=False)
    agency = Column(verbose_name=_("Cơ quan"), orderable=False)
    units = Column(verbose_name=_("Đang theo dõi"), orderable=False)
    said = Column(verbose_name=_("Đã có nhận xét"), orderable=False)
