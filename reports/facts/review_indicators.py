"""Targets and indicators of a review as rows; small sensitive numbers are named and not told."""

from django.utils.translation import gettext as _

from common.money import money_words
from matters.small_cells import SMALLEST
from reports.facts.review_rows import Row, Section, not_now, opening_before, plain


def targets_section(figures, links, owns, named, gaps) -> Section:
    """`named`: see `review_words.indicators_of`. The year before stands beside where it had the target too."""
    targets = figures.get("targets") or {}
    given = {code: each for code, each in targets.items() if _is_target(each)}
    past = targets.get("previous")
    found = Section(_("Chỉ tiêu của năm"))
    of_before = {code: each for code, each in (past or {}).items() if _is_target(each)}
    codes = dict.fromkeys([*given, *of_before])
    for code in [*(code for code in named if code in codes), *(code for code in codes if code not in named)]:
        each, before = given.get(code), of_before.get(code)
        if code in named and named[code].is_sensitive and not owns and _gives_away_few(each, before):
            found.hidden.append((each or before)["name"])
            continue
        if each is None:
            found.rows.append(_target_before(code, before, links))
            continue
        key = f"targets.{code}"
        then = _on_target(before) if before else "" if past is not None else gaps.not_comparable("targets")
        number = before["actual"] if before else None
        urls = links(key), key, opening_before(links, key) if before else None
        found.rows.append(Row(each["name"], each["actual"], number, _on_target(each), then, *urls))
    return found


def _target_before(code, before, links) -> Row:
    """Of the year before, where this one has none of it."""
    key = f"targets.{code}"
    words, urls = (not_now(), _on_target(before)), (None, key, opening_before(links, key))
    return Row(before["name"], None, before["actual"], *words, *urls, is_gone=True)


def _is_target(each) -> bool:
    return isinstance(each, dict) and "target" in each


def _on_target(each) -> str:
    if each["target"] is None:  # several of what cannot be added up
        return _("%(met)s/%(all)s nơi đạt") % {"met": plain(each["met"]), "all": plain(each["organisations"])}
    actual = "–" if each["actual"] is None else plain(each["actual"])
    return _("%(actual)s/%(target)s") % {"actual": actual, "target": plain(each["target"])}


def indicators_section(figures, links, owns, named, gaps) -> Section:
    given = figures.get("indicators") or {}
    found = Section(_("Chỉ số"))
    for code, called in named.items():
        each = given.get(code)
        if each is None or each["value"] is None and each.get("previous") is None:
            continue
        if called.is_sensitive and not owns and _tells_of_few(each):
            found.hidden.append(called.name)
            continue
        is_gone = each["value"] is None
        now = (
            _no_number() if is_gone else money_words(each["value"]) if called.is_money else _with_whole(each)
        )
        before, key = each.get("previous"), f"indicators.{code}"
        words = now, _before(each, called, gaps)
        url = None if is_gone else links(key)
        urls = url, key, None if before is None else opening_before(links, key)
        about = {"is_gone": is_gone, "is_money": called.is_money}
        found.rows.append(Row(called.name, each["value"], before, *words, *urls, **about))
    return found


def _no_number() -> str:
    return _("không có số trong kỳ này")


def _before(each, called, gaps) -> str:
    """Where nobody gave a number a dash says so; where the ground cannot be followed it is said why."""
    number = each.get("previous")
    if number is None:
        return gaps.not_comparable("indicators") if gaps.reason else ""
    if called.is_money:
        return money_words(number)
    past = {"value": number, "whole": each.get("previous_whole"), "qualifier": each.get("previous_qualifier")}
    return _with_whole(past)


def _gives_away_few(*targets) -> bool:
    """Of what became sensitive after it was frozen nobody knows what it gives away: it is not told."""
    return any(
        each.get("gives_away", bool(each.get("actual"))) or _is_small(each.get("actual"))
        for each in targets
        if each
    )


def _tells_of_few(each) -> bool:
    numbers = each["value"], each.get("previous")
    return each.get("gives_away", any(numbers)) or _is_small(*numbers)


def _is_small(*numbers) -> bool:
    return any(number is not None and 0 < number < SMALLEST for number in numbers)


def _with_whole(each) -> str:
    word = {"more_than": _("hơn "), "about": _("khoảng ")}.get(each.get("qualifier"), "")
    whole = f"/{plain(each['whole'])}" if each.get("whole") is not None else ""
    return f"{word}{plain(each['value'])}{whole}"
