"""The printed sheet of a household (domain.md 3.8): blank to be written on by hand, or with what is known of one household. Its
words are Vietnamese in every language of the interface."""

from datetime import date, timedelta

from django.utils.text import capfirst
from django.utils.translation import override

from assignments.models import Assignment
from assignments.querysets.households import as_held, to_household
from branches.issuing import body_of
from branches.models import HouseholdTag, Paper
from branches.papers import worded, words_at
from branches.querysets.units import chain_of, placements_by_unit
from common.documents import (
    Bold,
    Choices,
    Field,
    Fields,
    Heading,
    Italic,
    Lines,
    Paragraph,
    PrintedForm,
    Section,
    Signer,
    Signers,
    Table,
    paragraphs,
)
from common.periods import last_day
from reports.facts.household_visits import said_words
from reports.models import HouseholdVisit

TITLE = "Phiếu theo dõi hộ gia đình"
NOT_HERE = (
    "Không ghi quan điểm chính trị, tôn giáo, sức khỏe, vi phạm pháp luật của cá nhân; không ghi số căn cước."
)
NOT_SAID = "Nội dung do người thăm và văn phòng đảng ủy xã giữ."
_ASKED = (
    "Việc làm, thu nhập",
    "Nhà ở, điện, nước",
    "Bảo hiểm y tế",
    "Việc học của con em",
    "Tình hình khác",
    "Tâm tư, nguyện vọng",
    "Việc đã giúp",
)
_BLANK_HOLDERS, _BLANK_ROWS = 2, 2


def blank_household_sheet(*, commune_id=None, day) -> PrintedForm:
    """One page for the household and one visit. `commune_id`: the unit whose words stand on it."""
    with override("vi"):
        sections = [
            Section("Hộ gia đình", _identity(None, "", day)),
            Section("Cán bộ, đảng viên phụ trách", [_holders([], _BLANK_HOLDERS)]),
            Section("Lần thăm", _blank_visit(), note=NOT_HERE),
            Section("Kiến nghị của hộ", [_matters([], _BLANK_ROWS)]),
            _signed(),
        ]
        return _form(sections, commune_id, day)


def household_sheet(household, *, visits, readable, matters=(), day, footer="") -> PrintedForm:
    """What is known of `household` on `day`. `visits`: the HouseholdVisits that the reader knows of, the latest first; `readable`:
    the ids of those whose words he reads; `matters`: the Recommendations that were raised there and that he reads."""
    place = placements_by_unit([household.unit_id], day).get(household.unit_id)
    where = ", ".join(name for _key, name, _level in reversed(chain_of(place, day))) if place else ""
    with override("vi"):
        sections = [
            Section("Hộ gia đình", _identity(household, where, day)),
            Section("Cán bộ, đảng viên phụ trách", [_holders(_held(household, day))]),
            Section("Các lần thăm", _visits(visits, readable, day), note=NOT_HERE),
            *([Section("Kiến nghị của hộ", [_matters(_raised(matters))])] if matters else []),
            _signed(),
        ]
        return _form(sections, place.commune_id if place else None, day, footer)


def _form(sections, commune_id, day, footer=""):
    body, higher, _sign, _place = body_of(commune_id, day) if commune_id else ("", "", "", "")
    made = PrintedForm(
        title=TITLE,
        higher_body=higher,
        issuing_body=body,
        form_code="Mẫu phiếu hộ gia đình",
        sections=sections,
        footer=footer,
    )
    return worded(made, words_at(commune_id, Paper.Form.HOUSEHOLD, day)) if commune_id else made


def _identity(household, where, day) -> list:
    if household is None:
        names = HouseholdTag.objects.active().values_list("name", flat=True)
        return [
            Fields([Field("Mã hộ"), Field("Số người")], 2),
            Fields([Field("Chủ hộ"), Field("Địa chỉ"), Field("Ấp, khu phố"), Field("Tổ, nhóm hộ")]),
            Choices(list(names), label="Diện hộ", columns=3),
        ]
    return [
        Fields([Field("Mã hộ", household.code), Field("Số người", _number(household.people))], 2),
        Fields(
            [
                Field("Chủ hộ", household.head_name),
                Field("Địa chỉ", household.address or "–"),
                Field("Ấp, khu phố", where or "–"),
                Field("Tổ, nhóm hộ", _group(household, day)),
                Field("Diện hộ", _tags(household, day)),
            ]
        ),
    ]


def _group(household, day) -> str:
    group = household.group_on(day)
    return group.name if group else "–"


def _number(people) -> str:
    return "–" if people is None else str(people)


def _tags(household, day) -> str:
    rows = household.taggings.on(day).select_related("tag").order_by("tag__sort", "tag__name")
    return "; ".join(f"{row.tag.name} (từ {row.starts_on:%d/%m/%Y})" for row in rows) or "–"


def _held(household, day) -> list:
    """Who held it, directly or through its group, up to `day`; the latest last."""
    target = to_household(household, date.min, day + timedelta(days=1))
    rows = Assignment.objects.standing().filter(target, starts_on__lte=day)
    rows = as_held(rows.select_related("cadre", "team", "agency").order_by("starts_on", "pk"), household)
    return [
        [
            str(row.assignee),
            "cả tổ, nhóm hộ" if row.target_group_id else "hộ này",
            f"{row.starts_on:%d/%m/%Y}",
            f"{last_day(row.ends_on):%d/%m/%Y}" if row.ends_on else "nay",
        ]
        for row in sorted(rows, key=lambda each: each.starts_on)
    ]


def _holders(rows, empty_rows=0) -> Table | Paragraph:
    if not rows and not empty_rows:
        return Paragraph("Chưa có ai phụ trách.", indent=False)
    headings = ["Họ và tên", "Phụ trách", "Từ ngày", "Đến ngày"]
    return Table(headings, rows, widths=(5, 3, 2, 2), empty_rows=empty_rows, row_height=8)


def _matters(rows, empty_rows=0) -> Table:
    headings = ["Mã" if rows else "Số TT", "Nội dung kiến nghị", "Lĩnh vực", "Cấp giải quyết"]
    return Table(headings, rows, widths=(3 if rows else 1, 7, 3, 3), empty_rows=empty_rows, row_height=10)


def _raised(matters) -> list:
    return [
        [
            row.reference,
            row.content,
            row.topic.name if row.topic else "",
            str(row.get_level_display()) if row.level else "",
        ]
        for row in matters
    ]


def _blank_visit() -> list:
    purposes = [capfirst(str(label)) for label in HouseholdVisit.Purpose.labels]
    return [
        Fields([Field("Ngày thăm"), Field("Hẹn lần thăm tới")], 2),
        Choices(purposes, label="Thăm để làm gì", columns=2),
        *(Lines(2, label=label) for label in _ASKED),
    ]


def _visits(visits, readable, day) -> list:
    if not visits:
        return [Paragraph("Chưa có lần thăm nào.", indent=False)]
    found = []
    for number, visit in enumerate(visits, start=1):
        found.append(Heading(f"{number}. Ngày {visit.visited_on:%d/%m/%Y}", 3))
        found.append(Paragraph(f"Người thăm: {visit.cadre.full_name}.", indent=False))
        if visit.pk not in readable:
            found.append(Paragraph(Italic(NOT_SAID), indent=False))
            continue
        found.append(Paragraph(f"Thăm để làm gì: {visit.get_purpose_display()}.", indent=False))
        for label, text in said_words(visit, day):
            first, *others = paragraphs(text)
            found += [Paragraph([Bold(f"{capfirst(str(label))}: "), first.text], indent=False), *others]
        if not visit.words.are_shown_on(day):
            found.append(Paragraph(Italic("Nội dung đã hết thời hạn lưu."), indent=False))
        if visit.next_visit_on:
            found.append(Paragraph(f"Hẹn lần thăm tới: {visit.next_visit_on:%d/%m/%Y}.", indent=False))
    return found


def _signed() -> Section:
    return Section("Ký", [Signers([Signer("Đại diện hộ"), Signer("Người thăm")], place_and_date=True)])
