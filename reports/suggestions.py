""" "Where do I go this month?": among the branches that he may choose, those for which most speaks, and why."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matters.models import Recommendation
from meetings.models import Attendance, BranchTask
from meetings.picking import Option, Picker
from reports.models import Remedy
from reports.suggesting import Facts, months_since, points, reasons
from scores.meeting_quality import standings
from scores.models import Sheet

# Looked at closely: those not attended for longest, and those with most left to do. All others stay in the database.
CLOSELY = 40
SHOWN = 10
# A score older than that says little of how the branch fares now.
SCORED_WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class Suggestion:
    option: Option
    last: date | None
    points: int
    reasons: list[str]


def suggestions_for(picker: Picker, scope, today) -> list[Suggestion]:
    """At most ten, the strongest first; what is chosen already or over is not among them. Attendance, tasks,
    scores and recommendations count as far as the scope reads them. A fixed number of queries however many branches there are."""
    branches = _candidates(picker, scope, today)
    ids = [branch.pk for branch in branches]
    tasks = _tasks(ids, scope, today)
    asked = _recommendations(ids, scope)
    demanded = _overdue_remedies(ids, picker, today)
    scored = standings(
        Sheet.objects.visible_to(scope).filter(organisation__in=ids), today - SCORED_WITHIN, today
    )
    best = _best(picker.options(branches))
    found = []
    for branch in branches:
        option = best.get(branch.pk)
        if option is None:
            continue
        open_tasks, overdue = tasks.get(branch.pk, (0, 0))
        facts = Facts(
            months=months_since(branch.last, today) if branch.last else None,
            open_tasks=open_tasks,
            overdue_tasks=overdue,
            recommendations=asked.get(branch.pk, 0),
            is_registered=option.meeting is not None,
            clashes=bool(option.warnings),
            overdue_remedies=demanded.get(branch.pk, 0),
            is_scored_low=branch.pk in scored and scored[branch.pk].is_low,
            fallen=scored[branch.pk].fallen if branch.pk in scored else 0,
        )
        words = [reason_in_words(*each) for each in reasons(facts)]
        found.append(Suggestion(option, branch.last, points(facts), words))
    found.sort(key=lambda each: (-each.points, each.option.on, each.option.name))
    return found[:SHOWN]


def reason_in_words(code: str, number: int) -> str:
    words = {
        "never": lambda: _("chưa dự lần nào"),
        "months": lambda: ngettext("đã %(n)s tháng chưa dự", "đã %(n)s tháng chưa dự", number),
        "remedies": lambda: ngettext(
            "%(n)s việc phải khắc phục quá hạn", "%(n)s việc phải khắc phục quá hạn", number
        ),
        "low": lambda: _("chất lượng sinh hoạt lần chấm gần nhất còn thấp"),
        "fallen": lambda: ngettext(
            "điểm sinh hoạt giảm %(n)s điểm so với lần trước",
            "điểm sinh hoạt giảm %(n)s điểm so với lần trước",
            number,
        ),
        "overdue": lambda: ngettext("%(n)s việc quá hạn", "%(n)s việc quá hạn", number),
        "open": lambda: ngettext("%(n)s việc đang làm", "%(n)s việc đang làm", number),
        "recommendations": lambda: ngettext(
            "%(n)s kiến nghị chưa giải quyết tại chỗ", "%(n)s kiến nghị chưa giải quyết tại chỗ", number
        ),
        "free_day": lambda: _("ngày đã đăng ký, không trùng lịch của bạn"),
    }
    text = words[code]()
    return text % {"n": number} if "%(n)s" in text else text


def _candidates(picker, scope, today) -> list:
    """Branches (rows of `picker.branches` with `last`) at which to look closely."""
    turns = Attendance.objects.standing().visible_to(scope).filter(attended_on__lte=today)
    latest = turns.filter(meeting__organisation=OuterRef("pk")).order_by("-attended_on")
    rows = picker.branches.annotate(last=Subquery(latest.values("attended_on")[:1]))
    longest = list(rows.order_by(F("last").asc(nulls_first=True), "sort", "pk")[:CLOSELY])
    tasks = _open_tasks(scope).values("organisation").annotate(number=Count("pk")).order_by("-number")
    most = [
        each["organisation"] for each in tasks.filter(organisation__in=picker.branches.values("pk"))[:CLOSELY]
    ]
    known = {branch.pk for branch in longest}
    missing = [pk for pk in most if pk not in known]
    return [*longest, *(rows.filter(pk__in=missing) if missing else ())]


def _open_tasks(scope):
    return BranchTask.objects.visible_to(scope).standing().open()


def _tasks(ids, scope, today) -> dict:
    rows = _open_tasks(scope).filter(organisation__in=ids).order_by().values_list("organisation")
    counted = rows.annotate(all=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    return {pk: (number, overdue) for pk, number, overdue in counted}


def _recommendations(ids, scope) -> dict:
    rows = Recommendation.objects.visible_to(scope).standing().filter(closed_on=None)
    rows = rows.filter(organisation__in=ids, is_solved_on_the_spot=False)
    return dict(rows.order_by().values_list("organisation").annotate(number=Count("pk")))


def _overdue_remedies(ids, picker, today) -> dict:
    """{organisation id: things to put right that are overdue}, as far as the committees of his own schemes demanded them."""
    rows = Remedy.objects.overdue_on(today).filter(
        organisation__in=ids, issuer__in={scheme.issuer_id for scheme in picker.schemes}
    )
    return dict(rows.order_by().values_list("organisation").annotate(number=Count("pk")))


def _best(options) -> dict:
    """{organisation id: the option of the month that is still open, one without a clash first}; a branch that he has
    chosen already this month is left out."""
    chosen = {option.organisation.pk for option in options if option.visit}
    found: dict = {}
    for option in options:
        pk = option.organisation.pk
        if (
            pk not in chosen
            and option.is_open
            and (pk not in found or len(found[pk].warnings) > len(option.warnings))
        ):
            found[pk] = option
    return found
