"""What was mobilised, of a review, as rows: money, and each thing in its measure."""

from django.utils.translation import gettext as _

from common.money import money_words
from reports.facts.review_rows import Row, Section, not_now, opening_before, plain


def money_section(figures, links, gaps) -> Section:
    now = figures.get("contributions")
    if not now:
        return Section("")
    past, key = now.get("previous") or {}, "contributions.total"
    words = _sum_words(now), _sum_words(past) if past else gaps.not_comparable("contributions")
    url = links(key) if now["total"] else None
    rows = [Row(_("số tiền đã vận động"), now["total"], past.get("total"), *words, url, key, is_money=True)]
    before = {(each["what"], each["measure"]): each for each in past.get("in_kind", ())}
    given = {(each["what"], each["measure"]) for each in now["in_kind"]}
    rows += [_gift(each, before.get((each["what"], each["measure"])), links) for each in now["in_kind"]]
    rows += [_gift_before(each, links) for what, each in before.items() if what not in given]
    return Section(_("Nguồn lực vận động"), rows)


def _gift(each, past, links) -> Row:
    key = _goods_key(each)
    numbers = each["number"], past["number"] if past else None
    words, url_before = _gift_words(past) if past else "", opening_before(links, key) if past else None
    return Row(each["what"], *numbers, _gift_words(each), words, links(key), key, url_before)


def _gift_before(past, links) -> Row:
    """A thing that was given in the period before and not in this one."""
    key = _goods_key(past)
    number = None if past["number"] is None else 0
    words = not_now() if number is None else f"0 {past['measure']}".strip(), _gift_words(past)
    url_before = opening_before(links, key)
    return Row(past["what"], number, past["number"], *words, None, key, url_before, is_gone=True)


def _gift_words(each) -> str:
    """ "hơn 500 kg"; what was written where it is no number of a measure."""
    if each["number"] is None:
        return ", ".join(each.get("said", ()))
    before = _("hơn ") if each.get("is_at_least") else _("khoảng ") if each.get("is_about") else ""
    return f"{before}{plain(each['number'])} {each['measure']}".strip()


def _goods_key(each) -> str:
    """The gifts behind a line of goods: whether they are added up in a measure, the measure, the thing."""
    kind = "words" if each["number"] is None else "number"
    return f"contributions.in_kind|{kind}|{each['measure']}|{each['what']}"


def _sum_words(figures) -> str:
    return money_words(
        figures["total"], is_at_least=figures["is_at_least"], is_about=figures.get("is_about", False)
    )
