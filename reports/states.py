"""A cell of the matrix in a sign and a word: read without colour, aloud, and on paper."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from reports.expected import Tally


class State(NamedTuple):
    """`css`: ok, warn, bad, info or none."""

    css: str
    sign: str
    word: str


def attended_state(tally: Tally | None) -> State:
    """What became of the turns expected in a month; None: nobody was assigned."""
    if tally is None:
        return State("bad", "✗", _("trống"))
    if not tally.expected:
        if tally.turns:
            return State("ok", "✓", _("đã dự"))
        return State("none", "○", _("không họp")) if tally.not_held else State("none", "·", _("không tính"))
    if tally.missing:
        if tally.attended:
            share = {"attended": tally.attended, "expected": tally.expected}
            return State("warn", "!", _("thiếu, mới %(attended)s/%(expected)s") % share)
        return State("bad", "!", _("thiếu"))
    if tally.to_report:
        return State("warn", "…", _("chờ báo cáo"))
    if tally.not_due:
        return State("none", "–", _("chưa đến hạn"))
    if tally.excused and not tally.attended:
        return State("info", "E", _("có người thay") if tally.stood_in else _("có lý do"))
    return State("ok", "✓", _("đã dự"))


def reported_state(tally: Tally | None) -> State:
    """What became of the reports on the turns of a month."""
    if tally is None or not tally.turns:
        return State("none", "·", _("không có lượt"))
    if tally.unreported:
        return State("bad", "!", _("thiếu báo cáo"))
    if tally.awaiting:
        return State("warn", "…", _("chờ báo cáo"))
    if tally.late:
        return State("warn", "◑", _("muộn"))
    return State("ok", "✓", _("đúng hạn"))


def share_state(tally: Tally | None, of_reports: bool) -> State:
    """Many assignments in one cell: so many of so many, with the worst sign among them."""
    if tally is None:
        return State("none", "·", "")
    if of_reports:
        done, whole = tally.on_time + tally.late, tally.turns
        bad, awaited, waiting = tally.unreported, tally.awaiting, 0
    else:
        done, whole = tally.attended + tally.excused, tally.expected
        bad, awaited, waiting = tally.missing, tally.to_report, tally.not_due
    if not whole:
        return State("none", "·", _("không tính"))
    signs = ((bad, "bad", "!"), (awaited, "warn", "…"), (waiting, "none", "–"), (True, "ok", "✓"))
    css, sign = next((css, sign) for is_so, css, sign in signs if is_so)
    return State(css, sign, f"{done}/{whole}")


def legend(of_reports: bool) -> list[State]:
    tallies = [
        Tally(expected=1, attended=1, turns=1, on_time=1),
        Tally(expected=1, attended=1, turns=1, late=1),
        Tally(expected=1, missing=1, turns=1, unreported=1),
        Tally(expected=1, excused=1),
        Tally(expected=1, excused=1, stood_in=1),
        Tally(expected=1, to_report=1, turns=1, awaiting=1),
        Tally(expected=1, not_due=1),
        Tally(not_held=1),
        None,
    ]
    state = reported_state if of_reports else attended_state
    return list(dict.fromkeys(map(state, tallies)))
