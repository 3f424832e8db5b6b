"""Columns of the register of urgent matters."""

from django.utils.translation import gettext_lazy as _

from common.tables import BadgeColumn, Column, DayColumn, LinkColumn, ListTable, NumberColumn


class UrgentTable(ListTable):
    title = LinkColumn(verbose_name=_("Việc"), order_by="title", url="url", note="reference")
    organisation = Column(verbose_name=_("Tổ chức đảng"), orderable=False)
    year = Column(verbose_name=_("Năm"), order_by="year")
    topic = Column(verbose_name=_("Lĩnh vực"), order_by="topic__sort")
    owner = Column(verbose_name=_("Ai chịu trách nhiệm"), order_by="owner")
    due_on = DayColumn(verbose_name=_("Thời hạn"), order_by="due_on")
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Tình trạng"), orderable=False)
    progress = Column(verbose_name=_("Tiến độ, kết quả"), orderable=False)


class UrgentFileTable(ListTable):
    """The same in a spreadsheet: what stands small on the screen has a column here."""

    reference = Column(verbose_name=_("Mã việc"))
    organisation = Column(verbose_name=_("Tổ chức đảng"))
    commune = Column(verbose_name=_("Xã"))
    year = Column(verbose_name=_("Năm"))
    title = Column(verbose_name=_("Việc cấp bách, bức xúc"))
    topic = Column(verbose_name=_("Lĩnh vực"))
    owner = Column(verbose_name=_("Người chịu trách nhiệm"))
    solution = Column(verbose_name=_("Giải pháp"))
    target = Column(verbose_name=_("Kết quả cần đạt"))
    due_on = DayColumn(verbose_name=_("Thời hạn"))
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Tình trạng"))
    done_on = DayColumn(verbose_name=_("Ngày hoàn thành"))
    confirmed_on = DayColumn(verbose_name=_("Xác nhận ngày"))
    progress = Column(verbose_name=_("Tiến độ, kết quả"))


class RegisterTable(ListTable):
    """The register by organisation."""

    name = LinkColumn(verbose_name=_("Tổ chức đảng"), order_by="sort", url="url", note="kind")
    commune = Column(verbose_name=_("Xã, nơi đóng"), orderable=False)
    registered = NumberColumn(verbose_name=_("Việc đã đăng ký"))
    done = NumberColumn(verbose_name=_("Hoàn thành"))
    open = NumberColumn(verbose_name=_("Chưa xong"))
    overdue = NumberColumn(verbose_name=_("Quá hạn"))
    state = BadgeColumn(lambda value, record: value, verbose_name=_("Đăng ký"), orderable=False)


class WithoutTable(ListTable):
    """Organisations that registered none."""

    name = Column(verbose_name=_("Tổ chức đảng"), order_by="sort")
    code = Column(verbose_name=_("Mã"), orderable=False)
    kind = Column(verbose_name=_("Loại"), orderable=False)
    commune = Column(verbose_name=_("Xã, nơi đóng"), orderable=False)
