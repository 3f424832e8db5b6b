"""What the pages of urgent matters share: the matter in scope, who may do what with it, the way up."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from matters.models import UrgentMatter


def readable(request, key) -> UrgentMatter:
    """404 out of scope."""
    rows = UrgentMatter.objects.visible_to(request.scope).select_related(
        "organisation", "unit", "topic", "confirmed_by", "done_by"
    )
    return get_object_or_404(rows, key=key)


def writable(request, key) -> UrgentMatter:
    """The one that he also writes: 403 where he may only read."""
    matter = readable(request, key)
    if not is_writable(request, matter):
        raise PermissionDenied
    return matter


def is_writable(request, matter) -> bool:
    return UrgentMatter.objects.writable_by(request.scope).filter(pk=matter.pk).exists()


def is_confirmable(request, matter) -> bool:
    return UrgentMatter.objects.confirmable_by(request.scope).filter(pk=matter.pk).exists()


def register_crumbs(here) -> list[tuple]:
    return [(_("Việc cấp bách"), reverse("matters:urgent_list")), (here, None)]


def crumbs_of(matter, here=None) -> list[tuple]:
    crumbs = [
        (_("Việc cấp bách"), reverse("matters:urgent_list")),
        (matter.reference, matter.get_absolute_url() if here else None),
    ]
    return [*crumbs, (here, None)] if here else crumbs
