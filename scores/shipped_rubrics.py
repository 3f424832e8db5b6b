"""The rubrics that ship, one for each scale that is known (domain.md §4), with its source. A committee makes its own of one.

`illustrative`: what the source does not say (its criteria, its points) is a sample of ours and marked as such.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Line:
    """One criterion; `steps`: (threshold, points, options of FactStep)."""

    name: str
    maximum: int
    fact: str = ""
    steps: tuple = ()
    must_be_full: bool = False
    minimum: int = 0


@dataclass(frozen=True)
class Shipped:
    """`sections`: (name, lines); of those named in `extra` bonus and penalty. `bands`: (code, name, minimum) from the top.
    `vetoes`: (when, code of the band); `yearly`: (band, floor, counted, count)."""

    code: str
    name: str
    kind: str
    source: str
    starts_on: date
    sections: tuple
    bands: tuple
    guidance: str = ""
    meeting_kind: str = ""
    illustrative: bool = False
    extra: tuple = ()
    vetoes: tuple = ()
    yearly: tuple = field(default=())


FOUR_LEVELS = (("tot", "Tốt", 90), ("kha", "Khá", 70), ("trung-binh", "Trung bình", 50), ("kem", "Kém", 0))
# 366-QĐ/TW; below 50 is read out of the other three.
FOUR_GRADES = (
    ("xuat-sac", "Hoàn thành xuất sắc nhiệm vụ", 90),
    ("tot", "Hoàn thành tốt nhiệm vụ", 70),
    ("hoan-thanh", "Hoàn thành nhiệm vụ", 50),
    ("khong-hoan-thanh", "Không hoàn thành nhiệm vụ", 0),
)
ABOVE = {"is_inclusive": False}  # "trên 85 %": 85 itself is not enough
AT_MOST = {"is_at_most": True}


def over_85(points):
    return ((85, points, ABOVE),)


def none_absent(points):
    return ((0, points, AT_MOST),)


def at_least(threshold, points):
    return ((threshold, points, {}),)


SHIPPED = (
    Shipped(
        code="huong-dan-12",
        name="Chất lượng sinh hoạt chi bộ theo khung Hướng dẫn 12-HD/BTCTW",
        kind="meeting",
        meeting_kind="regular",
        source="Hướng dẫn số 12-HD/BTCTW ngày 06/7/2018 của Ban Tổ chức Trung ương",
        guidance="Hướng dẫn nêu 5 nhóm tiêu chí của buổi sinh hoạt đạt chất lượng và không cho điểm: điểm và mức xếp loại ở đây là mẫu. Tỷ lệ dự họp không tính đảng viên được miễn và lực lượng vũ trang đang làm nhiệm vụ đặc biệt.",
        illustrative=True,
        starts_on=date(2018, 7, 6),
        sections=(
            ("Đảng viên tham gia sinh hoạt", (
                Line("Trên 85% đảng viên dự họp", 10, "attendance_rate", over_85(10)),
                Line("Không có đảng viên vắng không lý do, hoặc vắng có lý do quá 03 lần liên tiếp trong năm", 10, "unexcused", none_absent(10)),
            )),
            ("Công tác chuẩn bị", (
                Line("Bí thư hoặc phó bí thư trực tiếp chuẩn bị; chi ủy (nơi không có chi ủy: bí thư và phó bí thư) họp trước", 10, "prepared", at_least(1, 10)),
                Line("Nội dung đúng, đủ, theo hướng dẫn của cấp trên, có trọng tâm", 5),
                Line("Có dự thảo nghị quyết", 5),
            )),
            ("Tổ chức buổi sinh hoạt", (
                Line("Đúng thời gian, đúng trình tự", 5),
                Line("Đủ nội dung theo quy định", 5),
                Line("Có biểu dương, nhắc nhở, phê bình", 5),
                Line("Nhiều đảng viên phát biểu", 5, "speaking_rate"),
                Line("Thời lượng từ 90 phút trở lên", 5, "duration", at_least(90, 5)),
                Line("Ghi biên bản đầy đủ", 5),
            )),
            ("Nguyên tắc tổ chức và sinh hoạt đảng", (Line("Giữ đúng các nguyên tắc tổ chức và sinh hoạt đảng", 15),)),
            ("Kết quả lãnh đạo", (Line("Kết luận, nghị quyết của buổi sinh hoạt được thực hiện, có kết quả", 15),)),
        ),
        bands=FOUR_LEVELS,
    ),
    Shipped(
        code="phu-tho",
        name="Chất lượng sinh hoạt chi bộ (Phú Thọ)",
        kind="meeting",
        meeting_kind="regular",
        source="Đảng ủy Khối các cơ quan tỉnh Phú Thọ, xaydungdang.org.vn",
        guidance="Chi ủy (hoặc bí thư, phó bí thư) đề xuất điểm; đảng viên góp ý, biểu quyết; cấp ủy viên cấp trên dự họp xác nhận. Nguồn không nêu cách chia điểm trong từng phần, và không nêu điều kiện xếp loại cả năm từ Trung bình trở xuống.",
        starts_on=date(2018, 7, 6),
        sections=(
            ("Chuẩn bị", (Line("Công tác chuẩn bị", 15),)),
            ("Tham gia", (Line("Đảng viên tham gia sinh hoạt", 20, "attendance_rate"),)),
            ("Tổ chức", (Line("Tổ chức buổi sinh hoạt", 45),)),
            ("Kết thúc", (Line("Kết thúc buổi sinh hoạt", 20),)),
        ),
        bands=FOUR_LEVELS,
        yearly=(("tot", "kha", "tot", 7), ("kha", "trung-binh", None, 0)),
    ),
    Shipped(
        code="binh-thuan",
        name="Chất lượng sinh hoạt chi bộ (Bình Thuận)",
        kind="meeting",
        source="Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Bình Thuận, stdt.danguykhoibinhthuan.vn",
        guidance="Loại Tốt phải đạt điểm tối đa ở bốn tiêu chí: tỷ lệ dự họp, thời lượng, ý kiến của đảng viên, biên bản; từ 90 điểm mà thiếu một tiêu chí thì xếp loại Khá. Phiếu chấm kèm theo biên bản mỗi tháng. Cách chia điểm ở đây là mẫu.",
        illustrative=True,
        starts_on=date(2018, 7, 6),
        sections=(
            ("Chuẩn bị", (Line("Công tác chuẩn bị", 15, "prepared"),)),
            ("Tham gia", (Line("Tỷ lệ đảng viên dự họp", 20, "attendance_rate", over_85(20), must_be_full=True),)),
            ("Tổ chức", (
                Line("Nội dung, trình tự", 20),
                Line("Thời lượng", 10, "duration", at_least(90, 10), must_be_full=True),
                Line("Ý kiến của đảng viên", 15, "speaking", must_be_full=True),
            )),
            ("Kết thúc", (Line("Biên bản", 10, must_be_full=True), Line("Kết luận, nghị quyết", 10))),
        ),
        bands=FOUR_LEVELS,
    ),
    Shipped(
        code="tra-vinh",
        name="Chất lượng sinh hoạt chi bộ ấp, khóm cả năm (Trà Vinh)",
        kind="year",
        source="Tỉnh ủy Trà Vinh, tuyengiao.travinh.gov.vn",
        guidance="Bốn mức, năm tiêu chí chung. Tỷ lệ dự họp từ 90% trở lên, không có đảng viên vắng không lý do, vắng có lý do việc riêng không quá 3 lần trong năm. Điểm là mẫu.",
        illustrative=True,
        starts_on=date(2018, 1, 1),
        sections=(
            ("Đảng viên tham gia sinh hoạt", (
                Line("Từ 90% đảng viên dự họp trở lên", 10, "attendance_rate", at_least(90, 10)),
                Line("Không có đảng viên vắng không lý do", 5, "unexcused", none_absent(5)),
                Line("Mỗi đảng viên vắng vì việc riêng không quá 3 lần trong năm", 5),
            )),
            ("Công tác chuẩn bị", (Line("Chuẩn bị nội dung trước buổi sinh hoạt", 20),)),
            ("Tổ chức buổi sinh hoạt", (Line("Tổ chức, điều hành buổi sinh hoạt", 20),)),
            ("Nguyên tắc tổ chức và sinh hoạt đảng", (Line("Giữ đúng các nguyên tắc tổ chức và sinh hoạt đảng", 20),)),
            ("Kết quả lãnh đạo", (Line("Kết quả thực hiện các nghị quyết, kết luận", 20),)),
        ),
        bands=FOUR_LEVELS,
        vetoes=(("Có đảng viên bị kỷ luật từ khiển trách trở lên", "kem"),),
    ),
    Shipped(
        code="nghe-an-bieu-1",
        name="Biểu 1: chất lượng sinh hoạt chi bộ thường kỳ (Nghệ An)",
        kind="meeting",
        meeting_kind="regular",
        source="Quy định số 27-QĐ/TU ngày 30/10/2023 của Tỉnh ủy Nghệ An (thay Quy định 08 ngày 15/9/2021)",
        guidance="Chi ủy, bí thư chi bộ chấm một cột; cấp ủy viên cấp trên dự họp chấm một cột. Tiêu chí và điểm ở đây là mẫu.",
        illustrative=True,
        starts_on=date(2023, 10, 30),
        sections=(
            ("Tham gia sinh hoạt", (Line("Tỷ lệ đảng viên dự họp trên 85%", 10, "attendance_rate", over_85(10)),)),
            ("Chuẩn bị", (Line("Chi ủy họp trước, chuẩn bị nội dung", 20, "prepared", at_least(1, 20)),)),
            ("Tiến hành", (
                Line("Đúng trình tự, đủ nội dung", 25),
                Line("Đảng viên phát biểu, tự phê bình và phê bình", 15, "speaking_rate"),
                Line("Thời lượng từ 90 phút trở lên", 10, "duration", at_least(90, 10)),
            )),
            ("Kết thúc", (Line("Kết luận, biên bản, nghị quyết", 20),)),
        ),
        bands=FOUR_LEVELS,
    ),
    Shipped(
        code="nghe-an-bieu-2",
        name="Biểu 2: chất lượng sinh hoạt chi bộ chuyên đề (Nghệ An)",
        kind="meeting",
        meeting_kind="thematic",
        source="Quy định số 27-QĐ/TU ngày 30/10/2023 của Tỉnh ủy Nghệ An (thay Quy định 08 ngày 15/9/2021)",
        guidance="Chi ủy, bí thư chi bộ chấm một cột; cấp ủy viên cấp trên dự họp chấm một cột. Tiêu chí và điểm ở đây là mẫu.",
        illustrative=True,
        starts_on=date(2023, 10, 30),
        sections=(
            ("Tham gia sinh hoạt", (Line("Tỷ lệ đảng viên dự họp trên 85%", 10, "attendance_rate", over_85(10)),)),
            ("Chuẩn bị", (
                Line("Chọn chuyên đề thiết thực, sát với chi bộ", 20),
                Line("Phân công đảng viên chuẩn bị, chi ủy góp ý trước", 15, "prepared"),
            )),
            ("Tiến hành", (
                Line("Trình bày chuyên đề", 15),
                Line("Đảng viên thảo luận", 20, "speaking_rate"),
            )),
            ("Kết thúc", (Line("Kết luận, giải pháp thực hiện sau chuyên đề", 20),)),
        ),
        bands=FOUR_LEVELS,
    ),
    Shipped(
        code="kim-son-thang",
        name="Chấm điểm hằng tháng đảng bộ, chi bộ trực thuộc (Kim Sơn)",
        kind="month",
        source="Theo cách làm của Quyết định 3059 ngày 26/12/2017 của Huyện ủy Kim Sơn, thực hiện từ tháng 01/2018",
        guidance="Nguồn không nêu tiêu chí của Quyết định 3059: tiêu chí và điểm ở đây là mẫu, dựa vào những việc mà chương trình có số liệu. Tổ chức tự chấm và giải trình, Ban Tổ chức thẩm định, thường trực duyệt.",
        illustrative=True,
        starts_on=date(2018, 1, 1),
        sections=(
            ("Sinh hoạt chi bộ", (
                Line("Các chi bộ họp trong tháng", 15, "meetings_held", ((100, 15, {}), (90, 10, {}), (80, 5, {}))),
                Line("Họp đúng ngày đã đăng ký", 15, "on_registered_day", ((100, 15, {}), (90, 10, {}), (80, 5, {}))),
            )),
            ("Lịch, báo cáo", (
                Line("Đăng ký lịch sinh hoạt đúng hạn", 10, "schedule_on_time", at_least(1, 10)),
                Line("Báo cáo tình hình cơ sở đúng hạn", 15, "situation_sent", at_least(1, 15)),
            )),
            ("Giải quyết việc của cơ sở", (
                Line("Trả lời kiến nghị đã thông báo lại cho người nêu", 15, "matters_told", ((100, 15, {}), (80, 10, {}), (50, 5, {}))),
                Line("Việc cấp bách, bức xúc hoàn thành đúng hạn", 15, "urgent_done", ((100, 15, {}), (80, 10, {}), (50, 5, {}))),
            )),
            ("Lãnh đạo nhiệm vụ chính trị", (Line("Kết quả lãnh đạo thực hiện nhiệm vụ trong tháng", 15),)),
            ("Điểm thưởng, điểm trừ", (
                Line("Có cách làm mới, hiệu quả", 5),
                Line("Có vụ việc phức tạp, đơn thư kéo dài", 0, minimum=-5),
            )),
        ),
        extra=("Điểm thưởng, điểm trừ",),
        bands=(*FOUR_GRADES[:3], ("khong-hoan-thanh", "Không hoàn thành nhiệm vụ", -5)),
    ),
    Shipped(
        code="quy-dinh-366",
        name="Đánh giá, xếp loại hằng năm tổ chức đảng, tập thể (366-QĐ/TW)",
        kind="year",
        source="Quy định số 366-QĐ/TW ngày 30/8/2025 (thay 124-QĐ/TW ngày 04/10/2023); Hướng dẫn 43-HD/BTCTW ngày 31/10/2025",
        guidance="Tiêu chí chung 30 điểm, kết quả thực hiện nhiệm vụ 70 điểm. Các điều kiện khống chế là của tập thể.",
        starts_on=date(2025, 1, 1),
        sections=(
            ("Tiêu chí chung", (Line("Tiêu chí chung", 30),)),
            ("Kết quả thực hiện nhiệm vụ", (Line("Kết quả thực hiện nhiệm vụ", 70),)),
        ),
        bands=FOUR_GRADES,
        vetoes=(
            ("Chưa đủ 30% nhiệm vụ hoàn thành vượt mức", "tot"),
            ("Có đơn vị cấp dưới hoặc thành viên lãnh đạo bị kỷ luật", "tot"),
            ("Chưa hoàn thành 100% nhiệm vụ đúng tiến độ, bảo đảm chất lượng", "hoan-thanh"),
            ("Chưa hoàn thành hết nhiệm vụ, hoặc trên 20% nhiệm vụ chậm tiến độ", "khong-hoan-thanh"),
        ),
    ),
)  # fmt: skip
