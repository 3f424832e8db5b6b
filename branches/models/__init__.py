from branches.models.agencies import Agency, AgencyKind
from branches.models.documents import DocumentRelation, OfficialDocument
from branches.models.grants import Grant, Role
from branches.models.households import (
    Household,
    HouseholdGroup,
    HouseholdMembership,
    HouseholdRead,
    HouseholdTag,
    HouseholdTagging,
)
from branches.models.imports import ImportRun
from branches.models.organisations import (
    MemberCount,
    Office,
    OfficeHolder,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
)
from branches.models.papers import Paper
from branches.models.units import (
    Level,
    Unit,
    UnitAlias,
    UnitKind,
    UnitPlacement,
    UnitSuccession,
    UnitVersion,
)
from branches.models.zones import Zone, ZoneMember

__all__ = [
    "Agency",
    "AgencyKind",
    "DocumentRelation",
    "Grant",
    "Household",
    "HouseholdGroup",
    "HouseholdMembership",
    "HouseholdRead",
    "HouseholdTag",
    "HouseholdTagging",
    "ImportRun",
    "Level",
    "MemberCount",
    "Office",
    "OfficeHolder",
    "OfficialDocument",
    "Organisation",
    "OrganisationUnit",
    "OrganisationVersion",
    "Paper",
    "Role",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "UnitPlacement",
    "UnitSuccession",
    "UnitVersion",
    "Zone",
    "ZoneMember",
]
