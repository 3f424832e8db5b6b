"""The ground that tests of reports stand on: a district with branches in its hamlets, a scheme, a cadre who reports, and
the people who read him. Reports are made through the models: what the form makes of an input is tested with the form."""

import uuid
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace

from assignments.models import Assignment
from branches.models import Zone, ZoneMember
from meetings.models import Attendance, Meeting
from reports.likeness import shingles
from reports.models import Report, ReportStep, SensitiveNote
from reports.models.reports import TEXTS
from tests.assignments.ground import ground as assigning_ground
from tests.factories import START, GrantFactory, UserFactory, organisation

MET = date(2026, 10, 24)
FILED = date(2026, 10, 26)
DUE = date(2026, 10, 29)
DAY = date(2026, 10, 28)
_numbers = count(1)
COUNTS = {
    "members": 20,
    "exempt": 2,
    "special_duty": 0,
    "present": 16,
    "excused": 1,
    "unexcused": 1,
    "speaking": 5,
}


def ground(**scheme_fields) -> SimpleNamespace:
    """`land.report()` files one; `land.reader(role)` is a new user with that role over the district."""
    land = assigning_ground(**scheme_fields)
    land.branches = [
        organisation(hamlet, code=f"CB-{hamlet.key}", name=f"Chi bộ ấp {number}", branch_type="residential")
        for number, hamlet in enumerate(land.hamlets, start=1)
    ]
    land.branch, land.hamlet = land.branches[0], land.hamlets[0]
    land.commune = land.units["P1D1C1"]
    land.author = UserFactory(full_name="Phạm Văn Dự")
    land.visitor = land.cadre(full_name="Phạm Văn Dự", user=land.author)
    land.assignment = Assignment.objects.create(
        scheme=land.scheme,
        cadre=land.visitor,
        target_unit=land.hamlet,
        unit=land.hamlet,
        starts_on=START,
        one_per_target=True,
    )
    land.reader = lambda role, **over: reader(role, **(over or {"unit": land.district}))
    GrantFactory(user=land.officer, unit=land.district)
    land.report = lambda **fields: filed(land, **fields)
    return land


def reader(role, **over):
    user = UserFactory()
    GrantFactory(user=user, role=role, **over)
    return user


def zone_leader(land, *communes):
    """A user who leads a zone of the district's with these communes."""
    number = next(_numbers)
    zone = Zone.objects.create(unit=land.district, code=f"CUM{number}", name=f"Cụm {number}", starts_on=START)
    for commune in communes:
        ZoneMember.objects.create(zone=zone, unit=commune, starts_on=START)
    return reader("zone_leader", zone=zone)


def filed(land, *, branch=None, met_on=MET, sensitive="", **fields) -> Report:
    """A report on the branch's meeting of `met_on`; `sensitive` makes its separate record."""
    branch = branch or land.branch
    cadre = fields.pop("cadre", land.visitor)
    attended = fields.pop("attended", "yes")
    counts = fields.pop("counts", COUNTS)
    meeting, _made = Meeting.objects.get_or_create(
        organisation=branch,
        kind="regular",
        body="branch",
        held_on=met_on,
        defaults={"unit": branch.unit, "month": met_on.replace(day=1), "outcome": "held"},
    )
    turn = None
    if attended in ("yes", "part"):
        turn = Attendance.objects.create(
            cadre=cadre, meeting=meeting, unit=branch.unit, attended_on=met_on, scheme=land.scheme, **counts
        )
    values = {
        "number": f"BC-{met_on:%Y-%m}-{next(_numbers):04}",
        "client_key": uuid.uuid4(),
        "body_hash": "",
        "author": cadre.user,
        "cadre": cadre,
        "scheme": land.scheme,
        "issuer": land.scheme.issuer,
        "unit": branch.unit,
        "organisation": branch,
        "meeting": meeting,
        "attendance": turn,
        "met_on": met_on,
        "due_on": met_on + timedelta(days=5),
        "submitted_on": met_on + timedelta(days=2),
        "attended": attended,
        "holds_no_secret": True,
        "comments": "Nên phân công cụ thể từng đảng viên.",
    } | fields
    values.setdefault("shingles", shingles(values.get(name, "") for name in TEXTS))
    report = Report.objects.create(**values)
    ReportStep.objects.create(report=report, step=ReportStep.Step.SUBMITTED, by=report.author)
    if sensitive:
        SensitiveNote.objects.create(report=report, text=sensitive, expires_on=met_on + timedelta(days=730))
    return report
