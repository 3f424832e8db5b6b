"""What the pages of matters share: the way up."""

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.choosing import choices_of


def list_crumb(request):
    """The list that the reader comes from: the committee's, or that of his own place."""
    if request.scope.may("matters.read"):
        return _("Kiến nghị"), reverse("matters:recommendation_list")
    if request.scope.cadre_ids or request.scope.may("matters.own"):
        return _("Kiến nghị đã nêu"), reverse("matters:own_list")
    return None


def matter_crumbs(request, row, here=None):
    crumbs = [list_crumb(request)] if list_crumb(request) else []
    if here is None:
        return [*crumbs, (row.reference, None)]
    return [*crumbs, (row.reference, row.get_absolute_url()), (here, None)]


def follows_any(request) -> bool:
    """Whether the reader is assigned to a place today."""
    cadre = follower_of(request)
    return bool(cadre) and bool(choices_of(cadre, request.day))


def follower_of(request):
    """The reader as a cadre of today; None for whoever is none."""
    cadre = getattr(request.user, "cadre", None) if request.scope.cadre_ids else None
    return (cadre.merged_into or cadre) if cadre else None
