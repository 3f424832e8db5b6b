"""Printed documents of meetings: what each holds; how it looks is `common.documents`' affair."""

from django.utils.formats import date_format, time_format

from branches.models import Paper
from branches.papers import worded_for
from common.documents import Bold, Paragraph, PrintedForm, Signer, Signers, Table

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def free_time_slip(cadre, post, agency, month, days, *, day) -> PrintedForm:
    """A slip that asks the head of `agency` (Agency) to free `cadre` for the registered days (`StaffDay`) of `month`; those of a
    place that the agency is twinned with stand apart, for whoever it sends. With the words that the committee of the agency's
    unit has for every paper on `day`; the agency's name at its head stays."""
    own, twinned = [each for each in days if each.cadre], [each for each in days if each.agency]
    schemes = "; ".join(dict.fromkeys(each.scheme for each in own))
    made = PrintedForm(
        title="Đề nghị tạo điều kiện về thời gian",
        subtitle=f"Tháng {month.month}/{month.year}",
        issuing_body=agency.name,
        sections=[
            Paragraph(["Kính gửi: ", Bold(f"Thủ trưởng {agency.name}")], align="left"),
            Paragraph(
                [
                    "Đồng chí ",
                    Bold(cadre.full_name),
                    f", {post}, " if post else ", ",
                    f"được phân công theo dõi, hỗ trợ cơ sở ({schemes}). "
                    if schemes
                    else "được phân công theo dõi, hỗ trợ cơ sở. ",
                    "Nơi được phân công đã đăng ký họp vào các ngày sau:",
                ]
            ),
            _table(own),
            *_of_twinning(twinned),
            Paragraph(
                "Đề nghị đồng chí Thủ trưởng đơn vị tạo điều kiện, bố trí thời gian để đồng chí thực hiện nhiệm vụ "
                "được phân công. Đồng chí không nhất thiết dự tất cả các buổi nêu trên."
            ),
            Signers([Signer("Ý kiến của thủ trưởng đơn vị"), Signer("Người đề nghị")], place_and_date=True),
        ],
    )
    return worded_for(made, agency.unit_id, Paper.Form.EVERY, day, own=("higher_body", "issuing_body"))


def _of_twinning(days) -> list:
    if not days:
        return []
    said = "Nơi cơ quan kết nghĩa đã đăng ký họp vào các ngày sau; đồng chí dự khi được cơ quan cử:"
    return [Paragraph(said), _table(days)]


def _table(days) -> Table:
    rows = [
        [
            str(number),
            f"{WEEKDAYS[day.meets_on.weekday()]}, {date_format(day.meets_on, 'd/m/Y')}",
            time_format(day.meets_at, "H:i") if day.meets_at else "",
            f"{day.branch}, {day.commune}" if day.commune else day.branch,
        ]
        for number, day in enumerate(days, start=1)
    ]
    return Table(
        ["Số TT", "Ngày", "Giờ", "Nơi họp"],
        rows,
        widths=(1, 4, 2, 7),
        aligns=("center", "left", "center", "left"),
        empty_rows=0 if rows else 3,
    )
