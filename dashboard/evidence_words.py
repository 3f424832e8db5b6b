"""The evidence of a cadre's year as rows of words, the same on the page, on paper and in a file."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from matters.contributions import words_of

NEVER = "–"


def held_rows(found) -> list[tuple]:
    """(place, scheme, from – to, days) of each assignment."""
    return [
        (
            f"{each.name} ({each.team})" if each.team else each.name,
            each.scheme,
            f"{_day(each.starts_on)} – {_day(each.last_on) if each.last_on else _('nay')}",
            str(each.days),
        )
        for each in found.held
    ]


def number_rows(found) -> list[tuple]:
    """(what, how much); what nothing was expected of is left out and not said to be nought."""
    total, raised, money = found.total, found.raised, found.resources
    rows = [(_("Số ngày được phân công trong năm"), str(found.days_held))]
    if total.expected or total.turns:
        rows += [
            (_("Lượt dự được giao"), str(total.expected)),
            (_("Lượt đã dự"), str(total.turns)),
            (_("Vắng có lý do, có người thay"), str(total.excused)),
            (_("Chưa dự, không có lý do"), str(total.missing)),
            (_("Chưa đến hạn"), str(total.not_due + total.to_report)),
            (_("Báo cáo đúng hạn"), str(total.on_time)),
            (_("Báo cáo muộn"), str(total.late)),
            (_("Đã dự mà chưa báo cáo, quá hạn"), str(total.unreported)),
        ]
    rows += [
        (_("Kiến nghị đã nêu"), str(raised.raised)),
        (_("Trong đó đã được trả lời"), _of(raised.answered, raised.raised)),
        (_("Trong đó đã giải quyết"), _of(raised.resolved, raised.raised)),
        (_("Trong đó quá hạn chưa trả lời"), _of(raised.overdue, raised.raised)),
        (_("Nguồn lực vận động"), words_of(money) if money else NEVER),
    ]
    if found.goods:
        rows.append((_("Lần vận động hiện vật"), str(found.goods)))
    if found.households_held:
        rows += [
            (_("Hộ được phân công"), str(found.households_held)),
            (_("Trong đó đã thăm"), _of(found.households_visited, found.households_held)),
            (_("Lượt thăm hộ"), str(len(found.visits))),
            (_("Số ngày đi thăm hộ"), str(found.days_of_visits)),
        ]
    return rows


def visit_rows(visits) -> list[tuple]:
    """(day, the household's code, what for, address) of `visits` (HouseholdVisits with their household)."""
    return [
        (_day(each.visited_on), each.household.code, each.get_purpose_display(), each.get_absolute_url())
        for each in visits
    ]


def unshown_words(found) -> str:
    """ "" where every visit is shown."""
    left = len(found.visits) - len(found.shown_visits)
    return _("Còn %(count)s lần khác, xem ở Các lần tôi đã thăm hộ.") % {"count": left} if left else ""


def change_rows(changes) -> list[tuple]:
    """(organisation, what was scored, the year before, this year) of `changes` (dashboard.evidence.Change)."""
    return [(each.name, each.what, _points(each.before), _points(each.now)) for each in changes]


def target_rows(found) -> list[tuple]:
    """(organisation, indicator, given, done)."""
    return [
        (each.name, str(each.target.indicator.name), str(each.target.value), _actual(each))
        for each in found.targets
    ]


def left_out_words(found) -> str:
    """ "" where the sheet shows every target."""
    left = found.targets_left_out
    return _("Còn %(count)s chỉ tiêu khác, xem ở trang Chỉ tiêu.") % {"count": left} if left else ""


def _actual(line) -> str:
    if line.actual is None:
        return _("chưa có số")
    return _("hơn %(number)s") % {"number": line.actual} if line.is_at_least else str(line.actual)


def _of(part: int, whole: int) -> str:
    """ "3/5": a part is never said without its whole."""
    return f"{part}/{whole}" if whole else NEVER


def _points(value) -> str:
    return _("chưa chấm") if value is None else number_format(value.normalize(), use_l10n=True)


def _day(day) -> str:
    return date_format(day, "d/m/Y")
