"""Scores and checklists of a review as rows."""

from django.utils.translation import gettext as _

from reports.facts.review_rows import Row, Section, opening_before, plain


def checklist_section(figures, links, gaps) -> Section:
    """The share of places in which each item was touched; nothing where several places held the ground: it cannot be added."""
    now, before = _items(figures.get("checklist")), (figures.get("checklist") or {}).get("previous")
    then, is_known = _items(before), bool(before and before.get("items"))
    rows = []
    for code, each in now.items():
        past, key = then.get(code), f"checklist.{code}"
        url = links(key) if each["touched"] else None
        touched = past["touched"] if past else None
        missing = (
            _("chưa có trong danh mục kỳ trước") if then and is_known else gaps.not_comparable("checklist")
        )
        words = [_share(each), _share(past) if past else missing]
        rows.append(Row(f"{each['number']}. {each['text']}", each["touched"], touched, *words, url, key))
    # Of several places nothing can be added: then nobody knows what the lists of this period touched.
    if now or not (figures.get("checklist") or {}).get("items"):
        rows += [
            _item_before(code, each, links)
            for code, each in then.items()
            if code not in now and each["touched"]
        ]
    return Section(_("Danh mục kiểm: số nơi đã chạm tới"), rows)


def _item_before(code, past, links) -> Row:
    """An item that was touched, and that the lists of this period do not have any more."""
    key = f"checklist.{code}"
    words, url_before = (_("không còn trong danh mục"), _share(past)), opening_before(links, key)
    label = f"{past['number']}. {past['text']}"
    return Row(label, None, past["touched"], *words, None, key, url_before, is_gone=True)


def _items(figures) -> dict[str, dict]:
    """{checklist.item: its row}; empty where rows of several places stand beside each other."""
    items = (figures or {}).get("items") or []
    found = {f"{each['checklist']}.{each['code']}": each for each in items if not each["is_placeholder"]}
    is_one = len(found) == sum(not each["is_placeholder"] for each in items)
    return found if is_one else {}


def _share(item) -> str:
    return f"{plain(item['touched'])}/{plain(item['units'])}"


def scores_section(figures, links, gaps) -> Section:
    given = figures.get("scores") or {}
    rows = []
    for part, key, label in (
        ("months", "mean", _("điểm tháng trung bình")),
        ("months", "sheets", _("phiếu tháng đã duyệt")),
        ("meetings", "branch", _("chi bộ tự chấm, trung bình")),
        ("meetings", "superior", _("cấp trên chấm, trung bình")),
    ):
        now, before = (_score(each, part, key) for each in (given, given.get("previous") or {}))
        if now.get("sheets") or before.get("sheets"):
            name, full = "sheets" if key == "sheets" else "mean", f"scores.{part}.{key}"
            past = before.get(name)
            is_gone = not now.get("sheets")
            number = None if is_gone else now[name]
            words = no_sheet() if is_gone else gaps.now(number), _score_before(given, before, past, gaps)
            url, url_before = (
                None if is_gone else links(full),
                opening_before(links, full) if before.get("sheets") else None,
            )
            rows.append(Row(label, number, past, *words, url, full, url_before, is_gone=is_gone))
    return Section(_("Chấm điểm"), rows)


def no_sheet() -> str:
    return _("chưa có phiếu")


def _score(given, part, key) -> dict:
    found = given.get(part) or {}
    return found if part == "months" else found.get(key) or {}


def _score_before(given, before, past, gaps) -> str:
    """Without a sheet there is no mean: that is no lack of a comparison."""
    if given.get("previous") is not None and not before.get("sheets"):
        return no_sheet()
    return gaps.before("scores", past)
