"""The made-up monthly scores of the communes' committees: the year so far as lists brought in, last month's by each step of the way."""

from datetime import timedelta
from random import Random

from dashboard.demonstration import places
from dashboard.demonstration.lists import bring_in
from dashboard.demonstration.rubrics import MONTHS, STARTS_ON
from meetings.rules import month_after, month_of
from reports.quotas import months_between
from scores.actions.appeals import appeal, decide_appeal
from scores.actions.locking import lock_due_sheets
from scores.actions.sheet_steps import approve_sheet, publish_sheet, review_sheet, send_sheet
from scores.actions.sheets import open_sheet, save_row
from scores.imports.scores import KIND
from scores.models import Rubric, Sheet

# How far last month's sheet of each commune has come, in order; the rest have not begun.
SENT, REVIEWED, APPROVED, PUBLISHED = 1, 2, 3, 4
_FAR = (PUBLISHED, APPROVED, REVIEWED, SENT, PUBLISHED, SENT, 0, REVIEWED)
LATE, OVERRIDDEN = (1, 5), (0, 2)  # which of them
_UNKNOWN = "Tháng này không có số liệu của tiêu chí; tự chấm theo sổ theo dõi của Đảng ủy."
_OVERRIDE = "Sổ biên bản của hai chi bộ chưa ghi kết luận; đề nghị khắc phục tháng sau."


def score(world, users) -> None:
    rubric = Rubric.objects.whole().get(code=MONTHS, state="issued")
    this_month = month_of(world.today)
    last = month_after(this_month, -1)
    if last < STARTS_ON:
        return
    first = min(this_month.replace(month=1), month_after(last, -2))
    months = months_between(max(first, STARTS_ON), last)  # without the last
    communes = world.ground.beneath(places.PROVINCE)
    rows = _earlier(rubric, communes, months)
    bring_in(world, KIND, rows, filename="diem-thang.xlsx", by=users["tochuc"], unit=rubric.issuer)
    _publish(world, users, month_after(last, -1))
    for at, far in enumerate(_FAR):
        _go(world, users, rubric, communes[at], last, at, far)
    _appeal(world, users, last)
    lock_due_sheets(world.today)


def _earlier(rubric, communes, months) -> list[dict]:
    """What was approved; one commune misses two months."""
    lot, rows = Random(9), []
    for number, month in enumerate(months):
        for at, commune in enumerate(communes):
            if at == len(communes) - 1 and number % 3 == 1:
                continue
            rows += [
                {
                    "organisation_code": f"{commune}.DB",
                    "rubric": rubric.code,
                    "period": f"{month:%Y-%m}",
                    "criterion": criterion.code,
                    "value": _given(criterion, at, lot),
                }
                for criterion in rubric.criteria.all()
            ]
    return rows


def _given(criterion, at, lot) -> str:
    if criterion.section.is_extra:
        return "0"
    less = lot.choice((0, 0, 0, 0, 5)) if at % 4 else lot.choice((0, 5, 5))
    return str(max(0, int(criterion.maximum) - less))


def _publish(world, users, month) -> None:
    """What is older was published on paper."""
    for sheet in Sheet.objects.filter(kind="month", state="approved", period_on=month).order_by("pk"):
        on = month_after(month) + timedelta(days=11)
        publish_sheet(sheet, by=users["tochuc"], on=min(on, world.today))


def _go(world, users, rubric, commune, month, at, far) -> None:
    """By the commune's office, the office of the province, its head."""
    own = users["vanphong"] if at == 0 else world.by
    body, due = world.organisations[f"{commune}.DB"], month_after(month)
    day = {step: min(due + timedelta(days=days), world.today) for step, days in _DAYS.items()}
    sheet = open_sheet(
        rubric=rubric,
        organisation=body,
        issuer=rubric.issuer,
        period_on=month,
        scorer="own",
        by=own,
        on=min(due, world.today),
    )
    _fill(sheet, own, at)
    if far < SENT:
        return
    send_sheet(sheet, by=own, on=day["late"] if at in LATE else day["sent"])
    if far >= REVIEWED:
        if at in OVERRIDDEN:
            _override(sheet, users["tochuc"])
        review_sheet(sheet, by=users["tochuc"], on=day["reviewed"])
    if far >= APPROVED:
        approve_sheet(sheet, by=users["truongban"], on=day["approved"])
    if far >= PUBLISHED:
        publish_sheet(sheet, by=users["tochuc"], on=day["published"])


_DAYS = {"sent": 3, "late": 7, "reviewed": 8, "approved": 10, "published": 18}


def _fill(sheet, by, at) -> None:
    """What facts do not say, in the organisation's own words."""
    rows = sheet.rows.filter(points=None).select_related("criterion__section")
    for number, row in enumerate(rows.order_by("criterion__section__sort", "criterion__sort")):
        criterion = row.criterion
        if criterion.section.is_extra and at != 4:
            continue
        less = 2 if (at + number) % 3 == 0 else 0
        value = criterion.minimum if criterion.minimum < 0 else criterion.maximum - less
        is_applicable = not row.proposed_why
        save_row(
            row,
            column="points",
            value=value if is_applicable else None,
            note=_UNKNOWN if is_applicable and criterion.fact else row.proposed_why,
            version=row.version,
            is_applicable=is_applicable,
            by=by,
        )


def _override(sheet, by) -> None:
    row = sheet.rows.filter(points__gt=5, criterion__section__is_extra=False).order_by("-points").first()
    value = row.points - 5
    save_row(row, column="reviewed", value=value, note=_OVERRIDE, version=row.version, by=by)


def _appeal(world, users, month) -> None:
    """Two committees asked to look again: one was answered with other points, one waits."""
    rows = Sheet.objects.filter(kind="month", period_on=month, state="published").order_by("pk")
    for number, sheet in enumerate(rows):
        on = min(sheet.published_on + timedelta(days=2), world.today)
        text = "Hai chi bộ đã bổ sung kết luận vào sổ biên bản, có xác nhận của cấp ủy; đề nghị xem lại."
        made = appeal(sheet, text=text, by=users["vanphong"] if number == 0 else world.by, on=on)
        row = sheet.rows.filter(approved__gt=5).order_by("-approved", "pk").last()
        if number:
            decide_appeal(
                made,
                answer="Đã kiểm tra sổ: bổ sung sau khi công bố nên trừ 1 điểm của tiêu chí này.",
                changes=[(row, row.approved - 1, row.version)],
                by=users["tochuc"],
                on=min(on + timedelta(days=1), world.today),
            )
