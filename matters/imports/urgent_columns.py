"""The columns of the register of urgent matters, in the words that offices use."""

from django.utils.translation import gettext_lazy

from common.spreadsheets.columns import Column
from matters.imports.topics import topic_column
from matters.models import UrgentMatter

Status = UrgentMatter.Status
# How lists also say a status.
ALSO_SAID = {
    "đăng ký": Status.REGISTERED,
    "đang giải quyết": Status.IN_PROGRESS,
    "đã hoàn thành": Status.DONE,
    "đã giải quyết": Status.DONE,
    "chuyển sang năm sau": Status.CARRIED,
}


def columns():
    return [
        Column(
            "reference",
            gettext_lazy("Mã việc"),
            required=True,
            kind="code",
            max_length=40,
            aliases=("Mã", "Số đăng ký", "Mã số"),
            example="VD-2018-01",
        ),
        Column(
            "organisation_code",
            gettext_lazy("Mã tổ chức đảng"),
            required=True,
            kind="code",
            max_length=30,
            aliases=("Mã tổ chức", "Mã đảng bộ", "Mã chi bộ"),
            example="VD-DB",
        ),
        Column("year", gettext_lazy("Năm"), required=True, kind="int", example=2018),
        Column(
            "title",
            gettext_lazy("Việc cấp bách, bức xúc"),
            required=True,
            max_length=300,
            aliases=("Việc", "Tên việc", "Nội dung"),
            example="Xử lý rác thải ở bãi chợ",
        ),
        topic_column(example="Môi trường"),
        Column(
            "owner",
            gettext_lazy("Người chịu trách nhiệm"),
            max_length=150,
            aliases=("Ai chịu trách nhiệm", "Người phụ trách", "Phụ trách"),
        ),
        Column("solution", gettext_lazy("Giải pháp"), aliases=("Cách giải quyết", "Biện pháp")),
        Column("due_on", gettext_lazy("Thời hạn"), kind="date", aliases=("Hạn", "Hạn hoàn thành")),
        Column(
            "status",
            gettext_lazy("Tình trạng"),
            kind="choice",
            choices={value: str(label) for value, label in Status.choices}
            | {each: each for each in ALSO_SAID},
            aliases=("Trạng thái", "Kết quả thực hiện"),
            note=gettext_lazy(
                "Đã đăng ký, đang thực hiện, hoàn thành, chuyển năm sau hoặc không thực hiện; để trống là đã đăng ký."
            ),
        ),
        Column(
            "done_on", gettext_lazy("Ngày hoàn thành"), kind="date", aliases=("Hoàn thành ngày", "Xong ngày")
        ),
        Column("target", gettext_lazy("Kết quả cần đạt"), max_length=500),
        Column("why", gettext_lazy("Vì sao cấp bách")),
        Column("result", gettext_lazy("Kết quả, lý do"), aliases=("Lý do", "Ghi chú")),
        Column(
            "carried_from",
            gettext_lazy("Chuyển từ việc"),
            kind="code",
            max_length=40,
            note=gettext_lazy("Mã của việc năm trước được chuyển sang."),
        ),
    ]
