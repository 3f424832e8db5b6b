"""What the pages of cadres and teams share: fetching in scope, who may write, the way up."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.models import Cadre


def visible_cadre(request, key) -> Cadre:
    """A cadre whom the reader may see, with his unit and login; 404 for any other."""
    rows = Cadre.objects.visible_to(request.scope)
    return get_object_or_404(rows.select_related("unit", "user", "home_unit", "merged_into"), key=key)


def writable_cadre(request, key, permission="cadres.write") -> Cadre:
    """The same, and the reader may change what `permission` names there; 403 where he may only read."""
    cadre = visible_cadre(request, key)
    if not may_write(request.scope, cadre.unit, permission) or cadre.merged_into_id:
        raise PermissionDenied
    return cadre


def may_write(scope, unit, permission="cadres.write") -> bool:
    return scope.reach(permission).covers(unit.access_path, unit.pk)


def cadre_crumbs(request, here, cadre=None):
    """The list is for those who read cadres; an employer and the cadre himself come from elsewhere."""
    above = [(_("Cán bộ"), reverse("assignments:cadre_list"))] if request.scope.may("cadres.read") else []
    if cadre:
        above.append((cadre.full_name, cadre.get_absolute_url()))
    return [*above, (here, None)]


def day_words(day) -> str:
    return date_format(day, "d/m/Y")
