"""What rows of the lists of scores name: a place or a body by its code on a day."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from branches.imports.codes import correct, not_there, offered, organisation_codes, said_codes, unit_codes
from branches.imports.pipeline import Context
from branches.imports.plan import Plan, day
from branches.models import Organisation, Unit
from scores.asking import Asked


@dataclass(frozen=True)
class Named:
    """A unit, or an organisation with the unit that it is of."""

    unit: Unit
    organisation: Organisation | None
    name: str


class Names:
    """The codes of the column `key`. `units`: whether a unit may be named as well; of a code that both bear the unit counts.

    A body whose code begins or ends within the asked days is found by any of them: `days` come in order of preference."""

    def __init__(self, plan: Plan, context: Context, rows: list[dict], key: str, *, units: bool):
        self.plan, self.context, self.key = plan, context, key
        codes = said_codes(rows, key)
        self.bodies = organisation_codes(codes, context)
        self.units = unit_codes(codes, context) if units else None

    def find(self, row: dict, *days: date) -> Named | None:
        """None with the reason said at the row."""
        code = row[self.key]
        found = self._borne(code, days)
        if found is None:
            right = offered(code, lambda each: self._borne(each, days))
            if right is None:
                self.plan.error(row, self.key, self._why_not(code, days[0]))
                return None
            found = self._borne(right, days)
            correct(self.plan, self.context, row, self.key, right, found.name)
        return found

    def _borne(self, code, days) -> Named | None:
        for on in days:
            unit = self.units.on(code, on) if self.units else None
            if unit is not None:
                return Named(unit.unit, None, unit.name)
            body = self.bodies.on(code, on)
            if body is not None and self.context.may_write(body.organisation.unit):
                return Named(body.organisation.unit, body.organisation, body.name)
        return None

    def _why_not(self, code, on) -> str:
        codes = self.bodies
        if self.units and self.units.of(code):
            codes = self.units
        elif not any(self.context.may_write(each.organisation.unit) for each in self.bodies.of(code)):
            label = _("địa bàn hoặc tổ chức đảng") if self.units else _("tổ chức đảng")
            return self.context.unknown(
                _("Không có %(label)s mã “%(code)s”%(where)s."), label=label, code=code
            )
        return not_there(self.context, codes, code, on, _("tổ chức đảng"))


def refuse_to_come(plan: Plan, context: Context, row: dict, *keys: str) -> None:
    """An error for each of the days that is still ahead."""
    for key in keys:
        if row.get(key) and row[key] > context.today:
            sentence = _("Ngày %(day)s còn ở phía trước.") % {"day": day(row[key])}
            plan.error(row, key, sentence)


def only_asked(plan: Plan, lines: list[tuple], key: str, on: date) -> list[tuple]:
    """Of `lines` (row, Named, Indicator, …) those whose indicator is asked of that place or body; an error for each of the others."""
    asked = Asked([line[2] for line in lines], {line[1].unit.pk for line in lines}, on)
    found = []
    for line in lines:
        row, named, indicator = line[:3]
        if refusal := asked.refusal(indicator, named.unit, named.organisation):
            plan.error(row, key, refusal)
        else:
            found.append(line)
    return found


def correct_known(plan: Plan, context: Context, row: dict, known, new) -> None:
    """What stands is voided, and `new` stands for it: a list overwrites nothing."""
    reason = _("Danh sách nhập sau ghi khác.")
    plan.alter(row, known, voided_at=timezone.now(), voided_by=context.user, void_reason=reason)
    new.corrects = known
    plan.make(row, new)


def year_days(year: int, today: date) -> list[date]:
    """Days by which a body of a year is found: today where it is in it, its first day, its last."""
    days = [today] if today.year == year else []
    return [*days, date(year, 1, 1), date(year, 12, 31), date(year, 7, 1)]
