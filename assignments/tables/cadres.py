"""Columns of the lists of cadres and teams."""

from django.utils.translation import gettext_lazy as _

from common.tables import Column, DayColumn, LinkColumn, ListTable, NumberColumn

LOGINS = {
    "none": ("none", _("chưa có")),
    "off": ("bad", _("đã khóa")),
    "waiting": ("warn", _("chưa kích hoạt")),
    "on": ("ok", _("đang dùng")),
}
STATES = {
    "serving": ("ok", _("đang công tác")),
    "to_come": ("info", _("chưa đến ngày")),
    "leaving": ("warn", _("sắp thôi công tác")),
    "left": ("none", _("đã thôi công tác")),
    "merged": ("none", _("đã gộp vào hồ sơ khác")),
}


class CodeColumn(Column):
    css = "code"


class CadreTable(ListTable):
    full_name = LinkColumn(
        verbose_name=_("Họ và tên"), order_by=("given_name_key", "pk"), url="url", note="post"
    )
    # On the page it stands under the name; in a file it has a column.
    post = Column(verbose_name=_("Chức vụ"), visible=False)
    agency = Column(verbose_name=_("Cơ quan"), orderable=False)
    group = Column(verbose_name=_("Nhóm"), orderable=False)
    units = Column(verbose_name=_("Đang theo dõi"), orderable=False)
    number = NumberColumn(verbose_name=_("Số nơi"), orderable=False)
    phone = CodeColumn(verbose_name=_("Điện thoại"), order_by="phone")
    code = CodeColumn(verbose_name=_("Mã"), order_by="code")


class TeamTable(ListTable):
    name = LinkColumn(verbose_name=_("Tổ công tác"), order_by="sort_key", url="url", note="place")
    leader = Column(verbose_name=_("Tổ trưởng"), orderable=False)
    members = NumberColumn(verbose_name=_("Số người"), orderable=False)
    units = Column(verbose_name=_("Đang theo dõi"), orderable=False)
    starts_on = DayColumn(verbose_name=_("Từ ngày"))
    ends_on = DayColumn(verbose_name=_("Đến hết ngày"), is_end=True)
