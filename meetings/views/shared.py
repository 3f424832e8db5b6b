"""What the pages about a branch share: the branch in scope, its name, the way up."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.querysets.bodies import organisation_names
from meetings.querysets.bodies import bodies_read_by, bodies_written_by


def readable_body(request, key):
    """The organisation whose life the reader reads; 404 out of scope."""
    return get_object_or_404(bodies_read_by(request.scope).select_related("unit"), key=key)


def writable_body(request, key, permission="meetings.write"):
    """The one that he also writes for: 403 where he may only read."""
    organisation = readable_body(request, key)
    if not bodies_written_by(request.scope, permission).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    return organisation


def name_of(organisation, day) -> str:
    return organisation_names([organisation.pk], day).get(organisation.pk, "")


def branch_crumbs(organisation, name, here=None):
    """The way: the meetings, the branch, the page."""
    url = reverse("meetings:branch_page", args=[organisation.key]) if here else None
    crumbs = [(_("Lịch sinh hoạt"), reverse("meetings:meeting_list")), (name, url)]
    return [*crumbs, (here, None)] if here else crumbs
