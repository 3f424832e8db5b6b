"""A district with a branch in each hamlet, two agencies that answer, and everybody who may read a matter or may not."""

from datetime import date
from types import SimpleNamespace

from matters.models import Answer, Handling, Recommendation
from tests.common.attachments.files import paper
from tests.factories import AgencyFactory
from tests.reports.filed import ground as reports_ground
from tests.reports.filed import reader

RAISED, RECEIVED, HANDED, DUE = date(2026, 9, 1), date(2026, 9, 3), date(2026, 9, 4), date(2026, 9, 25)
DAY = date(2026, 9, 21)


def agency_ground(**scheme_fields) -> SimpleNamespace:
    """`land.lead` and `land.co` are agencies of the district, `land.other` one more that has nothing; `land.handlers`
    their people."""
    land = reports_ground(**scheme_fields)
    land.lead = AgencyFactory(unit=land.district, name="Phòng Kinh tế")
    land.co = AgencyFactory(unit=land.district, name="Phòng Giao thông")
    land.other = AgencyFactory(unit=land.district, name="Phòng Văn hóa")
    land.handlers = {each.pk: reader("handler", agency=each) for each in (land.lead, land.co, land.other)}
    land.of = lambda agency: land.handlers[agency.pk]
    land.raised = lambda **fields: raised(land, **fields)
    land.handed = lambda matter, agency=None, **fields: handed(matter, agency or land.lead, **fields)
    return land


def raised(land, *, branch=None, **fields) -> Recommendation:
    """A matter that stands, straight into the tables."""
    branch = branch or land.branch
    number = Recommendation.objects.count() + 1
    return Recommendation.objects.create(
        **{
            "reference": f"KN-2026-{number:04d}",
            "unit": branch.unit,
            "issuer": land.district,
            "organisation": branch,
            "source": "hand",
            "raised_on": RAISED,
            "received_on": RECEIVED,
            "content": "Cầu Kênh Ba bị sụt, xe không qua được",
        }
        | fields
    )


def handed(matter, agency, **fields) -> Handling:
    return Handling.objects.create(
        **{"recommendation": matter, "agency": agency, "given_on": HANDED, "due_on": DUE} | fields
    )


def answered(handling, **fields) -> Answer:
    """What its agency answered; the row alone, without what follows from it."""
    return Answer.objects.create(
        **{
            "recommendation": handling.recommendation,
            "handling": handling,
            "agency": handling.agency,
            "answered_on": DAY,
            "text": "Sẽ sửa xong trong quý IV",
            "is_final": handling.is_lead,
            "outcome": "in_progress",
        }
        | fields
    )


def letter(*words):
    """A PDF as an agency sends it."""
    return paper(*(words or ("Trả lời kiến nghị",)))
