"""Last month's round in one commune, closed with its notice and what must be put right; this month's, open."""

from datetime import timedelta

from dashboard.demonstration.reports import COMMUNE
from meetings.rules import month_after
from reports.actions.concluding import add_line, change_conclusion, draft_conclusion, issue_conclusion
from reports.actions.remedies import check_remedy, move_remedy
from reports.actions.rounds import close_round, open_round
from reports.models import Remedy, Report

SETTLING = timedelta(days=4)


def gather(world) -> None:
    """By the officer, as she would at the beginning of a month; under the committee that received the commune's reports."""
    first = world.today.replace(day=1)
    start = month_after(first, -1)
    reports = Report.objects.filter(unit__access_path__startswith=world.unit(COMMUNE).access_path)
    report = reports.during(start, first).select_related("issuer").order_by("met_on", "pk").first()
    if report is None:
        return
    issuer, on = report.issuer, min(first + SETTLING, world.today)
    made = _open(world, issuer, start, on)
    _conclude(world, made, report, close_round(made, version=1, by=world.by, on=on), on)
    _open(world, issuer, first, world.today)
    _follow_up(world, issuer)


def _open(world, issuer, start, on):
    return open_round(
        issuer=issuer,
        name=f"Đợt tháng {start:%m/%Y}",
        starts_on=start,
        ends_on=month_after(start),
        by=world.by,
        on=on,
    )


def _conclude(world, made, report, closed, on):
    draft = draft_conclusion(closed, by=world.by, on=on)
    draft = change_conclusion(
        draft,
        version=draft.version,
        by=world.by,
        intro=f"Ngày {on:%d/%m/%Y}, Thường trực Đảng ủy họp với cán bộ được phân công, nghe phản ánh kết quả dự sinh hoạt "
        "chi bộ trong đợt và kết luận như sau:",
        signer_authority="T/M Ban Thường vụ",
        signer_post="Phó Bí thư Thường trực",
        signer="Trần Văn Mẫu",
    )
    add_line(
        draft,
        part="required",
        text="Ghi vào sổ việc đã giao cho từng đảng viên; báo kết quả ở buổi sinh hoạt tháng sau.",
        organisation=report.organisation,
        due_on=on + timedelta(days=20),
        reports=[report],
        version=draft.version,
        by=world.by,
    )
    draft.refresh_from_db()
    issue_conclusion(draft, number="08-TB/ĐU", issued_on=on, version=draft.version, by=world.by, on=on)


def _follow_up(world, issuer):
    """One was seen to be done and waits for its end, one got more time."""
    first, *more = Remedy.objects.open().filter(issuer=issuer).order_by("due_on", "pk")[:2]
    check_remedy(
        first, seen="done", note="Sổ phân công đã ghi đủ, có người kiểm.", by=world.by, on=world.today
    )
    for remedy in more:
        move_remedy(
            remedy,
            due_on=remedy.due_on + timedelta(days=15),
            reason="Chi bộ đang thay bí thư.",
            version=remedy.version,
            by=world.by,
            on=world.today,
        )
