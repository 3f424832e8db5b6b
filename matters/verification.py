"""What must always be true of matters beyond what a constraint can hold."""

import re
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matters.files import files_are_what_was_stored
from matters.models import (
    Climb,
    Handling,
    Recommendation,
    RecommendationStep,
    ReferenceCounter,
    UrgentMatter,
)
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


def stages_follow_each_other(day) -> Iterator[str]:
    """Raised, received, answered, told, closed: each not before the one before it. A merged voice is answered, and may be
    asked anew, with the matter that it belongs to."""
    rows = Recommendation.objects.standing()
    alone = Q(merged_into=None, is_solved_on_the_spot=False)
    orders = (
        (Q(received_on__lt=F("raised_on")), _("tiếp nhận trước khi nêu")),
        (alone & Q(answered_on__lt=F("received_on")), _("trả lời trước khi tiếp nhận")),
        (alone & Q(told_on__lt=F("answered_on")), _("thông báo lại trước khi trả lời")),
        (Q(closed_on__lt=F("raised_on")), _("kết thúc trước khi nêu")),
        (Q(closed_on__lt=F("told_on")), _("kết thúc trước khi thông báo lại")),
    )
    for wrong, words in orders:
        for reference in rows.filter(wrong).order_by("pk").values_list("reference", flat=True):
            yield _("Kiến nghị %(reference)s: %(fault)s.") % {"reference": reference, "fault": words}
    held = Handling.objects.filter(recommendation__voided_at=None)
    wrong = Q(received_on__lt=F("given_on")) | Q(answered_on__lt=F("given_on"))
    for row in held.filter(wrong).select_related("recommendation", "agency").order_by("pk"):
        yield _("Kiến nghị %(reference)s: %(agency)s nhận hoặc trả lời trước ngày được giao.") % {
            "reference": row.recommendation.reference,
            "agency": row.agency,
        }


def climbs_go_up_rung_by_rung(day) -> Iterator[str]:
    """Each clock climbs from the first rung on, only once it has run out, and each climb is one line of the matter's way."""
    below = Climb.objects.alias(clock=Coalesce("handling", 0)).filter(
        recommendation=OuterRef("recommendation"),
        clock=Coalesce(OuterRef("handling"), 0),
        due_on=OuterRef("due_on"),
        rung=OuterRef("rung") - 1,
    )
    wrong = (
        Q(rung=0)
        | Q(rung__gt=1) & ~Exists(below)
        | Q(climbed_on__lte=F("due_on"))
        | Q(handling__isnull=False) & ~Q(handling__recommendation=F("recommendation"))
    )
    rows = Climb.objects.filter(wrong).select_related("recommendation").order_by("pk")
    for row in rows.iterator():
        yield _("Kiến nghị %(reference)s: lần báo lên bậc %(rung)s không khớp với hạn hoặc với bậc dưới.") % {
            "reference": row.recommendation.reference,
            "rung": row.rung,
        }
    written = _number_of(RecommendationStep.objects.filter(step=RecommendationStep.Step.CLIMBED))
    rows = Recommendation.objects.annotate(climbed=_number_of(Climb.objects.all()), written=written)
    for reference in rows.exclude(climbed=F("written")).order_by("pk").values_list("reference", flat=True):
        yield _("Kiến nghị %(reference)s: số lần báo lên khác số dòng báo lên trong quá trình.") % {
            "reference": reference
        }


def _number_of(rows):
    """How many of `rows` a matter has."""
    counted = rows.filter(recommendation=OuterRef("pk")).order_by().values("recommendation")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


def what_is_carried_over_makes_a_chain(day) -> Iterator[str]:
    """An urgent matter goes on from one of the same organisation and an earlier year, which stands and says that it was
    carried over."""
    rows = UrgentMatter.objects.standing().filter(carried_from__isnull=False)
    wrong = (
        Q(carried_from__voided_at__isnull=False)
        | ~Q(carried_from__organisation=F("organisation"))
        | Q(carried_from__year__gte=F("year"))
        | ~Q(carried_from__status=UrgentMatter.Status.CARRIED)
    )
    for row in rows.filter(wrong).select_related("carried_from").order_by("pk"):
        yield _(
            "Việc cấp bách %(reference)s nối tiếp %(earlier)s, mà việc đó không phải là việc chuyển năm."
        ) % {
            "reference": row.reference,
            "earlier": row.carried_from.reference,
        }


CHECKS = (
    (gettext_lazy("Tiếng nói gộp vào một kiến nghị còn hiệu lực"), voices_belong_to_a_matter_that_stands),
    (gettext_lazy("Số kiến nghị không cấp hai lần"), numbers_are_drawn_once),
    (gettext_lazy("Tệp của kiến nghị, hội nghị còn nguyên"), files_are_what_was_stored),
    (gettext_lazy("Các bước của kiến nghị đúng thứ tự ngày"), stages_follow_each_other),
    (gettext_lazy("Kiến nghị quá hạn báo lên từng bậc"), climbs_go_up_rung_by_rung),
    (gettext_lazy("Việc cấp bách chuyển năm nối tiếp nhau"), what_is_carried_over_makes_a_chain),
)
