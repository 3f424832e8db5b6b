"""The record of a conference on paper: who, what was said, what was answered, what is to be followed. The words of a document
are Vietnamese in every language of the interface; a long conference's table goes on to a second page."""

from django.utils.formats import date_format, time_format
from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from branches.querysets.bodies import organisation_names, organisation_versions
from common.documents import (
    Blank,
    Field,
    Fields,
    Heading,
    Italic,
    Paragraph,
    PartyDocument,
    Signer,
    Signers,
    Table,
    paragraphs,
)
from matters.models import Conference
from matters.stages import gist

_GIST = 100


def record_of(conference, said) -> PartyDocument:
    """`conference`: of `counted()`; `said`: of `facts.conferences.opinions_of`, as far as the reader sees them. It bears no
    number; at its head stands the committee of the unit, or the party organisation that held it."""
    body, higher, place = _head(conference)
    with override("vi"):
        parts = [
            ("Thời gian, địa điểm, thành phần", _who(conference)),
            ("Kết quả phát biểu", [_counts(conference)]),
            ("Ý kiến và trả lời", [_opinions(said)]),
        ]
        if followed := _followed(said):
            parts.append(("Việc còn theo dõi", [followed]))
        if conference.minutes.strip():
            parts.append(("Diễn biến, kết luận", paragraphs(conference.minutes)))
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            is_numbered=False,
            place=place,
            dated_on=conference.held_on,
            type_name=f"Biên bản {_kind(conference)}",
            subject=conference.title,
            body=[
                *(block for title, blocks in parts for block in (Heading(title, 2), *blocks)),
                Paragraph(["Cuộc họp kết thúc lúc ", Blank(20), " cùng ngày."]),
                Signers([Signer("Thư ký"), Signer("Chủ trì")]),
            ],
            watermark="" if conference.held_on else "CHƯA HỌP",
        )
    return worded_for(made, conference.unit_id, Paper.Form.EVERY, conference.on)


def _head(conference) -> tuple[str, str, str]:
    """(who held it, the body above, where), as called on its day."""
    body, higher, _sign, place = body_of(conference.unit_id, conference.on)
    if conference.organisation_id:
        version = organisation_versions([conference.organisation_id], conference.on)[
            conference.organisation_id
        ]
        above = organisation_names([version.parent_id], conference.on) if version.parent_id else {}
        body, higher = version.name, above.get(version.parent_id, higher)
    return body, higher, place


def _kind(conference) -> str:
    name = str(Conference.Kind(conference.kind).label)
    return name if name.startswith(("họp", "giao ban")) else f"hội nghị {name}"


def _who(conference):
    held = conference.held_on
    when = date_format(held or conference.planned_on, "d/m/Y") + ("" if held else " (dự kiến)")
    hour = time_format(conference.starts_at, "H:i") if conference.starts_at else None
    attendees = [cadre.full_name for cadre in conference.attendees.order_by("given_name_key", "pk")]
    return [
        Fields([Field("Ngày", when), Field("Giờ", hour)], 2),
        Fields(
            [
                Field("Nơi họp", conference.place or None),
                *([Field("Cụm xã", conference.zone.name)] if conference.zone else []),
                Field("Chủ trì", _listed(conference.chairs)),
                *([Field("Khách mời", _listed(conference.guests))] if conference.guests else []),
                *(
                    [Field(f"Cán bộ theo dõi {'có dự' if held else 'được mời'}", ", ".join(attendees))]
                    if attendees
                    else []
                ),
            ]
        ),
    ]


def _listed(text):
    return "; ".join(line.strip() for line in text.splitlines() if line.strip()) or None


def _counts(conference):
    def number(value):
        return None if value is None else str(value)

    return Fields(
        [
            Field("Số người dự", number(conference.participants)),
            Field("Số người phát biểu", number(conference.people_count)),
            Field("Số lượt phát biểu", number(conference.turns_speaking)),
            Field("Số ý kiến", number(conference.opinion_count)),
            Field("Trả lời tại chỗ", number(conference.spot_count)),
        ],
        2,
    )


def _opinions(said):
    if not said:
        return Paragraph(Italic("Chưa ghi từng ý kiến."), indent=False)
    rows = [
        [str(number), _speaker(each), each.row.content, _answer(each)]
        for number, each in enumerate(said, start=1)
    ]
    return Table(
        ["Số TT", "Người nêu, địa bàn", "Ý kiến", "Trả lời"],
        rows,
        widths=(1, 3, 6, 5),
        aligns=("center", "left", "left", "left"),
    )


def _speaker(each):
    return ", ".join(part for part in (each.row.speaker, each.place) if part)


def _answer(each):
    row = each.row
    if row.is_answered_on_the_spot:
        return f"Trả lời tại chỗ. {row.answer}".strip()
    if row.answer:
        return (
            f"Trả lời ngày {date_format(row.answered_on, 'd/m/Y')}. {row.answer}"
            if row.answered_on
            else row.answer
        )
    if each.is_taken:
        return _matter(each)
    return "Chưa trả lời."


def _matter(each):
    """What became of the recommendation, for whoever may read it."""
    if each.matter is None:
        return "Đã chuyển thành kiến nghị."
    if each.has_outcome:
        return f"Kiến nghị {_whole(each.matter)}: {each.outcome}. {each.answer_of_matter}".strip()
    return f"Đã chuyển thành kiến nghị {_whole(each.matter)}."


def _whole(matter) -> str:
    """Its reference, which no narrow column breaks in two."""
    return matter.reference.replace("-", "\u2011")


def _followed(said):
    """What is not at its end: taken further and not answered, or answered by nobody. Under the number that it has above, where
    its words stand whole."""
    rows = [
        [str(number), gist(each.row.content, _GIST), _matter(each) if each.is_taken else "Chưa trả lời."]
        for number, each in enumerate(said, start=1)
        if each.is_followed
    ]
    if not rows:
        return None
    return Table(
        ["Số TT", "Nội dung", "Đang ở đâu"], rows, widths=(1, 8, 6), aligns=("center", "left", "left")
    )
