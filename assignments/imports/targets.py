"""What a row wants to be followed: a unit or an organisation on the row's day, a zone, a household or a group."""

from django.utils.translation import gettext as _

from branches.imports.codes import (
    find_dated,
    find_known,
    in_chunks,
    organisation_codes,
    said_codes,
    unit_codes,
    with_zeros,
)
from branches.imports.pipeline import Context
from branches.imports.plan import Plan
from branches.models import Household, HouseholdGroup, Zone

_MODELS = {"zone": Zone, "household": Household, "group": HouseholdGroup}


class Targets:
    """`find(row)` is the Unit, Organisation, Zone, Household or HouseholdGroup that `target_kind`, `target_code` name."""

    def __init__(self, plan: Plan, context: Context, rows: list[dict]):
        self.plan, self.context = plan, context
        codes = {
            kind: said_codes([row for row in rows if row["target_kind"] == kind], "target_code")
            for kind in ("unit", "organisation", *_MODELS)
        }
        self._units = unit_codes(codes["unit"], context)
        self._organisations = organisation_codes(codes["organisation"], context)
        self._known = {
            kind: {
                each.code: each
                for each in in_chunks(model.objects.select_related("unit"), "code", with_zeros(codes[kind]))
                if context.may_write(each.unit)
            }
            for kind, model in _MODELS.items()
        }

    def find(self, row: dict):
        kind, on = row["target_kind"], row["starts_on"]
        if kind == "unit":
            version = find_dated(self.plan, self.context, self._units, row, "target_code", on, _("đơn vị"))
            return version.unit if version else None
        if kind == "organisation":
            version = find_dated(
                self.plan, self.context, self._organisations, row, "target_code", on, _("tổ chức")
            )
            return version.organisation if version else None
        labels = {"zone": _("cụm"), "household": _("hộ"), "group": _("tổ, nhóm hộ")}
        return find_known(self.plan, self.context, self._known[kind], row, "target_code", labels[kind])
