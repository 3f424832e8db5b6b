"""A district with Kim Sơn's scheme (one turn a month, any branch of the commune, unannounced, five days for the report), a
branch in each hamlet, meetings on the 24th, and a deadline for schedules on the 25th of the month before."""

from datetime import date
from types import SimpleNamespace

from meetings.models import Schedule, ScheduleRule, Visit
from tests.factories import START, CadreFactory, GrantFactory, SchemeFactory, UserFactory
from tests.meetings.choice_ground import choice_ground
from tests.reports.things import follow, meeting

OCTOBER = date(2026, 10, 1)
MET = date(2026, 10, 24)
KIM_SON = {"report_days": 5}


def due_ground(**scheme_fields) -> SimpleNamespace:
    land = choice_ground(**(KIM_SON | scheme_fields))
    ScheduleRule.objects.create(unit=land.district, due_day=25, starts_on=START)
    land.communes = [land.units["P1D1C1"], land.units["P1D1C2"]]
    land.person = lambda **fields: person(land, **fields)
    land.fixed = lambda **fields: SchemeFactory(
        issuer=land.district,
        target_kind="organisation",
        choice="branch",
        turns_per_month=1,
        report_days=5,
        **fields,
    )
    land.choosing = lambda cadre=None, code="P1D1C1", **fields: follow(
        land.scheme, cadre or land.person(), land.units[code], **{"starts_on": OCTOBER} | fields
    )
    return land


def person(land, **fields):
    """A cadre with a login and an address for letters."""
    cadre = CadreFactory(unit=land.district, **fields)
    if "user" not in fields:
        cadre.user = UserFactory(full_name=cadre.full_name, email=f"can-bo-{cadre.pk}@example.org")
        cadre.save()
    return cadre


def office(land, code="P1D1C1"):
    """Who registers for the commune."""
    user = UserFactory(email=f"van-phong-{code.lower()}@example.org")
    GrantFactory(user=user, role="commune_office", unit=land.units[code])
    return user


def met(land, code, on=MET, **fields):
    return meeting(land.branches[code], on, **fields)


def visit(assignment, organisation, on=MET, *, cadre=None, meeting=None, **fields):
    return Visit.objects.create(
        **{
            "cadre": cadre or assignment.cadre,
            "scheme": assignment.scheme,
            "assignment": assignment,
            "issuer": assignment.scheme.issuer,
            "organisation": organisation,
            "unit": organisation.unit,
            "meeting": meeting,
            "month": on.replace(day=1),
            "planned_on": on,
            "is_announced": assignment.scheme.is_announced,
        }
        | fields
    )


def sent(unit, month, **fields):
    at = f"{month:%Y-%m-%d}T00:00:00Z"
    return Schedule.objects.create(
        unit=unit, month=month, **{"state": "sent", "first_sent_at": at, "sent_at": at} | fields
    )
