"""What must always be true of conferences and of what was said there."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from branches.models import UnitPlacement
from matters.models import Conference, Opinion, Recommendation


def held_where_a_unit_stood(day) -> Iterator[str]:
    """By the map of its own day every conference has a place: otherwise no figure of a unit counts it."""
    then = Q(ends_on=None) | Q(ends_on__gt=OuterRef("held_on"))
    stood = UnitPlacement.objects.filter(then, unit=OuterRef("unit"), starts_on__lte=OuterRef("held_on"))
    rows = Conference.objects.standing().filter(~Exists(stood), held_on__isnull=False)
    for row in rows.order_by("pk").iterator():
        yield _("Hội nghị “%(title)s” ngày %(day)s: đơn vị tổ chức không có trên bản đồ ngày đó.") % {
            "title": row.title,
            "day": date_format(row.held_on, "d/m/Y"),
        }


def said_where_something_was_held(day) -> Iterator[str]:
    """Nothing is said at a conference that was not held."""
    rows = Opinion.objects.standing().filter(conference__held_on=None, conference__voided_at=None)
    for row in rows.select_related("conference").order_by("pk").iterator():
        yield _("Hội nghị “%(title)s” chưa họp mà đã có ý kiến.") % {"title": row.conference.title}


def taken_as_it_was_said(day) -> Iterator[str]:
    """A recommendation that came from an opinion was raised on the day of the conference."""
    rows = Opinion.objects.standing().filter(recommendation__isnull=False, conference__held_on__isnull=False)
    rows = rows.exclude(recommendation__raised_on=F("conference__held_on"))
    for row in rows.select_related("conference", "recommendation").order_by("pk").iterator():
        yield _("Kiến nghị %(reference)s không nêu cùng ngày với hội nghị “%(title)s”.") % {
            "reference": row.recommendation.reference,
            "title": row.conference.title,
        }


def taken_from_what_stands(day) -> Iterator[str]:
    """What was taken as a recommendation is an opinion that stands, and the recommendation says where it comes from."""
    sources = Recommendation.Source
    rows = Opinion.objects.filter(recommendation__isnull=False)
    said = Q(recommendation__source__in=[sources.DIALOGUE, sources.CONFERENCE])
    wrong = Q(voided_at__isnull=False) | Q(conference__voided_at__isnull=False) | ~said
    wrong &= Q(recommendation__voided_at=None)
    for row in rows.filter(wrong).select_related("conference", "recommendation").order_by("pk").iterator():
        yield _("Kiến nghị %(reference)s không khớp với ý kiến tại hội nghị “%(title)s” mà nó từ đó ra.") % {
            "reference": row.recommendation.reference,
            "title": row.conference.title,
        }


CHECKS = (
    (gettext_lazy("Hội nghị có đơn vị tổ chức trên bản đồ của ngày họp"), held_where_a_unit_stood),
    (gettext_lazy("Ý kiến chỉ có ở hội nghị đã họp"), said_where_something_was_held),
    (gettext_lazy("Kiến nghị từ hội nghị nêu đúng ngày họp"), taken_as_it_was_said),
    (gettext_lazy("Kiến nghị từ hội nghị nối đúng với ý kiến"), taken_from_what_stands),
)
