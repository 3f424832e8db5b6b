"""The made-up life of some branches: what they decided, who was in touch, what was inspected, what they work by and tell."""

from datetime import date, timedelta

from branches.models import Organisation
from meetings.actions.decisions import close_task, decide_task, note_progress
from meetings.actions.meetings import meeting_for
from meetings.actions.situations import tell_situation
from meetings.actions.timeline import put_on_shelf, record_contact, record_inspection
from meetings.models import Meeting
from meetings.querysets.bodies import cadres_following
from meetings.rules import day_of, month_after, month_of

COMMUNE = "MAUM-01"
MEETING_DAY = 24
BRANCHES = 6
# (work, who does it, days until it is due, its kind)
_TASKS = [
    ("Vận động các hộ dọc lộ nông thôn làm hàng rào cây xanh", "Tổ đảng 1", 40, "task"),
    ("Giúp 3 hộ cận nghèo hoàn thành hồ sơ vay vốn", "Tổ đảng 2", 25, "task"),
    ("Thu đảng phí đủ trong quý", "Phó bí thư", 60, "resolution_item"),
    ("Rà soát quần chúng ưu tú, giới thiệu học lớp nhận thức về Đảng", "Chi ủy", 90, "resolution_item"),
]
_GISTS = [
    "Trao đổi với bí thư về việc còn vướng từ buổi họp trước",
    "Dự ngày hội đại đoàn kết ở khu dân cư",
    "Gọi điện hỏi tiến độ làm đường ấp",
]
_SITUATIONS = [
    ("Sản xuất ổn định, không có việc bất thường.", ""),
    ("Đang làm 300 m đường bê tông; người dân góp đất.", "Thiếu vốn đối ứng, đề nghị xã bố trí sớm."),
    ("Thu hoạch xong vụ hè thu.", "Nước mặn lên sớm, một số hộ thiếu nước ngọt."),
]


def live(world) -> None:
    """Two months of life of the first branches of one commune; the others are silent, as some are."""
    committee = world.organisations[f"{COMMUNE}.DB"]
    branches = list(
        Organisation.objects.open_on(world.today)
        .filter(kind="branch", unit__access_path__startswith=world.unit(COMMUNE).access_path)
        .select_related("unit")
        .order_by("unit__access_path", "pk")[:BRANCHES]
    )
    months = [month_after(month_of(world.today), -number) for number in (2, 1)]
    _shelves(world, committee, branches)
    for at, branch in enumerate(branches):
        _decide(world, branch, at, [day_of(month, MEETING_DAY) for month in months])
        _touch(world, branch, at)
    for month in months:
        _tell(world, committee, branches, month)
    record_inspection(
        branches[0],
        kind="supervision",
        on=world.today - timedelta(days=33),
        body="Ủy ban Kiểm tra Đảng ủy",
        gist="Việc thực hiện nghị quyết của chi bộ và quy chế làm việc.",
        participants=list(cadres_following(world.today, unit=branches[0].unit, organisation=branches[0])[:1]),
        by=world.by,
        today=world.today,
    )


def _decide(world, branch, at, days):
    first, second = (_meeting(world, branch, day) for day in days)
    tasks = [
        decide_task(
            first, work=work, owner=owner, kind=kind, due_on=first.on + timedelta(days=days_left), by=world.by
        )
        for work, owner, days_left, kind in (_TASKS[at % 2], _TASKS[2 + at % 2])
    ]
    if at % 3 == 0:
        close_task(tasks[0], state="done", result="Làm xong, chi bộ đã nghiệm thu", on=second.on, by=world.by)
    else:
        note_progress(tasks[0], text="Được khoảng một nửa", on=second.on, by=world.by, meeting=second)


def _meeting(world, branch, day):
    """The branch's meeting of that month, where there is one; else one on `day`."""
    rows = Meeting.objects.standing().of_branches().in_month(month_of(day)).exclude(outcome="not_held")
    found = rows.filter(organisation=branch).order_by("met_on").first()
    return found or meeting_for(organisation=branch, on=day, by=world.by)


def _touch(world, branch, at):
    cadre = cadres_following(world.today, unit=branch.unit, organisation=branch).order_by("pk").first()
    if cadre is None or at == BRANCHES - 1:
        return
    record_contact(
        organisation=branch,
        cadre=cadre,
        on=world.today - timedelta(days=4 + 9 * at),
        how=("visit", "activity", "phone")[at % 3],
        gist=_GISTS[at % 3],
        by=world.by,
        today=world.today,
    )


def _shelves(world, committee, branches):
    issued = date(2025, 9, 15)
    rule = put_on_shelf(
        committee,
        kind="work_regulation",
        type="QC",
        number="01-QC/ĐU",
        issued_on=issued,
        title="Quy chế làm việc của Ban Chấp hành Đảng bộ phường",
        starts_on=None,
        by=world.by,
    ).document
    for branch in branches[:3]:
        put_on_shelf(branch, kind="other", document=rule, starts_on=issued, by=world.by)
    put_on_shelf(
        branches[0],
        kind="resolution",
        type="NQ",
        number="03-NQ/CB",
        issued_on=month_after(month_of(world.today), -2),
        title="Nghị quyết của chi bộ về nhiệm vụ trong quý",
        starts_on=None,
        by=world.by,
    )


def _tell(world, committee, branches, month):
    """Most in time, one late, the last ones silent."""
    for at, organisation in enumerate([committee, *branches[:4]]):
        situation, difficulties = _SITUATIONS[at % 3]
        told_on = month_after(month) + timedelta(days=5) if at == 3 else day_of(month, 26)
        tell_situation(
            organisation,
            month=month,
            situation=situation,
            difficulties=difficulties,
            on=min(told_on, world.today),
            by=world.by,
        )
