"""Files of answers, urgent matters and conferences: put on the disk with their thing, read by whoever reads it.

    with written_with_files() as stored:      # one transaction; what it takes back takes the files away too
        answer = …
        attach(answer, files, by=by, stored=stored)

`files` are CleanFiles (`common.attachments.forms.AttachmentsField` cleans to a list of them).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.attachments.storing import discard, sha256_of, store
from matters.models import Answer, Conference, MatterFile, UrgentMatter

# The field of MatterFile that holds each kind of thing.
FIELDS = {Answer: "answer", UrgentMatter: "urgent_matter", Conference: "conference"}


@contextmanager
def written_with_files() -> Iterator[list[str]]:
    """A transaction, and the names of the files stored in it: one that fails leaves none of them on the disk."""
    stored: list[str] = []
    try:
        with transaction.atomic():
            yield stored
    except BaseException:
        for name in stored:
            discard(name)
        raise


def attach(thing, files, *, by, stored) -> list[MatterFile]:
    """Writes `files` (CleanFile) and their rows for an Answer, UrgentMatter or Conference. The same bytes twice are one;
    the names go into `stored`. Raises KeyError for another kind of thing."""
    field = FIELDS[type(thing)]
    known = set(thing.files.values_list("sha256", flat=True))
    made = []
    for file in files:
        if file.sha256 in known:
            continue
        known.add(file.sha256)
        name = store(file)
        stored.append(name)
        made.append(
            MatterFile.objects.create(
                **{field: thing},
                file=name,
                real_name=file.name[:200],
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                added_by=by,
            )
        )
    return made


def visible_files(scope) -> models.QuerySet:
    """The files of what the scope reads."""
    return MatterFile.objects.filter(
        Q(answer__in=Answer.objects.visible_to(scope).values("pk"))
        | Q(urgent_matter__in=UrgentMatter.objects.visible_to(scope).values("pk"))
        | Q(conference__in=Conference.objects.visible_to(scope).values("pk"))
    )


def file_address(file) -> str:
    return reverse("matters:file", args=[file.key])


def files_are_what_was_stored(day) -> Iterator[str]:
    """Every file lies on the disk, byte for byte as it was stored: also after a restore."""
    rows = MatterFile.objects.select_related("answer__recommendation", "urgent_matter").order_by("pk")
    for row in rows.iterator():
        found = sha256_of(row.file)
        if found is None:
            yield _("Một tệp của %(thing)s không còn trên đĩa.") % {"thing": _thing_words(row)}
        elif found != row.sha256:
            yield _("Một tệp của %(thing)s đã khác lúc lưu.") % {"thing": _thing_words(row)}


def _thing_words(file) -> str:
    if file.answer_id:
        return _("kiến nghị %(reference)s") % {"reference": file.answer.recommendation.reference}
    if file.urgent_matter_id:
        return _("việc cấp bách %(reference)s") % {"reference": file.urgent_matter.reference}
    return _("một hội nghị")
