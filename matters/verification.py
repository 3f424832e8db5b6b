"""What must always be true of matters beyond what a constraint can hold."""

import re
from collections.abc import Iterator

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments.storing import sha256_of
from matters.models import MatterFile, Recommendation, ReferenceCounter
from matters.numbers import RECOMMENDATIONS

_NUMBERED = re.compile(rf"({RECOMMENDATIONS}-\d{{4}})-(\d+)$")


def voices_belong_to_a_matter_that_stands(day) -> Iterator[str]:
    """A voice was merged into a matter of the same committee that was not voided."""
    rows = Recommendation.objects.standing().filter(merged_into__isnull=False)
    wrong = Q(merged_into__voided_at__isnull=False) | ~Q(merged_into__issuer=F("issuer"))
    for reference in rows.filter(wrong).order_by("pk").values_list("reference", flat=True):
        yield _("Kiến nghị %(reference)s gộp vào một kiến nghị đã hủy hoặc của cấp ủy khác.") % {
            "reference": reference
        }


def numbers_are_drawn_once(day) -> Iterator[str]:
    """The next number of a series is none that stands already."""
    last = dict(ReferenceCounter.objects.values_list("series", "last"))
    rows = Recommendation.objects.filter(reference__startswith=f"{RECOMMENDATIONS}-").order_by("pk")
    for reference in rows.values_list("reference", flat=True).iterator():
        found = _NUMBERED.match(reference)
        if found and int(found[2]) > last.get(found[1], 0):
            yield _("Số kiến nghị %(reference)s cao hơn số cuối của sổ.") % {"reference": reference}


def files_are_what_was_stored(day) -> Iterator[str]:
    """Every file lies on the disk, byte for byte as it was stored: also after a restore."""
    for key, file, sha256 in (
        MatterFile.objects.order_by("pk").values_list("key", "file", "sha256").iterator()
    ):
        found = sha256_of(file)
        if found is None:
            yield _("Tệp %(key)s của kiến nghị, hội nghị không còn trên đĩa.") % {"key": key}
        elif found != sha256:
            yield _("Tệp %(key)s của kiến nghị, hội nghị đã khác lúc lưu.") % {"key": key}


CHECKS = (
    (gettext_lazy("Tiếng nói gộp vào một kiến nghị còn hiệu lực"), voices_belong_to_a_matter_that_stands),
    (gettext_lazy("Số kiến nghị không cấp hai lần"), numbers_are_drawn_once),
    (gettext_lazy("Tệp của kiến nghị, hội nghị còn nguyên"), files_are_what_was_stored),
)
