"""A locality that comes in from lists alone, and its numbers as the command `figures` prints them."""

import io
import json
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction

from branches.models import UnitVersion
from tests.files import bring_in, counts, csv_file, xlsx
from tests.pages import browser_of, words

UNITS = ["code", "level", "name", "parent_code"]
BODIES = ["code", "kind", "name", "parent_code", "unit_code", "branch_type"]
AGENCIES = ["code", "name", "kind", "unit_code"]
DOCUMENTS = ["issuer_code", "type", "number", "issued_on", "title"]
SCHEMES = ["code", "name", "issuer_code", "preset", "starts_on"]
CADRES = ["code", "full_name", "agency_code", "position", "group", "starts_on"]
ASSIGNMENTS = ["scheme", "assignee_kind", "assignee_code", "target_kind", "target_code", "starts_on"]
HOLDERS = [
    "organisation_or_unit_code",
    "office",
    "full_name",
    "starts_on",
    "is_part_time_cadre",
    "is_local",
]
GROUPS = ["code", "hamlet_code", "name"]
HOUSEHOLDS = ["code", "hamlet_code", "head_name", "group_code", "people", "tags"]
INDICATORS = ["unit_or_organisation_code", "indicator", "date", "value", "whole", "qualifier", "category"]
MODELS = ["organisation_code", "model", "year", "registered_on"]
TARGETS = ["organisation_code", "indicator", "year", "value"]


class Place:
    """What an office sends, brought in by `import_rows`. `code`: the unit that is asked about."""

    def __init__(self, folder, code):
        self.folder, self.code = folder, code

    def bring(self, kind, heading, rows, *, as_csv=False, ended=0, **options):
        """Every row of the list is new, but so many that end what stands."""
        make, ending = (csv_file, "csv") if as_csv else (xlsx, "xlsx")
        answer = bring_in(kind, make(self.folder / f"{kind}.{ending}", [heading, *rows]), **options)
        assert counts(answer) == (len(rows) - ended, 0, ended, 0)

    def figures(self, name, **options) -> dict:
        """`figures NAME --unit CODE --json`; `since`, `until`: the half-open period."""
        asked = {"unit": self.code} | options
        names = {"since": "from", "until": "to"}
        arguments = [part for key, said in asked.items() for part in (f"--{names.get(key, key)}", str(said))]
        out = io.StringIO()
        call_command("figures", name, *arguments, "--json", stdout=out)
        return json.loads(out.getvalue())

    @property
    def unit(self):
        return UnitVersion.objects.filter(code=self.code).latest("starts_on").unit

    def page(self, address) -> str:
        """What an officer of the place reads there."""
        return words(self._seen(address))

    def html(self, address) -> str:
        return self._seen(address).content.decode()

    def listed(self, address) -> int:
        """How many rows a list page says that there are."""
        return self._seen(address).context["total"]

    def _seen(self, address):
        response = browser_of("org_staff", unit=self.unit).get(address)
        assert response.status_code == 200
        return response


@contextmanager
def brought_in(django_db_blocker, folder, code, lists):
    """A Place with what `lists(place)` brings, once for a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        place = Place(folder, code)
        lists(place)
        yield place
        transaction.set_rollback(True)


@contextmanager
def taken_back():
    """What a test does on top of its module's place."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
