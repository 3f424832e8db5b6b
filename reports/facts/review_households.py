"""Households of a review as rows; a number of one or two, and what it could be reckoned from, is for those who read their rows."""

from django.utils.translation import gettext as _

from matters.small_cells import hidden_cells
from reports.facts.review_rows import Row, Section, opening_before, plain

NAME = "households"


def households_section(figures, links, gaps) -> Section:
    """Empty where there is none in either period."""
    now = figures.get(NAME) or {}
    past = now.get("previous") or {}
    found = Section(_("Hộ gia đình"))
    if not any(now.get(name) or past.get(name) for name, _label in _lines()):
        return found
    hidden = set() if getattr(links, "reads_households", False) else _hidden(now) | _hidden(past)
    for name, label in _lines():
        if name in hidden:
            found.hidden.append(label)
            continue
        key, before = f"{NAME}.{name}", past.get(name)
        words = plain(now[name]), gaps.before(NAME, before)
        urls = links(key) if now[name] else None, key, opening_before(links, key) if before else None
        found.rows.append(Row(label, now[name], before, *words, *urls))
    if getattr(links, "kept", None) and any(row.url or row.url_before for row in found.rows):
        found.note = _("Từng hộ là riêng tư nên không giữ lại: các số này mở số hộ theo nơi của hôm nay.")
    return found


def _lines():
    return [
        ("households", _("hộ")),
        ("covered", _("hộ có người phụ trách")),
        ("visited", _("hộ được thăm")),
        ("visits", _("lượt thăm hộ")),
    ]


def _hidden(given) -> set[str]:
    """The names of the numbers of one period that are not told; with nobody at one household, so many are held is not either."""
    if not given:
        return set()
    nobody = given["households"] - given["covered"]
    row = [given["covered"], nobody, given["households"], given["visited"], given["visits"]]
    names = ("covered", "", "households", "visited", "visits")
    return {names[column] for _row, column in hidden_cells([row], [(0, 1, 2)])}
