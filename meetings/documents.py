"""Printed documents of meetings: what each holds; how it looks is `common.documents`' affair."""

from django.utils.formats import date_format, time_format

from common.documents import Bold, Paragraph, PrintedForm, Signer, Signers, Table

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def free_time_slip(cadre, post, agency, month, days) -> PrintedForm:
    """A slip that asks the head of `agency` (its name) to free `cadre` for the registered days (`StaffDay`) of `month`; those
    of a place that the agency is twinned with stand apart, for whoever it sends."""
    own, twinned = [day for day in days if day.cadre], [day for day in days if day.agency]
    schemes = "; ".join(dict.fromkeys(day.scheme for day in own))
    return PrintedForm(
        title="Đề nghị tạo điều kiện về thời gian",
        subtitle=f"Tháng {month.month}/{month.year}",
        issuing_body=agency,
        sections=[
            Paragraph(["Kính gửi: ", Bold(f"Thủ trưởng {agency}")], align="left"),
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
