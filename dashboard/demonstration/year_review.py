"""The made-up review of last year, frozen and signed: what came later is told beside it."""

from datetime import date

from dashboard.demonstration import places
from reports.actions.freezing import freeze_review, sign_review

_WORDS = {
    "intro": "Thực hiện chủ trương phân công cán bộ theo dõi, hỗ trợ cơ sở, Ban Tổ chức Tỉnh ủy báo cáo kết quả năm như sau:",
    "results": "Cán bộ dự sinh hoạt đều, nhiều kiến nghị của chi bộ được trả lời và báo lại nơi nêu.",
    "shortcomings": "Một số nơi chưa có cán bộ theo dõi; báo cáo của một số cán bộ còn chậm, nội dung chung chung.",
    "directions": "Phân công đủ cán bộ cho các nơi còn trống; trả lời dứt điểm kiến nghị quá hạn.",
}


def freeze(world, staff) -> None:
    year, province = world.today.year - 1, world.unit(places.PROVINCE)
    made = freeze_review(
        issuer=province,
        unit=province,
        kind="final",
        title=f"Tổng kết năm {year} việc phân công cán bộ theo dõi, hỗ trợ cơ sở",
        starts_on=date(year, 1, 1),
        ends_on=date(year + 1, 1, 1),
        by=staff,
        on=world.today,
        words=_WORDS,
    )
    sign_review(
        made,
        number="12-BC/TU",
        signed_on=min(world.today, date(year + 1, 1, 15)),
        version=made.version,
        by=staff,
        on=world.today,
    )
