"""The rows that a report brings along: documents, ticks, matters, attachments, the sensitive note."""

from common.attachments.storing import store
from common.errors import refused_in_words
from matters.models import Contribution, GoodPractice, Recommendation
from reports.actions.remedies import write_checks
from reports.models import (
    Attachment,
    ChecklistAnswer,
    ReportContribution,
    ReportDocument,
    ReportPractice,
    ReportRecommendation,
    SensitiveNote,
)
from reports.rules import months_later

SENSITIVE_MONTHS = 24


def write_parts(report, values, *, by):
    """Everything that `values` says beside the report's own fields; what stood there before gives way."""
    report.effects.set(values.get("effects") or [])
    _write_documents(report, values)
    _write_answers(report, values.get("answers") or {})
    _write_rows(report, values.get("recommendations") or [], _Recommendations, by)
    _write_rows(report, values.get("contributions") or [], _Contributions, by)
    _write_rows(report, values.get("practices") or [], _Practices, by)
    # --- what must be put right ---
    write_checks(report, values.get("remedies") or {}, by=by)


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


class _Recommendations:
    model, link, name = Recommendation, ReportRecommendation, "recommendation"

    @staticmethod
    def fields(report, number):
        return {
            "reference": f"{report.number.replace('BC-', 'KN-', 1)}-{number}",
            "organisation_id": report.organisation_id,
            "raised_on": report.met_on,
            "raised_by_id": report.cadre_id,
        }


class _Contributions:
    model, link, name = Contribution, ReportContribution, "contribution"

    @staticmethod
    def fields(report, number):
        return {
            "happened_on": report.met_on,
            "cadre_id": report.cadre_id,
            "scheme_id": report.scheme_id,
        }


class _Practices:
    model, link, name = GoodPractice, ReportPractice, "practice"

    @staticmethod
    def fields(report, number):
        return {"noted_on": report.met_on, "cadre_id": report.cadre_id}


def _write_rows(report, rows, kind, by):
    """Matters in the order of the form: those there are take the new words, further ones are made, what was emptied goes."""
    links = list(kind.link.objects.filter(report=report).select_related(kind.name).order_by("pk"))
    number = max((_number(getattr(link, kind.name)) for link in links), default=0)
    for position, values in enumerate(rows):
        if position < len(links):
            row = getattr(links[position], kind.name)
        else:
            number += 1
            row = kind.model(
                unit_id=report.unit_id,
                issuer_id=report.issuer_id,
                created_by=by,
                **kind.fields(report, number),
            )
        for field, value in values.items():
            setattr(row, field, value)
        is_new = row.pk is None
        with refused_in_words():
            # A list that is brought in has no sender who signs in.
            row.full_clean(exclude=["created_by"] if by is None else None)
            row.save()
        if is_new:
            kind.link.objects.create(report=report, **{kind.name: row})
    for link in links[len(rows) :]:
        row = getattr(link, kind.name)
        link.delete()
        row.delete()


def _number(row) -> int:
    reference = getattr(row, "reference", "")
    return int(reference.rpartition("-")[2]) if reference else 0
