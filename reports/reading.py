"""What a report says, in parts: the shared part, which the host reads too, and the rest, which goes to those above.

The parts are made here and nowhere else: a page, a print or a list that shows a report's words takes them from here. The
sensitive note is in none of them.
"""

from dataclasses import dataclass, field

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from branches.querysets.units import chain_of, placements_by_unit
from matters.resource_rows import gift_words
from reports.models import ChecklistAnswer, Report, ReportDocument
from reports.words import rate_words

ATTENDED = (Report.Attended.YES, Report.Attended.PART)


@dataclass(frozen=True)
class Part:
    """One heading: `facts` are (label, value), `texts` (label, text as it was written), `rows` sentences."""

    title: str
    facts: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    rows: list = field(default_factory=list)

    def __bool__(self):
        return any(value not in (None, "") for _l, value in self.facts) or bool(self.texts or self.rows)


def shared_parts(report) -> list[Part]:
    """Identity, the meeting, the counts, what was conveyed, said and shown on the spot: what the host may read."""
    parts = [_identity(report), _meeting(report), _counts(report), _conveyed(report)]
    return [part for part in parts if part]


def further_parts(report) -> list[Part]:
    """All the rest but the sensitive note: for those above and for who wrote it."""
    parts = [
        _preparation(report),
        _course(report),
        _contributions(report),
        *_checklists(report),
        _situation(report),
        _recommendations(report),
        _told(report),
        _resources(report),
        _practices(report),
        # --- what must be put right ---
        _remedies(report),
    ]
    return [part for part in parts if part]


def rate_of(turn) -> str:
    """ "16/18 (88,8 %)" of the counts of a turn, as `reports.words` says it."""
    if turn is None or None in (turn.present, turn.excused, turn.unexcused):
        return ""
    return rate_words(turn.present, turn.present + turn.excused + turn.unexcused)


def _identity(report):
    day = report.met_on
    place = placements_by_unit([report.unit_id], day).get(report.unit_id)
    chain = chain_of(place, day) if place else []
    return Part(
        _("Ai báo cáo, ở đâu"),
        [
            (_("Người báo cáo"), report.cadre.full_name),
            (_("Chức vụ khi đó"), report.post_then),
            (
                _("Chi bộ, cấp ủy"),
                organisation_names([report.organisation_id], day).get(report.organisation_id),
            ),
            (_("Địa bàn"), ", ".join(name for _key, name, _level in reversed(chain))),
            (_("Có dự không"), report.get_attended_display()),
        ],
    )


def _meeting(report):
    meeting, turn = report.meeting, report.attendance
    begun = (turn and turn.started_at) or meeting.started_at
    ended = (turn and turn.ended_at) or meeting.ended_at
    return Part(
        _("Buổi sinh hoạt"),
        [
            (_("Loại"), meeting.get_kind_display()),
            (_("Ngày"), date_format(report.met_on, "d/m/Y")),
            (
                _("Bắt đầu – kết thúc"),
                " – ".join(time_format(each, "H:i") for each in (begun, ended) if each),
            ),
            (_("Địa điểm"), meeting.held_place or meeting.planned_place),
            (_("Chủ trì"), report.chair),
            (_("Thư ký"), report.clerk_of_meeting),
            (_("Khách mời"), report.guests),
        ],
    )


def _counts(report):
    turn = report.attendance
    if turn is None:
        return Part(_("Đảng viên dự họp"))
    names = ("members", "exempt", "special_duty", "present", "excused", "unexcused", "speaking")
    labels = {name: turn._meta.get_field(name).verbose_name for name in names}
    facts = [(str(labels[name]).capitalize(), getattr(turn, name)) for name in names]
    return Part(_("Đảng viên dự họp"), [*facts, (_("Tỷ lệ có mặt"), rate_of(turn))])


def _conveyed(report):
    names = ("information_conveyed", "comments", "guidance", "help_given")
    return Part(
        _("Truyền đạt, góp ý, hướng dẫn"),
        texts=_texts(report, *names),
        rows=[
            _("Đã truyền đạt: %(document)s") % {"document": each}
            for each in _documents(report, ReportDocument.Part.CONVEYED)
        ],
    )


def _preparation(report):
    return Part(
        _("Chuẩn bị"),
        [
            (_("Chi ủy đã họp chuẩn bị"), _yes_no(report.was_prepared)),
            (_("Người chuẩn bị nội dung"), report.prepared_by),
            (_("Có dự thảo nghị quyết"), _yes_no(report.has_draft_resolution)),
            (_("Tài liệu gửi trước"), _yes_no(report.documents_sent_before)),
        ],
        _texts(report, "preparation_note"),
        [
            _("Đã nghiên cứu trước: %(document)s") % {"document": each}
            for each in _documents(report, ReportDocument.Part.READ)
        ],
    )


def _course(report):
    return Part(
        _("Diễn biến, chất lượng"),
        [
            (_("Lý do không dự"), report.absence_reason),
            (_("Chất lượng buổi sinh hoạt"), report.get_quality_display()),
            (_("Tác dụng"), ", ".join(each.name for each in report.effects.all())),
        ],
        _texts(report, "agenda_note"),
    )


def _contributions(report):
    return Part(
        _("Góp ý theo lĩnh vực"),
        texts=_texts(report, "contribution_party", "contribution_economy", "contribution_security"),
    )


def _checklists(report):
    answers = report.answers.select_related("item__checklist").order_by(
        "item__checklist__sort", "item__checklist_id", "item__number"
    )
    found: dict = {}
    for each in answers:
        sign = "✓" if each.answer == ChecklistAnswer.Answer.DONE else "✗"
        words = f"{sign} {each.item.text}: {each.get_answer_display()}"
        found.setdefault(each.item.checklist, []).append(f"{words} – {each.note}" if each.note else words)
    return [Part(checklist.name, rows=rows) for checklist, rows in found.items()]


def _situation(report):
    return Part(
        _("Tình hình, đề xuất"), texts=_texts(report, "strengths", "shortcomings", "situation", "proposal")
    )


def _recommendations(report):
    rows = _standing(report.recommendation_links, "recommendation")
    return Part(
        _("Kiến nghị"),
        rows=[
            " · ".join(
                part
                for part in (
                    row.reference,
                    row.get_kind_display() if row.kind != "recommendation" else "",
                    row.content,
                    _("đề nghị: %(solution)s") % {"solution": row.proposed_solution}
                    if row.proposed_solution
                    else "",
                    _("thay mặt %(whom)s") % {"whom": row.on_behalf_of} if row.on_behalf_of else "",
                    row.topic.name if row.topic else "",
                    row.get_level_display(),
                    row.get_urgency_display() if row.urgency != "normal" else "",
                    _("đã giải quyết tại chỗ") if row.is_solved_on_the_spot else "",
                )
                if part
            )
            for row in rows
        ],
    )


def _told(report):
    links = report.told_links.standing().select_related("recommendation__merged_into")
    return Part(
        _("Trả lời đã thông báo tại buổi sinh hoạt"),
        rows=[
            " · ".join(
                each
                for each in (
                    row.reference,
                    row.content,
                    (row.merged_into or row).get_outcome_display(),
                )
                if each
            )
            for row in (link.recommendation for link in links)
        ],
    )


def _resources(report):
    rows = _standing(report.contribution_links, "contribution")
    return Part(_("Nguồn lực vận động"), rows=[_resource(row) for row in rows])


def _resource(row) -> str:
    kind = " ".join(part for part in (row.quantity, row.in_kind) if part)
    topic = row.topic.name if row.topic else ""
    return " · ".join(part for part in (gift_words(row), kind, topic, row.donor) if part)


def _practices(report):
    rows = _standing(report.practice_links, "practice")
    return Part(_("Mô hình, cách làm hay"), texts=[(row.title, row.text or "–") for row in rows])


def _standing(links, name) -> list:
    """What the report brought, without what its author took back."""
    rows = links.filter(**{f"{name}__voided_at": None}).select_related(f"{name}__topic")
    return [getattr(link, name) for link in rows.order_by("pk")]


def _remedies(report):
    rows = report.remedy_checks.select_related("remedy").order_by("remedy__due_on", "pk")
    return Part(
        _("Việc phải khắc phục, đã xem tại chỗ"),
        rows=[
            " – ".join(part for part in (f"{row.remedy.work}: {row.get_seen_display()}", row.note) if part)
            for row in rows
        ],
    )


def _texts(report, *names):
    labels = {name: str(report._meta.get_field(name).verbose_name) for name in names}
    return [
        (labels[name][:1].upper() + labels[name][1:], getattr(report, name))
        for name in names
        if getattr(report, name)
    ]


def _documents(report, part):
    return [
        f"{link.document} ({date_format(link.document.issued_on, 'd/m/Y')}) – {link.document.title}"
        for link in report.document_links.all()
        if link.part == part
    ]


def _yes_no(value):
    return {None: "", True: _("có"), False: _("không")}[value]
