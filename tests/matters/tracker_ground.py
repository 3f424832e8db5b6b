"""The ground of the tracker's pages: the matters' ground with the people who read it, and a neighbour who may not."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import AgencyFactory, GrantFactory, UserFactory, organisation
from tests.matters.ground import matters_ground
from tests.pages import signed_in


def tracker_ground():
    """`officer` is staff of the district, `leader` leads it, `office` is of the commune, `secretary` of the branch, `handler`
    of the leading agency, `stranger` of another agency, `neighbour` secretary of the other branch of the commune; each with a
    browser. `today` is the machine's: pages ask it."""
    land = matters_ground()
    land.today = timezone.localdate()
    land.day = lambda back: land.today - timedelta(days=back)
    district, commune = land.district, land.units["P1D1C1"]
    land.other_agency = AgencyFactory(unit=district, name="Phòng Văn hóa")
    land.visitor = UserFactory(full_name="Phạm Văn Dự")
    land.cadre.user = land.visitor
    land.cadre.save()
    GrantFactory(user=land.officer, unit=district)
    land.browser = signed_in(land.officer)
    over = {
        "leader": {"role": "leader", "unit": district},
        "office": {"role": "commune_office", "unit": commune},
        "secretary": {"role": "branch_secretary", "organisation": land.branch},
        "neighbour": {"role": "branch_secretary", "organisation": land.twin},
        "handler": {"role": "handler", "agency": land.lead},
        "stranger": {"role": "handler", "agency": land.other_agency},
        "other_commune": {"role": "commune_office", "unit": land.units["P1D1C2"]},
        "other_district": {"role": "org_staff", "unit": land.units["P1D2"]},
    }
    land.people, land.as_ = {"cadre": land.visitor}, {"cadre": signed_in(land.visitor)}
    for name, grant in over.items():
        user = UserFactory(full_name=f"Người {name}")
        GrantFactory(user=user, **grant)
        land.people[name], land.as_[name] = user, signed_in(user)
    return land


__all__ = ["organisation", "tracker_ground"]
