"""The lines that a round's notice begins with: who does well, who does not, what is to be put right, each sentence tied to the
reports it rests on (Kim Sơn 3.22). Proposals: the board's staff read, correct and complete them. The sensitive note is in
none of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.models import Organisation
from branches.querysets.bodies import organisation_names
from common.text import sort_key
from meetings.models import Schedule
from meetings.planning import due_days
from reports.due import communes_with_branches
from reports.models import ConclusionLine, Remedy, Report
from reports.querysets import gathering
from reports.quotas import months_between
from reports.reading import rate_of

Part = ConclusionLine.Part
LONGEST = 300
DAYS_TO_PUT_RIGHT = 30
_GOOD, _WEAK = Report.Quality.GOOD, (Report.Quality.AVERAGE, Report.Quality.POOR)


@dataclass
class Sentence:
    """One line to come; `sources`: the reports it rests on."""

    part: str
    organisation_id: int | None
    text: str
    sources: list = field(default_factory=list)
    due_on: date | None = None


@dataclass
class _Found:
    """What the reports on one organisation say."""

    words: list = field(default_factory=list)
    todo: list = field(default_factory=list)
    sources: list = field(default_factory=list)

    def add(self, words, reports, todo=""):
        self.words.append(words)
        self.sources += [each for each in reports if each not in self.sources]
        if todo and todo not in self.todo:
            self.todo.append(todo)


def sentences_for(made, on) -> list[Sentence]:
    """The lines proposed for the notice of the round `made` (Round) on the day `on`, by part and name."""
    by_organisation: dict[int, list] = defaultdict(list)
    reports = gathering.reports_of(made).select_related("attendance").order_by("met_on", "pk")
    for report in reports:
        by_organisation[report.organisation_id].append(report)
    weak = {pk: _shortcomings(found) for pk, found in by_organisation.items()}
    _add_open_remedies(weak, made, on)
    schedules = _late_schedules(made, on)
    for pk, words in schedules.items():
        weak.setdefault(pk, _Found()).add(*words)
    names = organisation_names({*weak, *by_organisation}, on)
    order = sorted(weak, key=lambda pk: sort_key(names.get(pk, "")))
    praised = [_praise(pk, by_organisation[pk]) for pk in order if not weak[pk].words]
    short = [
        Sentence(Part.SHORTCOMING, pk, " ".join(weak[pk].words), weak[pk].sources)
        for pk in order
        if weak[pk].words
    ]
    until = on + timedelta(days=DAYS_TO_PUT_RIGHT)
    required = [
        Sentence(Part.REQUIRED, pk, " ".join(weak[pk].todo), weak[pk].sources, until)
        for pk in order
        if weak[pk].todo
    ]
    return [*filter(None, praised), *short, *required]


def _shortcomings(reports) -> _Found:
    found = _Found()
    not_held = [each for each in reports if each.attended == Report.Attended.NOT_HELD]
    if not_held:
        days = ", ".join(date_format(each.met_on, "d/m/Y") for each in not_held)
        found.add(
            _("Không họp theo lịch (%(days)s).") % {"days": days},
            not_held,
            _("Tổ chức sinh hoạt đúng lịch đã đăng ký; báo cáo lý do không họp."),
        )
    unprepared = [each for each in reports if each.was_prepared is False]
    if unprepared:
        found.add(
            _("Chi ủy chưa họp chuẩn bị trước buổi sinh hoạt."),
            unprepared,
            _("Chi ủy họp chuẩn bị, gửi tài liệu cho đảng viên trước mỗi buổi sinh hoạt."),
        )
    poor = [each for each in reports if each.quality in _WEAK]
    if poor:
        found.add(
            _("Chất lượng buổi sinh hoạt: %(quality)s.") % {"quality": poor[-1].get_quality_display()},
            poor,
            _("Sinh hoạt đúng trình tự, nội dung; phân công rõ người, rõ việc, rõ thời hạn."),
        )
    for report in reports:
        if report.shortcomings.strip():
            found.add(_said(report.shortcomings), [report], _("Khắc phục hạn chế đã nêu."))
    return found


def _praise(organisation_id, reports) -> Sentence | None:
    """A sentence where every report that says how the meeting was says "good"."""
    said = [each for each in reports if each.quality]
    if not said or any(each.quality != _GOOD for each in said):
        return None
    words = [_("Chất lượng sinh hoạt tốt.")]
    if any(each.was_prepared for each in said):
        words.append(_("Chi ủy họp chuẩn bị trước."))
    rates = [rate for each in said if (rate := rate_of(each.attendance))]
    if rates:
        words.append(_("Đảng viên dự %(rate)s.") % {"rate": rates[-1]})
    words += [_said(each.strengths) for each in said if each.strengths.strip()]
    return Sentence(Part.PRAISE, organisation_id, " ".join(words), said)


def _add_open_remedies(weak, made, on):
    """What an earlier notice demanded and is overdue, of the organisations that the issuer's notices named."""
    rows = Remedy.objects.overdue_on(on).filter(issuer=made.issuer_id).order_by("due_on", "pk")
    count: dict[int, int] = defaultdict(int)
    for organisation_id in rows.values_list("organisation", flat=True):
        count[organisation_id] += 1
    for pk, number in count.items():
        words = ngettext(
            "Còn %(number)s việc phải khắc phục quá hạn.",
            "Còn %(number)s việc phải khắc phục quá hạn.",
            number,
        )
        weak.setdefault(pk, _Found()).add(words % {"number": number}, [])


def _late_schedules(made, on) -> dict[int, tuple]:
    """{organisation: (sentence, no reports, what is to be done)} of the committees of communes that registered a month of the
    round late or not at all."""
    seats = _committees(made, on)
    found: dict[int, list] = defaultdict(list)
    for month in months_between(made.starts_on, made.ends_on):
        paths = {unit: path for unit, (_pk, path) in seats.items()}
        due = {unit: day for unit, day in due_days(paths, month).items() if day < on}
        rows = Schedule.objects.filter(unit__in=due, month=month, first_sent_at__isnull=False)
        sent = dict(rows.values_list("unit", "is_late"))
        for unit in due:
            if unit not in sent or sent[unit]:
                word = _("chưa đăng ký") if unit not in sent else _("đăng ký muộn")
                found[seats[unit][0]].append(f"{word} {month:%m/%Y}")
    return {
        pk: (
            _("Lịch sinh hoạt: %(what)s.") % {"what": ", ".join(words)},
            [],
            _("Đăng ký lịch sinh hoạt chi bộ đúng hạn hằng tháng."),
        )
        for pk, words in found.items()
    }


def _committees(made, on) -> dict[int, tuple[int, str]]:
    """{commune: (its committee, its path)} in the issuer's ground, for communes whose committee is known."""
    paths = communes_with_branches(made.issuer, on)
    rows = Organisation.objects.open_on(on).filter(
        unit__in=paths, kind__in=["committee", "grassroots_committee"]
    )
    return {unit: (pk, paths[unit]) for pk, unit in rows.order_by("-pk").values_list("pk", "unit")}


def _said(text) -> str:
    """What was written, as one sentence of bearable length."""
    text = Truncator(" ".join(text.split())).chars(LONGEST)
    return text if text.endswith((".", "…", "!", "?")) else f"{text}."
