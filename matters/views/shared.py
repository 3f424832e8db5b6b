"""What the pages of matters share: the way up."""

from django.urls import reverse
from django.utils.translation import gettext as _


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
