"""Columns of the lists of targets, model branches, indicators and watch-lists."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn

MET = {
    "met": ("ok", _("đạt")),
    "not_met": ("warn", _("chưa đạt")),
    "unknown": ("none", _("chưa có số")),
    "hidden": ("none", _("không nêu")),
}
REGISTRATION = {
    "registered": ("info", _("đã đăng ký")),
    "recognised": ("ok", _("được công nhận")),
    "withdrawn": ("none", _("đã rút")),
}


class TargetTable(ListTable):
    organisation = LinkColumn(verbose_name=_("Tổ chức đảng"), orderable=False, url="url", note="place")
    indicator = Column(verbose_name=_("Chỉ tiêu"), orderable=False)
    target = NumberColumn(verbose_name=_("Giao"), orderable=False)
    actual = Column(verbose_name=_("Thực hiện"), orderable=False)
    missing = Column(verbose_name=_("Còn"), orderable=False)
    below = Column(verbose_name=_("Cấp dưới cộng lại"), orderable=False)
    state = BadgeColumn(MET, verbose_name=_("Đạt chưa"), orderable=False)
    urged = Column(verbose_name=_("Đôn đốc gần nhất"), orderable=False)


class RegistrationTable(ListTable):
    organisation = Column(verbose_name=_("Chi bộ"), orderable=False)
    place = Column(verbose_name=_("Địa bàn"), orderable=False)
    model = Column(verbose_name=_("Mô hình"), orderable=False)
    year = Column(verbose_name=_("Năm"), orderable=False)
    registered_on = DayColumn(verbose_name=_("Đăng ký ngày"), orderable=False)
    recognised_on = DayColumn(verbose_name=_("Công nhận ngày"), orderable=False)
    withdrawn_on = DayColumn(verbose_name=_("Rút ngày"), orderable=False)
    document = Column(verbose_name=_("Văn bản công nhận"), orderable=False)
    state = BadgeColumn(REGISTRATION, verbose_name=_("Tình trạng"), orderable=False)
    recognise = LinkColumn(
        verbose_name=_("Ghi công nhận"), orderable=False, url="recognise_url", exclude_from_export=True
    )
    withdraw = LinkColumn(
        verbose_name=_("Ghi rút"), orderable=False, url="withdraw_url", exclude_from_export=True
    )


class IndicatorTable(ListTable):
    name = LinkColumn(verbose_name=_("Chỉ số"), orderable=False, url="url", note="source")
    value = Column(verbose_name=_("Số"), orderable=False)
    before = Column(verbose_name=_("Năm trước đã ghi"), orderable=False)
    counted_on = DayColumn(verbose_name=_("Tính đến ngày"), orderable=False)
    origin = Column(verbose_name=_("Từ đâu"), orderable=False)


class ValueTable(ListTable):
    place = Column(verbose_name=_("Nơi"), orderable=False)
    counted_on = DayColumn(verbose_name=_("Tính đến ngày"), orderable=False)
    value = Column(verbose_name=_("Số"), orderable=False)
    category = Column(verbose_name=_("Phân loại"), orderable=False)
    corrected = Column(verbose_name=_("Đã đính chính"), orderable=False)
    correct = LinkColumn(
        verbose_name=_("Đính chính"), orderable=False, url="correct_url", exclude_from_export=True
    )
    void = LinkColumn(verbose_name=_("Hủy"), orderable=False, url="void_url", exclude_from_export=True)


class HolderTable(ListTable):
    name = Column(verbose_name=_("Họ và tên"), orderable=False)
    office = Column(verbose_name=_("Chức danh"), orderable=False)
    body = LinkColumn(verbose_name=_("Nơi"), orderable=False, url="url", note="place")


class WatchTable(ListTable):
    name = LinkColumn(verbose_name=_("Danh sách"), orderable=False, url="url", note="source")
    rule = Column(verbose_name=_("Theo dõi gì"), orderable=False)
    threshold = Column(verbose_name=_("Ngưỡng"), orderable=False)


class SizeTable(ListTable):
    name = LinkColumn(verbose_name=_("Số đảng viên"), orderable=False, url="url")
    number = NumberColumn(verbose_name=_("Số chi bộ"), orderable=False)


class WatchedTable(ListTable):
    name = LinkColumn(verbose_name=_("Nơi"), orderable=False, url="url", note="place")
    number = Column(verbose_name=_("Số"), orderable=False)
