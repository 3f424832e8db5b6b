"""Groups of cadres and posts: the small lists that officers maintain, on the page that all such lists share."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from assignments.models import CadreGroup, Post
from branches.views.reference import Reference, row_page, rows_page
from common.policy import policy

LISTS = {
    each.name: each
    for each in (
        Reference(
            "nhom-can-bo",
            CadreGroup,
            _("Nhóm cán bộ"),
            _("Thêm nhóm cán bộ"),
            fields=("sort",),
            order=("sort", "name"),
            app="assignments",
        ),
        Reference(
            "chuc-vu",
            Post,
            _("Chức vụ"),
            _("Thêm chức vụ"),
            fields=("group",),
            order=("sort_key",),
            key="pk",
            app="assignments",
        ),
    )
}


@policy("cadres.write")
def reference_rows(request, name):
    return rows_page(request, _list(name))


@policy("cadres.write")
def reference_add(request, name):
    return row_page(request, _list(name), None)


@policy("cadres.write")
def reference_change(request, name, code):
    return row_page(request, _list(name), code)


def _list(name):
    if name not in LISTS:
        raise Http404
    return LISTS[name]
