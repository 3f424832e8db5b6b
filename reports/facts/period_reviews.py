"""A review as plain rows: the page, the spreadsheet and the document show the same sections from the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from assignments.models import Assignment
from matters.models import Conference
from reports.facts.pilots import pilot_sections
from reports.facts.review_gaps import Gaps
from reports.facts.review_households import households_section
from reports.facts.review_indicators import indicators_section, targets_section
from reports.facts.review_money import money_section
from reports.facts.review_rows import Row, Section, plain
from reports.facts.review_scores import checklist_section, scores_section
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
        _reasons(figures, links, gaps),
        checklist_section(figures, links, gaps),
        money_section(figures, links, gaps),
        _kinds(figures, links, gaps),
        targets_section(figures, links, owns, named, gaps),
        indicators_section(figures, links, owns, named, gaps),
        scores_section(figures, links, gaps),
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


def words_of_key(key, figures=None) -> str:
    """What the number `key` is called: in the frozen `figures`, else as it is today; "" where its name stands in figures alone."""
    sections = sections_of(figures, owns=True) if figures else ()
    kept = (f"{each.title}: {row.label}" for each in sections for row in each.rows if row.key == key)
    return next(kept, "") or _fixed_words(key) or _words_of_part(*key.partition(".")[::2])


def _words_of_part(name, part) -> str:
    """Of indicators and targets, of what was mobilised."""
    if name in (titles := {"indicators": _("Chỉ số"), "targets": _("Chỉ tiêu của năm")}):
        named = indicators_of({"indicators": {part: None}}).get(part)
        return f"{titles[name]}: {named.name}" if named else ""
    if name == "contributions":
        what = part.split("|", 3)[3] if part.startswith("in_kind|") else _("số tiền đã vận động")
        return f"{_('Nguồn lực vận động')}: {what}"
    return ""


def _fixed_words(key) -> str:
    named = {
        f"{name}.{code}": f"{title}: {label}" for title, name, lines in _lines() for code, label in lines
    }
    for title, name, several in (
        (_kinds_title(), "conferences.by_kind", Conference.Kind),
        (_reasons_title(), "assignment_changes.by_reason", Assignment.EndReason),
    ):
        named |= {f"{name}.{code}": f"{title}: {label}" for code, label in several.choices}
    return named.get(key, "")


def _row(figures, name, key, label, links, gaps) -> Row:
    now = figures[name].get(key)
    before = (figures[name].get("previous") or {}).get(key)
    full = f"{name}.{key}"
    url = links(full) if now else None
    return Row(label, now, before, gaps.now(now), gaps.before(name, before), url, full)


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
    return Section(_kinds_title(), rows)


def _kinds_title() -> str:
    return _("Hội nghị theo loại")


def _reasons(figures, links, gaps) -> Section:
    """Assignments that ended, by why."""
    ended = figures.get("assignment_changes", {})
    now, labels = ended.get("by_reason", {}), dict(Assignment.EndReason.choices)
    is_known, then = ended.get("previous") is not None, (ended.get("previous") or {}).get("by_reason", {})
    rows = []
    for reason in [
        *(code for code in labels if code in now or code in then),
        *({*now, *then} - labels.keys()),
    ]:
        key, number = f"assignment_changes.by_reason.{reason}", now.get(reason, 0)
        before = then.get(reason, 0) if is_known else None
        words = plain(number), gaps.before("assignment_changes", before)
        url = links(key) if number else None
        rows.append(Row(str(labels.get(reason) or _("không ghi lý do")), number, before, *words, url, key))
    return Section(_reasons_title(), rows)


def _reasons_title() -> str:
    return _("Phân công kết thúc, theo lý do")


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
    """{key of a number, or the name of a gift in kind: (title of its section, its row)}, of what there is in the period."""
    return {
        row.key or f"{section.title}: {row.label}": (section.title, row)
        for section in sections_of(figures)
        for row in section.rows
        if not row.is_gone
    }
