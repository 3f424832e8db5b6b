"""A review as plain rows: the page, the spreadsheet and the document show the same sections from the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.money import money_words
from matters.models import Conference
from matters.small_cells import SMALLEST
from reports.facts.pilots import pilot_sections
from reports.facts.review_rows import Row, Section, plain, words_of
from reports.facts.review_words import indicators_of, read_as


def sections_of(
    figures: dict, links: Callable[[str], str | None] = lambda key: None, *, owns: bool = False
) -> list[Section]:
    """The sections of `review_figures`; `links(key)` is the list behind a number ("attendance.turns"), None for none. `owns`: the
    reader reads the sensitive numbers of the place; a paper goes further than its readers and holds none from which a small one could
    be reckoned."""
    named = indicators_of(figures)
    found = [
        Section(title, [_row(figures, name, key, label, links) for key, label in lines if name in figures])
        for title, name, lines in _lines()
    ]
    found += [
        _checklist(figures, links),
        _money(figures, links),
        _kinds(figures, links),
        _targets(figures, links, owns, named),
        _indicators(figures, links, owns, named),
        _scores(figures, links),
        *pilot_sections(figures),
    ]
    return [section for section in found if section and section.rows]


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


def _row(figures, name, key, label, links) -> Row:
    now = figures[name].get(key)
    before = (figures[name].get("previous") or {}).get(key)
    full = f"{name}.{key}"
    return Row(label, now, before, words_of(now), words_of(before), links(full) if now else None, full)


def _checklist(figures, links) -> Section:
    """The share of places in which each item was touched; nothing where several places held the ground: it cannot be added."""
    now = _items(figures.get("checklist"))
    before = _items((figures.get("checklist") or {}).get("previous"))
    rows = []
    for code, each in now.items():
        past, key = before.get(code), f"checklist.{code}"
        url = links(key) if each["touched"] else None
        touched = past["touched"] if past else None
        words = [_share(each), _share(past) if past else words_of(None)]
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


def _money(figures, links) -> Section:
    now = figures.get("contributions")
    if not now:
        return Section("")
    rows = [
        Row(
            _("số tiền đã vận động"),
            now["total"],
            (now.get("previous") or {}).get("total"),
            _sum_words(now),
            _sum_words(now.get("previous")),
            links("contributions.total") if now["total"] else None,
            "contributions.total",
        )
    ]
    rows += [
        Row(
            each["what"],
            None,
            None,
            " ".join(str(part) for part in (each["number"], each["measure"]) if part),
            "",
        )
        for each in now["in_kind"]
    ]
    return Section(_("Nguồn lực vận động"), rows)


def _sum_words(figures) -> str:
    if not figures or figures.get("total") is None:
        return words_of(None)
    return money_words(
        figures["total"], is_at_least=figures["is_at_least"], is_about=figures.get("is_about", False)
    )


def _kinds(figures, links) -> Section:
    by_kind = figures.get("conferences", {}).get("by_kind", {})
    labels = dict(Conference.Kind.choices)
    kinds = [*(kind for kind in labels if kind in by_kind), *(kind for kind in by_kind if kind not in labels)]
    previous = (figures.get("conferences", {}).get("previous") or {}).get("by_kind", {})
    return Section(
        _("Hội nghị theo loại"),
        [
            Row(
                str(labels.get(kind, kind)),
                each["events"],
                previous.get(kind, {}).get("events"),
                words_of(each["events"]),
                words_of(previous.get(kind, {}).get("events", 0 if previous else None)),
                links(f"conferences.by_kind.{kind}") if each["events"] else None,
                f"conferences.by_kind.{kind}",
            )
            for kind, each in ((kind, by_kind[kind]) for kind in kinds)
            if each["events"] or previous.get(kind, {}).get("events")
        ],
    )


def _targets(figures, links, owns, named) -> Section:
    given = {code: each for code, each in figures.get("targets", {}).items() if _is_target(each)}
    rows = []
    for code in [*(code for code in named if code in given), *(code for code in given if code not in named)]:
        each = given[code]
        if code in named and named[code].is_sensitive and not owns and _gives_away_few(each):
            continue
        key = f"targets.{code}"
        rows.append(Row(each["name"], each["actual"], None, _on_target(each), "", links(key), key))
    return Section(_("Chỉ tiêu của năm"), rows)


def _is_target(each) -> bool:
    return isinstance(each, dict) and "target" in each


def _on_target(each) -> str:
    actual = "–" if each["actual"] is None else plain(each["actual"])
    return _("%(actual)s/%(target)s") % {"actual": actual, "target": plain(each["target"])}


def _indicators(figures, links, owns, named) -> Section:
    given = figures.get("indicators", {})
    found = []
    for code, called in named.items():
        each = given.get(code)
        if each is None or each["value"] is None or called.is_sensitive and not owns and _tells_of_few(each):
            continue
        now = money_words(each["value"]) if called.is_money else _with_whole(each)
        before = each.get("previous")
        past = words_of(before) if before is not None else ""
        key = f"indicators.{code}"
        found.append(Row(called.name, each["value"], before, now, past, links(key), key))
    return Section(_("Chỉ số"), found)


def _gives_away_few(target) -> bool:
    """Of what became sensitive after it was frozen nobody knows what it gives away: it is not said."""
    return target.get("gives_away", bool(target.get("actual"))) or _is_small(target.get("actual"))


def _tells_of_few(each) -> bool:
    numbers = each["value"], each.get("previous")
    return each.get("gives_away", any(numbers)) or _is_small(*numbers)


def _is_small(*numbers) -> bool:
    return any(number is not None and 0 < number < SMALLEST for number in numbers)


def _with_whole(each) -> str:
    word = {"more_than": _("hơn "), "about": _("khoảng ")}.get(each.get("qualifier"), "")
    whole = f"/{plain(each['whole'])}" if each.get("whole") is not None else ""
    return f"{word}{plain(each['value'])}{whole}"


def _scores(figures, links) -> Section:
    months = figures.get("scores", {}).get("months") or {}
    meetings = figures.get("scores", {}).get("meetings") or {}
    rows = []
    if months.get("sheets"):
        rows.append(_score(_("điểm tháng trung bình"), months["mean"], "scores.months.mean", links))
        rows.append(_score(_("phiếu tháng đã duyệt"), months["sheets"], "scores.months.sheets", links))
    for side, label in (
        ("branch", _("chi bộ tự chấm, trung bình")),
        ("superior", _("cấp trên chấm, trung bình")),
    ):
        if (meetings.get(side) or {}).get("sheets"):
            rows.append(_score(label, meetings[side]["mean"], f"scores.meetings.{side}", links))
    return Section(_("Chấm điểm"), rows)


def _score(label, number, key, links) -> Row:
    return Row(label, number, None, words_of(number), "", links(key), key)


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


@dataclass(frozen=True)
class Bar:
    label: str
    turns: int
    x: float
    y: float
    height: float


BARS_WIDTH, BARS_HEIGHT, BAR_WIDTH = 640, 160, 18


def bars_of(figures) -> list[Bar]:
    """Turns by month, oldest first; the table below holds the same numbers."""
    by_month = figures.get("attendance", {}).get("by_month") or {}
    shown = list(by_month.items())[-24:]
    most = max((each["turns"] for _month, each in shown), default=0) or 1
    step = (BARS_WIDTH - 20) / max(len(shown), 1)
    bars = []
    for place, (month, each) in enumerate(shown):
        height = round((BARS_HEIGHT - 40) * each["turns"] / most, 1)
        bars.append(
            Bar(
                f"{month[5:]}/{month[:4]}",
                each["turns"],
                round(10 + place * step, 1),
                round(BARS_HEIGHT - 20 - height, 1),
                height,
            )
        )
    return bars
