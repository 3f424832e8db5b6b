"""The effects and checklists that ship. The items of "4 góp" and "3 kiểm" are not published (domain: their wording was not
found), so they are placeholders that the office writes over; those of "4 nắm" follow the news of 24/05/2023."""

from datetime import date

from common.reference import going_forward
from reports.models import Checklist, ChecklistItem, EffectKind

SINCE = date(2000, 1, 1)
EFFECTS = [
    ("bottleneck-removed", "Tháo điểm nghẽn", 10),
    ("information-flows", "Thông suốt thông tin, tuyên truyền", 20),
    ("order-improved", "Trình tự, nội dung sinh hoạt nền nếp hơn", 30),
    ("more-speak", "Nhiều đảng viên phát biểu hơn", 40),
    ("difficulty-solved", "Giải quyết được khó khăn tại chỗ", 50),
    ("resources-found", "Vận động được nguồn lực", 60),
]
_WRITE_IT = "Nội dung {number} (ghi theo Quy định 559-QĐ/TU)"
_HOLD = ["Nắm tổ chức", "Nắm con người", "Nắm quy chế", "Nắm nghị quyết"]
# The sixteen steps of a branch's meeting (Tuy Lộc, 2022).
_AGENDA = [
    "Tuyên bố lý do, giới thiệu đại biểu",
    "Cử thư ký",
    "Điểm danh",
    "Thông qua chương trình",
    "Báo cáo tháng và phương hướng",
    "Triển khai văn bản cấp trên",
    "Định hướng sinh hoạt của đảng ủy",
    "Đại biểu cấp trên phát biểu",
    "Tiếp thu ý kiến đại biểu",
    "Thảo luận",
    "Tổng hợp ý kiến, phân công nhiệm vụ",
    "Biểu quyết",
    "Xét kết nạp và việc khác (nếu có)",
    "Chấm điểm buổi sinh hoạt",
    "Thông qua biên bản",
    "Kết thúc",
]
_NEWS = "Tin ngày 24/05/2023, cần đối chiếu Quy định 559-QĐ/TU"
_UNPUBLISHED = "Nội dung chưa được công bố; hãy ghi theo Quy định 559-QĐ/TU"
# (code, name, source, order, [(text, is it only a placeholder)])
CHECKLISTS = [
    ("4-nam", "4 nắm", _NEWS, 10, [(text, False) for text in _HOLD]),
    ("4-gop", "4 góp", _UNPUBLISHED, 20, [(_WRITE_IT.format(number=n), True) for n in range(1, 5)]),
    ("3-kiem", "3 kiểm", _UNPUBLISHED, 30, [(_WRITE_IT.format(number=n), True) for n in range(1, 4)]),
    (
        "agenda",
        "Trình tự buổi sinh hoạt",
        "Hướng dẫn chương trình sinh hoạt chi bộ",
        40,
        [(t, False) for t in _AGENDA],
    ),
]


@going_forward
def load_reference(sender=None, using="default", **kwargs):
    """Adds what is missing; a list that staff ended or wrote anew is left alone."""
    known = set(EffectKind.objects.using(using).values_list("code", flat=True))
    EffectKind.objects.using(using).bulk_create(
        [EffectKind(code=c, name=n, sort=s) for c, n, s in EFFECTS if c not in known], ignore_conflicts=True
    )
    known = set(Checklist.objects.using(using).filter(scheme=None).values_list("code", flat=True))
    for code, name, source, sort, items in CHECKLISTS:
        if code in known:
            continue
        checklist = Checklist.objects.using(using).create(
            code=code, name=name, source=source, sort=sort, starts_on=SINCE
        )
        ChecklistItem.objects.using(using).bulk_create(
            ChecklistItem(
                checklist=checklist,
                number=number,
                code=f"{code}-{number}",
                text=text,
                is_placeholder=is_placeholder,
            )
            for number, (text, is_placeholder) in enumerate(items, start=1)
        )
