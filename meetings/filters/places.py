"""Filters that lists of meetings, tasks and situations share: which commune, which branch."""

from django.db.models import Q
from django_filters import ChoiceFilter

from branches.models import OrganisationVersion, Unit, UnitPlacement
from branches.querysets.scoping import path_range, within
from branches.rules import COMMUNE as COMMUNE_LEVEL
from common.filters import SearchFilter


def communes_in(scope, permission, day) -> list[tuple[str, str]]:
    """[(key, name)] of the communes on one's ground, by name."""
    rows = UnitPlacement.objects.on(day).at_level(COMMUNE_LEVEL).filter(within(scope.reach(permission)))
    return list(rows.order_by("version__sort_key").values_list("unit__key", "version__name"))


class CommuneFilter(ChoiceFilter):
    """Rows that lie in a commune today; `permission` says of which ground the communes are offered."""

    def __init__(self, *args, permission="meetings.read", **kwargs):
        self.permission = permission
        super().__init__(*args, **kwargs)

    @property
    def field(self):
        request = self.parent.request
        self.extra["choices"] = communes_in(request.scope, self.permission, request.day)
        if hasattr(self, "_field"):
            del self._field
        return super().field

    def filter(self, rows, value):
        if not value:
            return rows
        path = Unit.objects.filter(key=value).values_list("access_path", flat=True).first()
        return rows.filter(path_range("unit__access_path", path)) if path else rows.none()


class BranchNameFilter(SearchFilter):
    """Rows of organisations (`organisation`, or the rows themselves with field "pk") whose name or code matches."""

    def filter(self, rows, value):
        from common.text import search_key

        key = search_key(value or "")
        if not key:
            return rows
        named = OrganisationVersion.objects.on(self.parent.request.day).filter(search_key__contains=key)
        return rows.filter(Q(**{f"{self.field_name}__in": named.values("organisation")}))
