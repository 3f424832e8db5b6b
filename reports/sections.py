"""The sections of the report form, in their order, as they ship; a ReportForm folds, opens or leaves out what it names.

The first four are what a cadre files in a minute; everything else is folded away until it is wanted (domain.md 3.1).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OPEN, FOLDED, OFF = "open", "folded", "off"


@dataclass(frozen=True)
class Section:
    """`fields` of the form in their order; `kind` names a template of its own where plain fields do not do."""

    code: str
    title: str
    fields: tuple = ()
    state: str = FOLDED
    kind: str = "fields"

    @property
    def is_folded(self):
        return self.state == FOLDED


SECTIONS = (
    Section(
        "counts",
        _("Đảng viên dự họp"),
        ("present", "members", "exempt", "special_duty", "excused", "unexcused", "speaking"),
        OPEN,
        "counts",
    ),
    Section("quality", _("Chất lượng buổi sinh hoạt"), ("quality",), OPEN),
    Section("comments", _("Bạn đã góp ý gì tại chỗ?"), ("comments",), OPEN),
    Section("recommendations", _("Kiến nghị"), (), OPEN, "recommendations"),
    Section(
        "meeting",
        _("Buổi sinh hoạt: ngày, giờ, nơi, người chủ trì"),
        ("met_on", "started_at", "ended_at", "place", "chair", "clerk_of_meeting", "guests"),
    ),
    Section("scores", _("Chấm điểm buổi sinh hoạt"), (), FOLDED, "scores"),
    Section("situation", _("Tình hình, đề xuất"), ("strengths", "shortcomings", "situation", "proposal")),
    Section("checklists", _("Nắm, góp, kiểm"), (), FOLDED, "checklists"),
    Section("agenda", _("Trình tự buổi sinh hoạt"), ("agenda_note",), FOLDED, "agenda"),
    Section(
        "preparation",
        _("Chuẩn bị của chi bộ"),
        (
            "was_prepared",
            "prepared_by",
            "has_draft_resolution",
            "documents_sent_before",
            "preparation_note",
        ),
    ),
    Section(
        "documents", _("Văn bản, thông tin đã truyền đạt"), ("information_conveyed",), FOLDED, "documents"
    ),
    Section("guidance", _("Hướng dẫn, giúp đỡ"), ("guidance", "help_given")),
    Section(
        "contribution",
        _("Góp ý theo lĩnh vực"),
        ("contribution_party", "contribution_economy", "contribution_security"),
    ),
    Section("effects", _("Tác dụng của buổi dự"), ("effects",)),
    Section("contributions", _("Nguồn lực đã vận động"), (), FOLDED, "contributions"),
    Section("practices", _("Mô hình, cách làm hay"), (), FOLDED, "practices"),
    Section("files", _("Tệp đính kèm"), ("files",), FOLDED, "files"),
    Section("sensitive", _("Tư tưởng, dư luận (phần riêng)"), ("sensitive",), FOLDED, "sensitive"),
)
CODES = frozenset(section.code for section in SECTIONS)


def sections_of(form) -> list[Section]:
    """The sections of a ReportForm (None: as they ship) without those it leaves out."""
    states = form.sections if form else {}
    found = []
    for section in SECTIONS:
        state = states.get(section.code, section.state)
        if state != OFF:
            found.append(
                Section(
                    section.code,
                    section.title,
                    section.fields,
                    OPEN if state == OPEN else FOLDED,
                    section.kind,
                )
            )
    return found
