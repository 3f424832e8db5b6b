"""The province's made-up rubrics: one for months and one for meetings, issued after opinions were asked for; the next edition out
for opinions."""

from datetime import date, timedelta

from dashboard.demonstration import places
from scores.actions.rubrics import add_part, answer_comment, comment, consult, issue, make_rubric
from scores.models import Rubric, YearlyRule

MONTHS, MEETINGS = "mau-cham-thang", "mau-sinh-hoat"
ASKED_ON, ISSUED_ON, STARTS_ON = date(2025, 11, 20), date(2025, 12, 15), date(2026, 1, 1)
_GUIDANCE = (
    "Đảng ủy tự chấm, giải trình những tiêu chí khác với số liệu; Ban Tổ chức thẩm định; thường trực duyệt. "
    "Chương trình đề xuất điểm ở tiêu chí nào có số liệu."
)


def issue_all(world, users) -> None:
    """By the office; issued by its head. Opinions come from a commune and a branch."""
    months = _draft(world, users, "kim-son-thang", MONTHS, "Chấm điểm hằng tháng các đảng bộ xã, phường")
    _rule_of_the_year(months, users["tochuc"])
    consult(months, until=ISSUED_ON - timedelta(days=5), by=users["tochuc"], on=ASKED_ON)
    _opinions(world, users, months, ASKED_ON + timedelta(days=4))
    _issue(world, users, months)
    meetings = _draft(world, users, "binh-thuan", MEETINGS, "Chất lượng sinh hoạt chi bộ (tỉnh Mẫu Mới)")
    _rule_of_the_year(meetings, users["tochuc"])
    _issue(world, users, meetings)
    _next_edition(world, users)


def _rule_of_the_year(rubric, by) -> None:
    """The best grade of a year: no month or meeting below the second, and seven of the first."""
    best, second, third = rubric.bands.order_by("sort")[:3]
    for band, floor, counted, count in ((best, second, best, 7), (second, third, None, 0)):
        values = {"band": band, "floor": floor, "counted": counted, "count": count}
        add_part(rubric, YearlyRule, values=values, by=by)


def _draft(world, users, shipped, code, name, **fields):
    source = Rubric.objects.shipped().get(code=shipped)
    return make_rubric(
        issuer=world.unit(places.PROVINCE),
        code=code,
        name=name,
        kind=source.kind,
        copied_from=source,
        by=users["tochuc"],
        on=ASKED_ON,
        guidance=_GUIDANCE if source.kind == "month" else source.guidance,
    )


def _issue(world, users, rubric) -> None:
    document = world.documents["decision 31"]
    issue(rubric, document=document, starts_on=STARTS_ON, by=users["truongban"], on=ISSUED_ON)


def _opinions(world, users, rubric, on) -> None:
    """One that was taken, one that was not, with why."""
    said = comment(
        rubric,
        text="Nơi không có việc cấp bách đến hạn trong tháng thì không tính tiêu chí này, thay vì cho 0 điểm.",
        organisation=world.organisations["MAUM-01.DB"],
        by=users["vanphong"],
        on=on,
    )
    answer_comment(said, verdict="taken", by=users["tochuc"], on=on + timedelta(days=6))
    said = comment(
        rubric,
        text="Đề nghị chấm theo quý để bớt giấy tờ.",
        organisation=world.organisations["MAU-A01-1.CB"],
        by=users["bithu"],
        on=on,
    )
    answer_comment(
        said,
        verdict="not_taken",
        answer="Chấm theo quý thì việc chậm bị phát hiện muộn; phiếu đã được điền sẵn phần có số liệu.",
        by=users["tochuc"],
        on=on + timedelta(days=6),
    )


def _next_edition(world, users) -> None:
    """Next year's, out for opinions; one waits for its answer."""
    standing = Rubric.objects.get(code=MONTHS, state="issued")
    on = world.today - timedelta(days=3)
    draft = make_rubric(
        issuer=standing.issuer,
        code=MONTHS,
        name=standing.name,
        kind=standing.kind,
        copied_from=standing,
        by=users["tochuc"],
        on=on,
        starts_on=date(world.today.year + 1, 1, 1),
    )
    consult(draft, until=world.today + timedelta(days=20), by=users["tochuc"], on=on)
    comment(
        draft,
        text="Đề nghị thêm tiêu chí về kết nạp đảng viên so với chỉ tiêu.",
        organisation=world.organisations["MAUM-01.DB"],
        by=users["vanphong"],
        on=world.today,
    )
