"""The numbers that the pages show, by name, as plain values: for `manage.py figures` and whoever reads its JSON.

Each takes a unit's code, a scheme's code and a day or a period, and answers from the same queryset methods as the pages.
There is no scope here: who runs a command on the server may read everything.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.coverage import Coverage, coverage_as_figures
from assignments.household_figures import households_as_figures
from assignments.models import Scheme
from assignments.querysets.coverage import schemes_over
from assignments.querysets.targets import place_on
from branches.models import OrganisationVersion, Unit, UnitPlacement
from matters.ageing import Ageing, recommendations_as_figures
from matters.contributions import contributions_as_figures
from matters.counting import ConferenceCounts, conferences_as_figures, conferences_of
from matters.models import Contribution
from matters.urgent_register import register_as_figures, register_of
from reports.expected import Expected, attendance_as_figures
from reports.querysets.checklists import ChecklistCoverage, checklist_as_figures
from reports.reviewing import review_figures
from scores.monthly import scores_as_figures
from scores.targeting import TargetBoard, targets_as_figures


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


def attendance_figures(*, starts_on, ends_on, on, unit_code=None, scheme_code=None) -> dict:
    """Attendance in `[starts_on, ends_on)` as known on `on`, under a unit read on the last day of the period:

    - `turns` (lượt), `people`, `meetings`, `branches`: four counts of the meetings of branches that cadres attended;
    - `expected`, `attended` (never more than expected in a month), `missing`, `excused` (`with_stand_in` of them by
      somebody else), `to_report` (over, but the report may still be in time on `on`: not missing; of a period that
      ended longer ago than the schemes' `report_days` always 0), `not_due`, `not_held`: what the quotas asked for;
    - `on_time`, `late`, `unreported`, `awaiting`: the turns by their reports, together all turns;
    - `by_group`, `by_kind`: turns by the cadre's group of that day and by the kind of meeting; `by_month`;
    - `without_assignment`: turns of people who were not assigned there;
    - `committees`: the same of conferences of committees, counted apart.

    `scheme_code` None: of all schemes, turns under none among them; `unit_code` None: the scheme's issuer, else the only
    unit at the top of the map. Raises ValidationError.
    """
    last = ends_on - timedelta(days=1)
    unit = _unit(unit_code, last) if unit_code else None
    scheme = _scheme(scheme_code, unit, last) if scheme_code else None
    area = unit or (scheme.issuer if scheme else _top(last))
    return attendance_as_figures(Expected(area, starts_on, ends_on, on, scheme))


def checklist_figures(*, starts_on, ends_on, on, unit_code=None, scheme_code=None) -> dict:
    """Which items of the checklists were touched in `[starts_on, ends_on)` (`checklist_as_figures`). The unit is read on
    the last day of the period. Raises ValidationError."""
    day = ends_on - timedelta(days=1)
    unit = _unit(unit_code, day) if unit_code else None
    scheme = _scheme(scheme_code, unit, day)
    return checklist_as_figures(ChecklistCoverage(scheme, unit or scheme.issuer, starts_on, ends_on))


# --- conferences ---
def conference_figures(*, starts_on, ends_on, on, unit_code=None, scheme_code=None) -> dict:
    """Conferences that were held in `[starts_on, ends_on)` under a unit read on the last day of the period, each placed by the
    map of its own day:

    - `by_kind`: {kind: {events, units}}, every kind: how many were held, and how many distinct units held them;
    - `events`, `units`: over all kinds, so that `units` is less than the sum where a unit held several kinds;
    - `participants` (`uncounted`: conferences of which nobody wrote down how many came), `people_speaking`, `opinions`,
      `turns_speaking`, `on_the_spot`;
    - `by_level`, `by_year` (with `by_kind` of each year), `by_zone` (those called for a zone), `by_organiser`.

    `scheme_code` None: under whatever scheme; `unit_code` None: the scheme's issuer, else the only unit at the top of the
    map. Raises ValidationError.
    """
    last = ends_on - timedelta(days=1)
    unit = _unit(unit_code, last) if unit_code else None
    scheme = _scheme(scheme_code, unit, last) if scheme_code else None
    area = unit or (scheme.issuer if scheme else _top(last))
    return conferences_as_figures(
        ConferenceCounts(conferences_of(area, starts_on, ends_on, scheme=scheme)), last
    )


# Urgent matters, resources mobilised
def urgent_matters_figures(
    *, on, unit_code=None, scheme_code=None, year=None, starts_on=None, ends_on=None
) -> dict:
    """The register of urgent matters (`register_as_figures`) of `year`, else of the years that `[starts_on, ends_on)` touches,
    else of the year of `on`; as it stands on the last day of those, or on `on` where that is earlier. The unit is read on
    that day; without one, everywhere. Raises ValidationError."""
    if year is not None:
        first = last = year
    elif starts_on:
        first, last = starts_on.year, (ends_on - timedelta(days=1)).year
    else:
        first = last = on.year
    until = ends_on - timedelta(days=1) if ends_on and year is None else date(last, 12, 31)
    day = min(until, on)
    unit = _unit(unit_code, day) if unit_code else None
    return register_as_figures(register_of(unit, first, last, day))


def contribution_figures(*, on, unit_code=None, scheme_code=None, starts_on=None, ends_on=None) -> dict:
    """What was mobilised in `[starts_on, ends_on)`, else until `on` (`contributions_as_figures`), under a unit read on the last
    day of the period. `scheme_code` None: under whatever scheme, or none. Raises ValidationError."""
    ends_on = ends_on or on + timedelta(days=1)
    day = ends_on - timedelta(days=1)
    rows = Contribution.objects.standing().during(starts_on, ends_on)
    unit = _unit(unit_code, day) if unit_code else None
    if unit:
        rows = rows.under(unit)
    if scheme_code:
        rows = rows.filter(scheme=_scheme(scheme_code, unit, day))
    return contributions_as_figures(rows)


# What was raised, and what came of it
def recommendation_figures(*, on, unit_code=None, scheme_code=None, starts_on=None, ends_on=None) -> dict:
    """What was raised in `[starts_on, ends_on)`, else ever, and what had come of it on `on` (`recommendations_as_figures`): each
    voice placed by the map of the day on which it was raised, under a unit read on the last day of the period. `unit_code`
    None: the scheme's issuer, else everywhere. Raises ValidationError."""
    day = ends_on - timedelta(days=1) if ends_on else on
    unit = _unit(unit_code, day) if unit_code else None
    if unit is None and scheme_code:
        unit = _scheme(scheme_code, None, day).issuer
    return recommendations_as_figures(Ageing(None, unit, on, starts_on, ends_on))


# What a year was to bring, and what it brought
def target_figures(*, on, unit_code=None, scheme_code=None, year=None, starts_on=None, ends_on=None) -> dict:
    """Targets of `year`, else of the year in which the period begins, else of that of `on` (`targets_as_figures`), as known on
    `on`, under a unit read on that day or the last of the year. `unit_code` None: everywhere. Raises ValidationError."""
    year = year or (starts_on or on).year
    day = min(on, date(year, 12, 31))
    return targets_as_figures(TargetBoard(_unit(unit_code, day) if unit_code else None, year, day))


# Scores of months and of meetings
def score_figures(*, starts_on, ends_on, on, unit_code=None, scheme_code=None) -> dict:
    """Scores of the periods that begin in `[starts_on, ends_on)` (`scores_as_figures`), each placed by the map of its day, under a
    unit read on the last day of the period; without one everywhere. Raises ValidationError."""
    unit = _unit(unit_code, ends_on - timedelta(days=1)) if unit_code else None
    return scores_as_figures(unit, starts_on, ends_on, on)


# All of them for a period, each with the period before
def all_figures(*, starts_on, ends_on, on, unit_code=None, scheme_code=None) -> dict:
    """Every figure of `[starts_on, ends_on)` as known on `on`, beside the period before (`review_figures`), under a unit read on
    the last day of the period. `unit_code` None: the scheme's issuer, else the only unit at the top of the map. Raises
    ValidationError."""
    last = ends_on - timedelta(days=1)
    unit = _unit(unit_code, last) if unit_code else None
    scheme = _scheme(scheme_code, unit, last) if scheme_code else None
    area = unit or (scheme.issuer if scheme else _top(last))
    return review_figures(area, starts_on, ends_on, on=on, scheme=scheme)


# Party organisations of a day
def organisation_figures(*, on, unit_code=None, scheme_code=None) -> dict:
    """Party organisations in force on `on` with ground under a unit (`OrganisationVersionQuerySet.counted`), as their list shows
    them. `unit_code` None: everywhere. A scheme makes no difference. Raises ValidationError."""
    rows = OrganisationVersion.objects.on(on)
    return (rows.on_ground_of(_unit(unit_code, on), on) if unit_code else rows).counted()


# Households
def household_figures(*, on, unit_code=None, scheme_code=None) -> dict:
    """Households on `on` (`households_as_figures`) under a unit read that day. `unit_code` None: the scheme's issuer, else
    everywhere; `covered` is under whatever scheme. Raises ValidationError."""
    unit = _unit(unit_code, on) if unit_code else None
    if unit is None and scheme_code:
        unit = _scheme(scheme_code, None, on).issuer
    return households_as_figures(unit, on)


# Numbers as they stand on a day, and numbers of what happened in a period.
FIGURES = {
    "coverage": coverage_figures,
    "organisations": organisation_figures,
    "households": household_figures,
}
PERIOD_FIGURES = {"attendance": attendance_figures, "checklist": checklist_figures}
# --- conferences ---
PERIOD_FIGURES["conferences"] = conference_figures
PERIOD_FIGURES["scores"] = score_figures
PERIOD_FIGURES["review"] = all_figures
# Of a period where one is given, else as they stand on a day
EITHER_FIGURES = {
    "recommendations": recommendation_figures,
    "urgent_matters": urgent_matters_figures,
    "contributions": contribution_figures,
    "targets": target_figures,
}


def _top(day) -> Unit:
    tops = list(UnitPlacement.objects.on(day).filter(version__parent=None).select_related("unit")[:2])
    if len(tops) != 1:
        raise ValidationError(_("Hãy chọn đơn vị bằng --unit hoặc chủ trương bằng --scheme."))
    return tops[0].unit


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
