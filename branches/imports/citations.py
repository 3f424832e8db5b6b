"""How lists cite official documents: by issuer, type, number and date, or by the number alone."""

import re
from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from branches.imports.codes import correct, in_chunks, not_there, offered, organisation_codes, unit_codes
from branches.imports.pipeline import Context
from branches.imports.plan import Plan, day
from branches.models import OfficialDocument, Organisation
from common.spreadsheets.cells import CellError, to_date
from common.text import match_key, search_key

# How lists write the types that domain.md names; other types stay as they are written.
_TYPES = {
    "quyet dinh": "QĐ",
    "qd": "QĐ",
    "quy dinh": "QĐi",
    "qdi": "QĐi",
    "ke hoach": "KH",
    "thong bao": "TB",
    "nghi quyet": "NQ",
    "chi thi": "CT",
    "chuong trinh": "CTr",
    "ctr": "CTr",
    "ket luan": "KL",
    "huong dan": "HD",
    "quy che": "QC",
    "cong van": "CV",
    "to trinh": "TTr",
    "bao cao": "BC",
}


def type_of(text: str) -> str:
    """The abbreviation by which a type is kept: "Quyết định" is QĐ."""
    if text in _TYPES.values():
        return text
    return _TYPES.get(search_key(text), text)


class Issuers:
    """The unit and the organisation (None for the unit's own committee) that a code names as an issuer."""

    def __init__(self, plan: Plan, context: Context, codes):
        self.plan, self.context = plan, context
        self.organisations = organisation_codes(codes, context)
        self.units = unit_codes(codes, context, only_writable=False)

    def find(self, row: dict, key: str, on: date):
        """(unit, organisation) of the row's code on `on`; None where it names nothing, with an error said."""
        found = self._on(row[key], on)
        if found is None:
            right = offered(row[key], lambda code: self._on(code, on) is not None)
            if right is None:
                codes = self.organisations if self.organisations.of(row[key]) else self.units
                sentence = not_there(self.context, codes, row[key], on, _("nơi ban hành"))
                self.plan.error(row, key, sentence)
                return None
            correct(self.plan, self.context, row, key, right)
            found = self._on(right, on)
        return found

    def _on(self, code: str, on: date):
        """On the day concerned; a document older than the map is that of whoever bears the code on the import's day."""
        body = self.organisations.on(code, on) or self.organisations.on(code, self.context.on)
        if body is not None:
            organisation = body.organisation
            is_committee = organisation.kind == Organisation.Kind.COMMITTEE
            return organisation.unit, None if is_committee else organisation
        unit = self.units.on(code, on) or self.units.on(code, self.context.on)
        return (unit.unit, None) if unit is not None else None


class Citations:
    """Documents of some issuers, found by number. `find` wants the latest on or before a day; two are an error."""

    def __init__(self, unit_ids):
        self._by_issuer = defaultdict(list)
        for document in in_chunks(OfficialDocument.objects.all(), "issuer_unit_id", unit_ids):
            self.add(document)

    def add(self, document: OfficialDocument) -> None:
        self._by_issuer[issuer_of(document)].append(document)

    def documents(self) -> list[OfficialDocument]:
        return [document for documents in self._by_issuer.values() for document in documents]

    def find(
        self,
        issuer,
        *,
        number: str,
        on: date,
        type_: str | None = None,
        issued_on: date | None = None,
        apart_from=None,
    ):
        """(document, refusal): the document that is cited, or the sentence that says why there is none.

        `issuer` is (unit, organisation). Without `issued_on` it is the latest on or before `on`.
        """
        unit, organisation = issuer
        key = unit.pk, organisation.pk if organisation else None
        candidates = [
            each
            for each in self._by_issuer[key]
            if each is not apart_from
            and is_number(each.number, number)
            and (type_ is None or search_key(each.type) == search_key(type_of(type_)))
            and (each.issued_on == issued_on if issued_on else each.issued_on <= on)
        ]
        exact = [each for each in candidates if match_key(each.number) == match_key(number)]
        candidates = exact or candidates
        latest = max((each.issued_on for each in candidates), default=None)
        candidates = [each for each in candidates if each.issued_on == latest]
        said = " ".join(filter(None, [type_, number, day(issued_on) if issued_on else ""]))
        if not candidates:
            return None, _(
                "Không có văn bản “%(said)s” của nơi ban hành này đến ngày %(day)s; hãy nhập văn bản trước."
            ) % {"said": said, "day": day(issued_on or on)}
        if len(candidates) > 1:
            return None, _("Có %(count)s văn bản “%(said)s”; hãy ghi đủ loại, số và ngày.") % {
                "count": len(candidates),
                "said": said,
            }
        return candidates[0], ""


def is_number(number: str, said: str) -> bool:
    """Whether `said` is the number: all of it, or its part before the sign (634 for 634-QĐ/HU)."""
    if match_key(number) == match_key(said):
        return True
    return said.isdigit() and re.split(r"[-/ ]", number)[0].lstrip("0") == said.lstrip("0")


def read_citation(text: str) -> dict:
    """ "QĐ 634-QĐ/HU 2016-09-01" as {"type_", "number", "issued_on"}; type and date may be missing."""
    words = [word for word in text.split() if search_key(word) not in ("so", "ngay")]
    found: dict = {"type_": None, "issued_on": None}
    try:
        found["issued_on"] = to_date(words[-1])
        words = words[:-1]
    except (CellError, IndexError):
        pass
    for length in (2, 1):
        if len(words) > length and (
            search_key(" ".join(words[:length])) in _TYPES or " ".join(words[:length]) in _TYPES.values()
        ):
            found["type_"] = type_of(" ".join(words[:length]))
            words = words[length:]
            break
    return {**found, "number": " ".join(words)}


def issuer_of(document: OfficialDocument):
    return document.issuer_unit_id, document.issuer_organisation_id
