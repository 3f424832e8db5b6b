"""What a row of a list says became of a matter: completed by what follows from it, and refused where it cannot be.

Pure: plain values in, plain values out. The same for a new matter and for one that stands and is added to."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from matters.rules import closes_by_itself, is_final

RESOLVED, REFUSED, DUPLICATE = "resolved", "not_accepted", "duplicate"
DAYS = ("raised_on", "received_on", "answered_on", "resolved_on", "told_on")


@dataclass(frozen=True)
class Said:
    """`answer`: the words of the answer, of the list or of the matter that stands."""

    raised_on: date
    received_on: date | None = None
    due_on: date | None = None
    answered_on: date | None = None
    outcome: str = ""
    resolved_on: date | None = None
    told_on: date | None = None
    answer: str = ""
    is_on_the_spot: bool = False

    @property
    def closed_on(self) -> date | None:
        """What was told with a final outcome was closed on that day."""
        return self.told_on if closes_by_itself(self.outcome, self.told_on) else None


def completed(said: Said) -> Said:
    """With what follows: solved by a day is resolved; resolved without a day was so by the answer; what was solved on the
    spot was answered there; "being worked on" before any answer is no outcome yet."""
    if said.resolved_on and not said.outcome:
        said = replace(said, outcome=RESOLVED)
    if said.is_on_the_spot and not said.answered_on and (said.outcome or said.answer):
        said = replace(said, answered_on=said.resolved_on or said.raised_on)
    if said.outcome == RESOLVED and not said.resolved_on:
        said = replace(said, resolved_on=said.answered_on)
    if is_unanswered_outcome(said):
        said = replace(said, outcome="")
    return said


def is_unanswered_outcome(said: Said) -> bool:
    return bool(said.outcome) and not is_final(said.outcome) and not said.answered_on


def refusals(said: Said, today: date):
    """[(column, sentence)] of what contradicts itself, one a column."""
    found: dict[str, str] = {}
    for column, sentence in _refusals(said, today):
        found.setdefault(column, sentence)
    return list(found.items())


def _refusals(said: Said, today: date):
    for column in DAYS:
        day = getattr(said, column)
        if day and day > today:
            yield column, _("Ngày %(day)s còn ở phía trước.") % {"day": date_format(day, "d/m/Y")}
    if _before(said.received_on, said.raised_on):
        yield "received_on", _("Ngày tiếp nhận không thể trước ngày nêu.")
    if _before(said.due_on, said.raised_on):
        yield "due_on", _("Hạn trả lời không thể trước ngày nêu.")
    yield from _of_the_answer(said)
    if _before(said.told_on, said.raised_on):
        yield "told_on", _("Ngày thông báo lại không thể trước ngày nêu.")
    if said.told_on and not said.answered_on and not said.is_on_the_spot:
        yield "told_on", _("Chỉ thông báo lại được khi đã có trả lời.")
    if _before(said.told_on, said.answered_on):
        yield "told_on", _("Ngày thông báo lại không thể trước ngày trả lời.")


def _of_the_answer(said: Said):
    if _before(said.answered_on, said.raised_on):
        yield "answered_on", _("Ngày trả lời không thể trước ngày nêu.")
    if _before(said.answered_on, said.received_on):
        yield "answered_on", _("Ngày trả lời không thể trước ngày tiếp nhận.")
    if not said.answered_on and said.answer:
        yield "answered_on", _("Có nội dung trả lời thì phải có ngày trả lời.")
    if not said.answered_on and said.outcome not in ("", DUPLICATE):
        yield "answered_on", _("Đã có kết quả thì phải có ngày trả lời.")
    if said.resolved_on and said.outcome != RESOLVED:
        yield "resolved_on", _("Chỉ ghi ngày giải quyết xong khi kết quả là đã giải quyết.")
    if _before(said.resolved_on, said.raised_on):
        yield "resolved_on", _("Ngày giải quyết xong không thể trước ngày nêu.")
    if said.outcome == REFUSED and not said.answer:
        yield "answer", _("Không chấp nhận thì phải nêu lý do.")


def _before(day: date | None, other: date | None) -> bool:
    return bool(day and other and day < other)
