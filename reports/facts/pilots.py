"""Pilot places beside the others as rows: each number with its whole, none of them as a percentage."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.facts.review_rows import Section, SidesRow, plain
from reports.pilots import OTHERS, PILOT

MOST_NAMES = 20
SIDES = (PILOT, OTHERS)


def pilot_sections(figures, links=lambda key: None) -> list[Section]:
    """A section for each level at which a pilot ran; where none did, those of the period before with its lists."""
    now = [_section(each, links) for each in figures.get("pilots") or []]
    past = getattr(links, "before", None) or (lambda key: None)
    return now or [_section(each, past, is_gone=True) for each in figures.get("pilots_before") or []]


def _section(each, links, *, is_gone=False) -> Section:
    title, note = _("Thí điểm bên các nơi khác, cấp %(level)s"), _note(each)
    if is_gone:
        title, note = _("Thí điểm của kỳ trước bên các nơi khác, cấp %(level)s"), f"{_not_now()} {note}"
    return Section(
        title % {"level": each["level_name"].lower()},
        [_row(each, links, *line, is_gone=is_gone) for line in _lines()],
        heads=(_("Nơi thí điểm"), _("Nơi khác")),
        note=note,
    )


def _not_now() -> str:
    return _("Kỳ này không còn nơi thí điểm; các số dưới đây là của kỳ trước.")


def _row(each, links, label, name, whole, none, *, is_gone=False) -> SidesRow:
    key = f"pilots.{each['level']}"
    words = [_words(each[side], name, whole, none) for side in SIDES]
    urls = [links(f"{key}.{side}.{name}") if each[side][name] else None for side in SIDES]
    numbers = [None, None] if whole else [each[side][name] for side in SIDES]
    return SidesRow(label, *numbers, *words, urls[0], f"{key}.{name}", urls[1], is_gone)


def _lines():
    """(label, count, its whole or None, what is said where the whole is none)."""
    return [
        (_("nơi có cán bộ / tất cả"), "covered", "units", _("không có nơi nào")),
        (_("lượt dự"), "turns", None, ""),
        (_("chi bộ được dự / tất cả"), "visited", "branches", _("không có chi bộ nào")),
        (_("buổi được dự / đã họp"), "attended", "held", _("chưa họp buổi nào")),
        (_("báo cáo đúng hạn / đến hạn"), "on_time", "due", _("chưa có báo cáo đến hạn")),
        (_("kiến nghị đã trả lời / phải trả lời"), "answered", "asked", _("không có kiến nghị")),
        (_("kiến nghị đã giải quyết / phải trả lời"), "resolved", "asked", _("không có kiến nghị")),
    ]


def _words(side, number, whole, none) -> str:
    if whole is None:
        return plain(side[number])
    return f"{plain(side[number])}/{plain(side[whole])}" if side[whole] else none


def _note(each) -> str:
    shown, more = each["places"][:MOST_NAMES], len(each["places"]) - MOST_NAMES
    names = ", ".join(shown)
    if more > 0:
        names = ngettext("%(names)s và %(more)s nơi nữa", "%(names)s và %(more)s nơi nữa", more) % {
            "names": names,
            "more": plain(more),
        }
    return _(
        "Nơi thí điểm là nơi có phân công theo một chủ trương thí điểm trong kỳ: %(names)s. Hai bên đếm như nhau, cả kỳ, theo "
        "mọi chủ trương."
    ) % {"names": names}
