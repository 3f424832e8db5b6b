"""A review as plain rows: the page, the spreadsheet and the document show the same sections from the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from common.money import money_words
from matters.models import Conference
from reports.facts.pilots import pilot_sections
from reports.facts.review_gaps import Gaps
from reports.facts.review_households import households_section
from reports.facts.review_indicators import indicators_section, targets_section
from reports.facts.review_rows import Row, Section, opening_before, plain
from reports.facts.review_words import indicators_of, read_as


def sections_of(
    figures: dict, links: Callable[[str], str | None] = lambda key: None, *, owns: bool = False
) -> list[Section]:
    """The sections of `review_figures`; `links(key)` is the list behind a number ("attendance.turns"), None for none. `owns`: the
    reader reads the sensitive numbers of the place; a paper goes further than its readers and holds none from which a small one could
    be reckoned."""
    gaps, named = Gaps(figures), indicators_of(figures)
    found = [
        Section(title, [_row(figures, name, key, label, links, gaps) for key, label in lines])
        for title, name, lines in _lines()
        if name in figures
    ]
    found += [
        _checklist(figures, links, gaps),
        _money(figures, links, gaps),
        _kinds(figures, links, gaps),
        targets_section(figures, links, owns, named, gaps),
        indicators_section(figures, links, owns, named, gaps),
        _scores(figures, links, gaps),
        households_section(figures, links, gaps),
        *pilot_sections(figures, links),
    ]
    before = getattr(links, "before", None)
    for section in found if before else ():
        section.rows = [_opening_before(row, before) for row in section.rows]
    return [section for section in found if section.rows or section.hidden]


def _opening_before(row, before) -> Row:
    """With the list behind the number of the period before; behind a nought there is none."""
    is_counted = row.before and row.key and not row.is_of_sides
    return replace(row, url_before=before(row.key)) if is_counted and not row.url_before else row


def _lines():
    return [
        (
            _("Độ phủ"),
            "coverage",
            [
                ("units", _("nơi cần theo dõi")),
                ("covered", _("nơi có cán bộ")),
                ("cadres", _("cán bộ được phân công")),
            ],
        ),
        (
            _("Dự sinh hoạt chi bộ"),
            "attendance",
            [
                ("turns", _("lượt dự")),
                ("people", _("người dự")),
                ("meetings", _("buổi được dự")),
                ("branches", _("chi bộ được dự")),
                ("expected", _("lượt chỉ tiêu")),
                ("attended", _("lượt chỉ tiêu đã dự")),
                ("missing", _("lượt chỉ tiêu không dự")),
                ("excused", _("vắng có lý do")),
                ("on_time", _("báo cáo đúng hạn")),
                ("late", _("báo cáo muộn")),
            ],
        ),
        (
            _("Kiến nghị"),
            "recommendations",
            [
                ("raised", _("đã nêu")),
                ("answered", _("đã trả lời")),
                ("resolved", _("đã giải quyết")),
                ("told", _("đã báo lại nơi nêu")),
                ("on_the_spot", _("giải quyết tại chỗ")),
                ("open", _("đang mở")),
                ("overdue", _("quá hạn")),
            ],
        ),
        (
            _("Việc cấp bách, bức xúc"),
            "urgent_matters",
            [
                ("registered", _("việc đăng ký")),
                ("done", _("hoàn thành")),
                ("organisations", _("tổ chức đảng đăng ký")),
                ("organisations_without", _("tổ chức đảng chưa đăng ký")),
            ],
        ),
        (
            _("Hội nghị, đối thoại"),
            "conferences",
            [
                ("events", _("hội nghị")),
                ("participants", _("người dự hội nghị")),
                ("opinions", _("ý kiến")),
                ("on_the_spot", _("trả lời tại chỗ")),
            ],
        ),
        (
            _("Thay đổi phân công"),
            "assignment_changes",
            [("started", _("phân công mới")), ("ended", _("phân công kết thúc"))],
        ),
    ]


def words_of_key(key) -> str:
    """What the number `key` is called, "" where its name stands in the figures alone."""
    name, _dot, part = key.partition(".")
    named = {(name, code): f"{title}: {label}" for title, name, lines in _lines() for code, label in lines}
    return named.get((name, part), "")


def _row(figures, name, key, label, links, gaps) -> Row:
    now = figures[name].get(key)
    before = (figures[name].get("previous") or {}).get(key)
    full = f"{name}.{key}"
    url = links(full) if now else None
    return Row(label, now, before, gaps.now(now), gaps.before(name, before), url, full)


def _checklist(figures, links, gaps) -> Section:
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
    return Section(_("Danh mục kiểm: số nơi đã chạm tới"), rows)


def _items(figures) -> dict[str, dict]:
    """{checklist.item: its row}; empty where rows of several places stand beside each other."""
    items = (figures or {}).get("items") or []
    found = {f"{each['checklist']}.{each['code']}": each for each in items if not each["is_placeholder"]}
    is_one = len(found) == sum(not each["is_placeholder"] for each in items)
    return found if is_one else {}


def _share(item) -> str:
    return f"{plain(item['touched'])}/{plain(item['units'])}"


def _money(figures, links, gaps) -> Section:
    now = figures.get("contributions")
    if not now:
        return Section("")
    past, key = now.get("previous") or {}, "contributions.total"
    words = _sum_words(now), _sum_words(past) if past else gaps.not_comparable("contributions")
    url = links(key) if now["total"] else None
    rows = [Row(_("số tiền đã vận động"), now["total"], past.get("total"), *words, url, key)]
    before = {(each["what"], each["measure"]): each for each in past.get("in_kind", ())}
    rows += [_gift(each, before.get((each["what"], each["measure"])), links) for each in now["in_kind"]]
    return Section(_("Nguồn lực vận động"), rows)


def _gift(each, past, links) -> Row:
    key = _goods_key(each)
    numbers = each["number"], past["number"] if past else None
    words, url_before = _gift_words(past) if past else "", opening_before(links, key) if past else None
    return Row(each["what"], *numbers, _gift_words(each), words, links(key), key, url_before)


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


def _kinds(figures, links, gaps) -> Section:
    held = figures.get("conferences", {})
    by_kind, labels = held.get("by_kind", {}), dict(Conference.Kind.choices)
    is_known, then = held.get("previous") is not None, (held.get("previous") or {}).get("by_kind", {})
    rows = []
    for kind in [
        *(kind for kind in labels if kind in by_kind),
        *(kind for kind in by_kind if kind not in labels),
    ]:
        now, key = by_kind[kind]["events"], f"conferences.by_kind.{kind}"
        before = then.get(kind, {}).get("events", 0) if is_known else None
        if now or before:
            words = plain(now), gaps.before("conferences", before)
            url = links(key) if now else None
            rows.append(Row(str(labels.get(kind, kind)), now, before, *words, url, key))
    return Section(_("Hội nghị theo loại"), rows)


def _scores(figures, links, gaps) -> Section:
    given = figures.get("scores") or {}
    rows = []
    for part, key, label in (
        ("months", "mean", _("điểm tháng trung bình")),
        ("months", "sheets", _("phiếu tháng đã duyệt")),
        ("meetings", "branch", _("chi bộ tự chấm, trung bình")),
        ("meetings", "superior", _("cấp trên chấm, trung bình")),
    ):
        now, before = (_score(each, part, key) for each in (given, given.get("previous") or {}))
        if now.get("sheets"):
            name, full = "sheets" if key == "sheets" else "mean", f"scores.{part}.{key}"
            past = before.get(name)
            words = gaps.now(now[name]), _score_before(given, before, past, gaps)
            url_before = opening_before(links, full) if before.get("sheets") else None
            rows.append(Row(label, now[name], past, *words, links(full), full, url_before))
    return Section(_("Chấm điểm"), rows)


def _score(given, part, key) -> dict:
    found = given.get(part) or {}
    return found if part == "months" else found.get(key) or {}


def _score_before(given, before, past, gaps) -> str:
    """Without a sheet there is no mean: that is no lack of a comparison."""
    if given.get("previous") is not None and not before.get("sheets"):
        return _("chưa có phiếu")
    return gaps.before("scores", past)


def changed_since(frozen: dict, live: dict) -> list[tuple[str, str, str, str]]:
    """(section, label, frozen, now) of every number that is another today than when the review was frozen; what appeared since,
    and what is no longer there, with a dash on the other side."""
    then, now = _by_key(frozen), _by_key(read_as(frozen, live))
    found = []
    for key in dict.fromkeys([*then, *now]):
        before, after = then.get(key), now.get(key)
        section, row = before or after
        words = [each[1].said if each else "–" for each in (before, after)]
        if words[0] != words[1]:
            found.append((section, row.label, *words))
    return found


def _by_key(figures) -> dict[str, tuple[str, Row]]:
    """{key of a number, or the name of a gift in kind: (title of its section, its row)}."""
    return {
        row.key or f"{section.title}: {row.label}": (section.title, row)
        for section in sections_of(figures)
        for row in section.rows
    }
