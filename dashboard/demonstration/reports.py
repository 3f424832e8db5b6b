"""The made-up reports of two months in one commune: most in time, one late, one who was ill, one sent back, some accepted,
one text that returns from month to month."""

from datetime import timedelta
from uuid import UUID, uuid5

from branches.querysets.bodies import organisation_names
from common.text import sort_key
from meetings.models import Meeting
from meetings.querysets.bodies import cadres_following
from reports.actions.answering import respond
from reports.actions.reviewing import accept_report, return_report
from reports.actions.submitting import submit_report
from reports.models import ChecklistItem, EffectKind

COMMUNE = "MAUM-01"
A_MONTH = 8
BACK = timedelta(days=70)
LATE, ILL, SENT_BACK, MONEY, MODEL, QUIET = 5, 6, 4, 2, 3, 1
# What the branches answer, by report.
ANSWERS = {
    0: (True, "Chi bộ tiếp thu, phân công lại trong tháng này."),
    2: (True, ""),
    3: (False, "Buổi này họp muộn, không thấy."),
}
_NAMESPACE = UUID("5a7c0503-0000-4000-8000-000000000000")
_COMMENTS = [
    "Chi bộ nên phân công cụ thể từng đảng viên phụ trách hộ, ghi vào sổ và kiểm lại tháng sau.",
    "Đề nghị gửi tài liệu cho đảng viên trước buổi họp ba ngày để có thời gian chuẩn bị ý kiến.",
    "Phần đánh giá tháng trước cần nêu rõ việc chưa xong và ai chịu trách nhiệm.",
    "Dự thảo nghị quyết nên có chỉ tiêu và thời hạn; tránh nêu chung chung như các tháng trước.",
]
_RECOMMENDATIONS = [
    (
        "Đoạn lộ cuối ấp ngập khi triều lên, học sinh đi lại khó; đề nghị xã đưa vào kế hoạch nâng cấp.",
        "commune",
    ),
    ("Hệ thống nước sạch yếu vào buổi chiều; đề nghị ngành cấp nước kiểm tra.", "province"),
    ("Nhà văn hóa dột, chi bộ họp nhờ nhà dân khi mưa.", "commune"),
]


def file(world, *, office) -> None:
    """Reports on the meetings that were held in the commune and that somebody follows; the commune's office answers some."""
    rows = (
        Meeting.objects.standing()
        .filter(outcome="held", body="branch", unit__access_path__startswith=world.unit(COMMUNE).access_path)
        .during(world.today - BACK, world.today)
        .select_related("organisation", "unit")
        .order_by("held_on", "pk")
    )
    chosen = _chosen(rows)
    comments = _Comments(_repeating(chosen))
    filed = []
    for at, (meeting, cadre) in enumerate(chosen):
        said = comments.of(at, meeting, cadre)
        filed.append(_file(world, at, meeting, cadre, "" if at == comments.ill_at else said))
    for at, report in enumerate(filed):
        if at == SENT_BACK:
            return_report(
                report,
                reason="Đề nghị nêu rõ chi bộ đã phân công ai.",
                by=world.by,
                version=report.version,
                on=world.today,
            )
        elif at < len(filed) // 2:
            accept_report(report, by=world.by, version=report.version, on=world.today)
        if at in ANSWERS:
            has_attended, text = ANSWERS[at]
            respond(report, has_attended=has_attended, text=text, by=office)


def _chosen(meetings) -> list[tuple]:
    """(meeting, cadre who follows it): the first few of each month, by the name of the branch, so that the same come again."""
    meetings = list(meetings)
    names = (
        organisation_names({meeting.organisation_id for meeting in meetings}, meetings[-1].on)
        if meetings
        else {}
    )
    months: dict = {}
    for meeting in sorted(
        meetings, key=lambda each: (each.month, sort_key(names[each.organisation_id]), each.on)
    ):
        cadre = cadres_following(
            meeting.held_on, unit=meeting.unit, organisation=meeting.organisation
        ).first()
        if cadre is not None and len(months.setdefault(meeting.month, [])) < A_MONTH:
            months[meeting.month].append((meeting, cadre))
    return [pair for pairs in months.values() for pair in pairs]


def _repeating(chosen) -> int | None:
    """The first branch that is reported on in two months: its second report says what its first said."""
    seen: set = set()
    for meeting, _cadre in chosen:
        if meeting.organisation_id in seen:
            return meeting.organisation_id
        seen.add(meeting.organisation_id)
    return None


class _Comments:
    """What each report says: other words for each place and month of a cadre, but for the one branch that repeats itself."""

    def __init__(self, repeating):
        self.repeating, self.repeated = repeating, ""
        self.months: list = []
        self.number: dict = {}
        self.ill_at = None

    def of(self, at, meeting, cadre) -> str:
        if meeting.month not in self.months:
            self.months.append(meeting.month)
        repeats = meeting.organisation_id == self.repeating
        if self.ill_at is None and at >= ILL and not repeats:
            self.ill_at = at
        number = self.number[cadre.pk, meeting.month] = self.number.get((cadre.pk, meeting.month), -1) + 1
        text = _COMMENTS[(2 * self.months.index(meeting.month) + number % 2) % len(_COMMENTS)]
        if repeats:
            text = self.repeated = self.repeated or text
        return text


def _file(world, at, meeting, cadre, comments):
    on = min(meeting.held_on + timedelta(days=12 if at == LATE else 1 + at % 4), world.today)
    return submit_report(
        cadre=cadre,
        author=cadre.user,
        client_key=uuid5(_NAMESPACE, str(at)),
        values=_said(at, meeting, comments),
        on=on,
    ).report


def _said(at, meeting, comments) -> dict:
    values = {
        "meeting": meeting,
        "met_on": meeting.held_on,
        "attended": "yes" if comments else "excused",
        "late_reason": "Đi công tác, mất sóng" if at == LATE else "",
        "holds_no_secret": True,
        "comments": comments,
    }
    if not comments:
        return values | {"absence_kind": "illness", "absence_reason": "Nằm viện"}
    members = 18 + at % 7
    content, level = _RECOMMENDATIONS[at % len(_RECOMMENDATIONS)]
    items = ChecklistItem.objects.filter(checklist__code="4-nam", number__in={1 + at % 4, 1 + (at + 1) % 4})
    values |= {
        "members": members,
        "exempt": at % 3,
        "present": members - at % 3 - at % 2,
        "excused": at % 2,
        "speaking": 3 + at % 4,
        "quality": ("good", "fair", "good", "average")[at % 4],
        "was_prepared": at % 5 != 0,
        "shortcomings": "Đảng viên phát biểu còn ít, chưa phân công rõ việc." if at == MODEL else "",
        "situation": "Sản xuất ổn định; người dân quan tâm việc sắp xếp lại ấp.",
        "effects": list(EffectKind.objects.order_by("sort")[at % 3 : at % 3 + 1]),
        "answers": dict.fromkeys(items, ("done", "")),
        "recommendations": [{"content": content, "level": level}] if at % 2 == 0 else [],
    }
    if at == MONEY:
        values["contributions"] = [
            {"amount": 27_600_000, "qualifier": "more_than", "donor": "Các hộ kinh doanh ở chợ xã"}
        ]
    if at == MODEL:
        values["practices"] = [
            {"title": "Tổ đảng tự quản tuyến đường", "text": "Mỗi tổ một đoạn, tháng quét một lần."}
        ]
    if at == QUIET:
        values["sensitive"] = "Một số hộ còn băn khoăn về tên ấp mới sau khi nhập."
    return values
