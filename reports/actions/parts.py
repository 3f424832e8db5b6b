"""The rows that a report brings along: documents, ticks, matters, attachments, the sensitive note."""

from common.attachments.storing import store
from reports.actions.brought import write_brought
from reports.actions.remedies import write_checks
from reports.actions.told import write_told
from reports.models import Attachment, ChecklistAnswer, ReportDocument, SensitiveNote
from reports.rules import months_later
from scores.actions.visiting import score_visit

SENSITIVE_MONTHS = 24


def write_parts(report, values, *, by, on):
    """Everything that `values` says beside the report's own fields; what stood there before gives way."""
    report.effects.set(values.get("effects") or [])
    _write_documents(report, values)
    _write_answers(report, values.get("answers") or {})
    write_brought(report, values, by=by, on=on)
    # --- what must be put right ---
    write_checks(report, values.get("remedies") or {}, by=by)
    # --- the answers that return ---
    write_told(report, values.get("told") or [], by=by, on=on)
    # --- the visitor's score ---
    if report.attendance is not None:
        score_visit(report.attendance, values.get("scores"), by=by, on=on)


def write_sensitive(report, text, *, on):
    """Opinion and public mood, in a record of its own that ends after 24 months."""
    if not text:
        return
    note = SensitiveNote.objects.filter(report=report).first() or SensitiveNote(report=report)
    note.text, note.expires_on, note.purged_at = text, months_later(on, SENSITIVE_MONTHS), None
    note.full_clean()
    note.save()


def attach(report, files, *, by, stored, is_scan=False):
    """Files (CleanFile) on the disk at random names, and their rows; the same bytes twice are one. `stored` gets the names,
    so that whoever rolls back takes them away."""
    known = set(report.attachments.values_list("sha256", flat=True))
    for file in files:
        if file.sha256 in known:
            continue
        known.add(file.sha256)
        name = store(file)
        stored.append(name)
        Attachment.objects.create(
            report=report,
            file=name,
            real_name=file.name[:200],
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            is_scan=is_scan,
            added_by=by,
        )


def _write_documents(report, values):
    report.document_links.all().delete()
    ReportDocument.objects.bulk_create(
        ReportDocument(report=report, document=document, part=part)
        for part, name in ((ReportDocument.Part.READ, "read"), (ReportDocument.Part.CONVEYED, "conveyed"))
        for document in dict.fromkeys(values.get(name) or [])
    )


def _write_answers(report, answers):
    """`answers`: {ChecklistItem: (answer, note)}."""
    report.answers.all().delete()
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(report=report, item=item, answer=answer, note=note[:500])
        for item, (answer, note) in answers.items()
        if answer
    )
