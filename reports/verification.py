"""What must always be true of reports after they were filed."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments.storing import sha256_of
from reports.models import (
    Attachment,
    Conclusion,
    ConclusionLine,
    HouseholdVisit,
    HouseholdVisitWords,
    Remedy,
    Report,
    ReportStep,
    SensitiveNote,
)


def decisions_have_their_step(day) -> Iterator[str]:
    """An accepted, locked or returned report says who decided it; a list that was brought in decided for itself."""
    for states, step in ((("accepted", "locked"), "accepted"), (("returned",), "returned")):
        taken = ReportStep.objects.filter(report=OuterRef("pk"), step=step)
        rows = Report.objects.filter(~Exists(taken), state__in=states).exclude(source=Report.Source.IMPORT)
        for number in rows.order_by("pk").values_list("number", flat=True)[:20]:
            yield _("Báo cáo %(number)s đã được xử lý mà không ghi ai xử lý.") % {"number": number}


def sensitive_texts_end(day) -> Iterator[str]:
    """No text of opinion and mood outlives its day; the night's run may be a day behind."""
    rows = SensitiveNote.objects.expired_on(day).exclude(text="").filter(expires_on__lt=day)
    for note in rows.defer("text").select_related("report").order_by("pk")[:20]:
        yield _("Phần tư tưởng, dư luận của %(number)s hết hạn ngày %(day)s mà chưa xóa.") % {
            "number": note.report.number,
            "day": date_format(note.expires_on, "d/m/Y"),
        }


def attachments_are_what_was_stored(day) -> Iterator[str]:
    """Every attachment lies on the disk, byte for byte as it was stored: also after a restore."""
    rows = Attachment.objects.order_by("pk").values_list("report__number", "file", "sha256")
    for number, file, sha256 in rows.iterator():
        found = sha256_of(file)
        if found is None:
            yield _("Một tệp đính kèm của báo cáo %(number)s không còn trên đĩa.") % {"number": number}
        elif found != sha256:
            yield _("Một tệp đính kèm của báo cáo %(number)s đã khác lúc lưu.") % {"number": number}


def issued_notices_are_followed_up(day) -> Iterator[str]:
    """Whatever an issued notice demands is a list that is followed up, and a voided one demands nothing any more."""
    required = ConclusionLine.objects.filter(part="required", conclusion__issued_on__isnull=False)
    for line in required.filter(remedy=None).select_related("conclusion").order_by("pk")[:20]:
        yield _("Thông báo kết luận %(number)s có việc phải khắc phục mà chưa vào danh sách theo dõi.") % {
            "number": line.conclusion
        }
    left = Remedy.objects.open().filter(line__conclusion__voided_at__isnull=False)
    for remedy in left.select_related("line__conclusion").order_by("pk")[:20]:
        yield _("Thông báo kết luận %(number)s đã hủy mà còn việc phải khắc phục đang mở.") % {
            "number": remedy.line.conclusion
        }


def issued_notices_keep_their_figures(day) -> Iterator[str]:
    """An issued notice belongs to a closed round of its own committee, and its figures are frozen with it."""
    rows = Conclusion.objects.issued().select_related("round")
    unfit = Q(round__closed_on=None) | ~Q(round__issuer=F("issuer")) | Q(figures={})
    for conclusion in rows.filter(unfit).order_by("pk")[:20]:
        yield _("Thông báo kết luận %(number)s không khớp với đợt của nó.") % {"number": conclusion}


def visits_to_households_agree(day) -> Iterator[str]:
    """A visit says of help what its words say; no word outlives its day, though the night's run may be a day behind."""
    differs = Q(words=None) | Q(words__erased_at=None) & (
        Q(has_help=True, words__help_given="") | Q(has_help=False) & ~Q(words__help_given="")
    )
    for key in HouseholdVisit.objects.filter(differs).order_by("pk").values_list("key", flat=True)[:20]:
        yield _("Lần thăm hộ %(key)s không khớp với điều đã ghi.") % {"key": key}
    for words in HouseholdVisitWords.objects.expired_on(day).filter(erased_on__lt=day).order_by("pk")[:20]:
        yield _("Điều đã ghi của một lần thăm hộ hết hạn ngày %(day)s mà chưa xóa.") % {
            "day": date_format(words.erased_on, "d/m/Y")
        }


CHECKS = (
    (gettext_lazy("Báo cáo đã xử lý có người xử lý"), decisions_have_their_step),
    (gettext_lazy("Phần tư tưởng, dư luận xóa đúng hạn"), sensitive_texts_end),
    (gettext_lazy("Lần thăm hộ khớp với điều đã ghi, điều đã ghi xóa đúng hạn"), visits_to_households_agree),
    (gettext_lazy("Tệp đính kèm còn nguyên"), attachments_are_what_was_stored),
    (gettext_lazy("Việc phải khắc phục được theo dõi"), issued_notices_are_followed_up),
    (gettext_lazy("Thông báo kết luận khớp với đợt"), issued_notices_keep_their_figures),
)
