"""The notice of conclusions as a printed document of the Party (domain.md §3.4 and §5). Its words are Vietnamese."""

from django.utils.translation import override

from branches.issuing import body_of
from branches.models import Paper
from branches.papers import worded_for
from branches.querysets.bodies import organisation_names
from common.documents import Heading, Paragraph, PartyDocument, Points, Signature, Table, paragraphs
from common.periods import last_day
from reports.models import ConclusionLine, Report

VOIDED = "ĐÃ HỦY"
_NO_TEXT = "Không có."
Part = ConclusionLine.Part


def conclusion_document(conclusion, *, figures, day, footer="") -> PartyDocument:
    """The notice as it stands (its round at hand); `figures`: those of RoundFacts, frozen once it is issued."""
    gathered = conclusion.round
    body, higher, sign, place = body_of(conclusion.issuer_id, conclusion.issued_on or day)
    lines = list(conclusion.lines.all())
    names = organisation_names({line.organisation_id for line in lines} - {None}, conclusion.issued_on or day)
    with override("vi"):
        made = PartyDocument(
            higher_body=higher,
            issuing_body=body,
            number=conclusion.number,
            symbol=f"TB/{sign}",
            place=conclusion.place or place,
            dated_on=conclusion.issued_on,
            type_name="Thông báo",
            subject=f"kết luận qua dự sinh hoạt chi bộ, {period_words(gathered)}",
            body=[
                *paragraphs(conclusion.intro or default_intro(body, gathered)),
                Paragraph(stats_sentence(figures)),
                *_points("I- Tổ chức đảng làm tốt", Part.PRAISE, lines, names),
                *_points("II- Tổ chức đảng còn hạn chế", Part.SHORTCOMING, lines, names),
                *_required(lines, names),
                *_followup(conclusion, lines),
            ],
            signature=Signature(
                of=conclusion.signer_authority, title=conclusion.signer_post, name=conclusion.signer
            ),
            recipients=conclusion.recipients.splitlines()
            or ["Các tổ chức đảng có tên trên", "Cán bộ được phân công", "Lưu Văn phòng"],
            footer=footer,
            watermark=VOIDED if conclusion.voided_at else "",
        )
    own = {name for name in ("place", "recipients") if getattr(conclusion, name)}
    return worded_for(made, conclusion.issuer_id, Paper.Form.CONCLUSION, conclusion.issued_on or day, own=own)


def default_intro(body, made) -> str:
    return (
        f"Qua kết quả dự sinh hoạt chi bộ từ ngày {made.starts_on:%d/%m/%Y} đến hết ngày "
        f"{last_day(made.ends_on):%d/%m/%Y} và ý kiến tại hội nghị phản ánh, {body} thông báo kết luận như sau:"
    )


def period_words(made) -> str:
    """ "tháng 10 năm 2026", or both days where it is not one month."""
    last = last_day(made.ends_on)
    if made.starts_on.day == 1 and made.ends_on.day == 1 and made.starts_on.month == last.month:
        return f"tháng {made.starts_on:%m} năm {made.starts_on:%Y}"
    return f"từ {made.starts_on:%d/%m/%Y} đến {last:%d/%m/%Y}"


def stats_sentence(figures: dict) -> str:
    """The paragraph of numbers: turns, people, meetings and branches are four counts."""
    text = (
        f"Trong đợt có {figures['turns']} lượt dự của {figures['people']} cán bộ, ở {figures['meetings']} buổi của "
        f"{figures['branches']} chi bộ; {figures['on_time']} báo cáo đúng hạn, {figures['late']} báo cáo muộn, "
        f"{figures['unreported']} lượt thiếu báo cáo, {figures['missing']} lượt chỉ tiêu không dự."
    )
    quality = {label: figures["quality"].get(value, 0) for value, label in Report.Quality.choices}
    if any(quality.values()):
        words = ", ".join(f"{str(label).lower()} {number}" for label, number in quality.items() if number)
        text += f" Chất lượng buổi sinh hoạt: {words}."
    if figures["matters"]:
        text += f" Các báo cáo nêu {figures['matters']} kiến nghị."
    return text


def _points(title, part, lines, names):
    found = [line for line in lines if line.part == part]
    if not found:
        return [Heading(title), Paragraph(_NO_TEXT)]
    return [Heading(title), Points([_sentence(line, names) for line in found], "1.")]


def _sentence(line, names) -> str:
    name = names.get(line.organisation_id, "") if line.organisation_id else ""
    text = " ".join(line.text.split())
    return f"{name}: {text}" if name else text


def _required(lines, names):
    found = [line for line in lines if line.part == Part.REQUIRED]
    if not found:
        return [Heading("III- Việc phải khắc phục"), Paragraph(_NO_TEXT)]
    rows = [
        [str(number), names.get(line.organisation_id, ""), line.text, f"{line.due_on:%d/%m/%Y}"]
        for number, line in enumerate(found, start=1)
    ]
    table = Table(
        ["Số TT", "Tổ chức đảng thực hiện", "Việc phải khắc phục", "Xong trước ngày"],
        rows,
        widths=(1, 4, 7, 2.5),
        aligns=("center", "left", "left", "center"),
    )
    return [Heading("III- Việc phải khắc phục"), table]


def _followup(conclusion, lines):
    usual = "Cán bộ được phân công xem việc thực hiện ở lần dự sinh hoạt kế tiếp và ghi vào báo cáo."
    if any(line.part == Part.REQUIRED for line in lines):
        usual = f"Các tổ chức đảng có tên tại mục III khắc phục đúng thời hạn. {usual}"
    text = conclusion.followup or usual
    return [Heading("IV- Tổ chức thực hiện"), *paragraphs(text)]
