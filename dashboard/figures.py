"""The numbers that the pages show, by name, as plain values: for `manage.py figures` and whoever reads its JSON.

Each takes a unit's code, a scheme's code and a day, and answers from the same queryset methods as the pages. There is
no scope here: who runs a command on the server may read everything.
"""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.coverage import Coverage
from assignments.models import Scheme
from assignments.querysets.coverage import schemes_over
from assignments.querysets.targets import place_on
from branches.models import Unit


def coverage_figures(*, on, unit_code=None, scheme_code=None) -> dict:
    """Coverage of a scheme under a unit on a day; dates are ISO text.

    - `units`, `covered`: targets of whatever kind the scheme has, and those that somebody follows;
    - `vacant`: [{code, name, since, days, reason}], the longest vacancy first;
    - `cadres`: distinct assignees; `cadres_with_several`: [{code, name, units: [{code, name}]}], those with more than
      the scheme wants under this unit; `cadres_without`: [{code, name}], eligible cadres of the issuer with nothing to
      follow under the scheme (whatever the unit);
    - `by_level`: {level code, or branch, zone, household, group: {units, covered}} over the linked schemes in force;
    - `by_group`: {group code: cadres}, whose sum is `cadres`;
    - `under`: [{code, name, units, covered}], the units directly below; they and what lies in the unit itself add up.

    `unit_code` None is the scheme's issuer; `scheme_code` None is the only scheme there is. Raises ValidationError.
    """
    unit = _unit(unit_code, on) if unit_code else None
    scheme = _scheme(scheme_code, unit, on)
    return coverage_as_figures(Coverage(scheme, unit or scheme.issuer, on))


def coverage_as_figures(coverage: Coverage) -> dict:
    return {
        "units": coverage.units,
        "covered": coverage.covered,
        "vacant": [
            {
                "code": each.code,
                "name": each.name,
                "since": each.since.isoformat(),
                "days": each.days,
                "reason": each.reason,
            }
            for each in coverage.vacancies()
        ],
        "cadres": coverage.cadres,
        "cadres_with_several": [
            {
                "code": each.code,
                "name": each.name,
                "units": [{"code": code, "name": name} for code, name in each.targets],
            }
            for each in coverage.several()
        ],
        "cadres_without": [{"code": each.code, "name": each.full_name} for each in coverage.idle],
        "by_level": {
            key: {"units": share.units, "covered": share.covered} for key, share in coverage.by_level.items()
        },
        "by_group": coverage.by_group,
        "under": [
            {
                "code": child.code,
                "name": child.name,
                "units": child.share.units,
                "covered": child.share.covered,
            }
            for child in coverage.children
        ],
    }


FIGURES = {"coverage": coverage_figures}


def _unit(code, day) -> Unit:
    unit = Unit.objects.coded(code, day).first()
    if unit is None:
        raise ValidationError(
            _("Ngày %(day)s không có đơn vị nào mang mã %(code)s.") % {"day": _day(day), "code": code}
        )
    return unit


def _scheme(code, unit, day) -> Scheme:
    schemes = Scheme.objects.select_related("issuer", "target_level").order_by("code")
    if code:
        scheme = schemes.filter(code=code).first()
        if scheme is None:
            raise ValidationError(_("Không có chủ trương nào mang mã %(code)s.") % {"code": code})
        return scheme
    found = list(schemes_over(place_on(unit, day), day).order_by("code") if unit else schemes)
    if len(found) > 1:
        found = [scheme for scheme in found if scheme.holds_on(day)] or found
    if not found:
        raise ValidationError(_("Chưa có chủ trương nào. Hãy lập hoặc nhập chủ trương trước."))
    if len(found) > 1:
        raise ValidationError(
            _("Có %(count)s chủ trương; hãy chọn một bằng --scheme: %(codes)s.")
            % {"count": len(found), "codes": ", ".join(scheme.code for scheme in found)}
        )
    return found[0]


def _day(day) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
