"""Fields that name a person or an agency by what an officer writes."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.facts.cadres import described
from branches.forms.fields import SHOWN, PickField, PickManyField
from common.text import match_key, search_key


class WhoField(PickField):
    """One person by name or code; of several with one name the code decides."""

    def pick(self, text):
        found = self.find(text)
        if not found:
            raise ValidationError(
                _("Không tìm thấy cán bộ “%(text)s” trong phạm vi của bạn. Hãy ghi đúng tên hoặc mã."),
                params={"text": text[:60]},
            )
        if len(found) > 1:
            labels = "; ".join(label for label, _cadre in found[:SHOWN])
            raise ValidationError(
                _("Nhiều người khớp với “%(text)s”: %(labels)s. Hãy ghi kèm mã trong ngoặc."),
                params={"text": text[:60], "labels": labels + (" …" if len(found) > SHOWN else "")},
            )
        return found[0][1]


class WhoManyField(PickManyField):
    pick = WhoField.pick


def cadre_label(cadre, post="") -> str:
    label = f"{cadre.full_name} ({cadre.code})"
    return f"{label}, {post}" if post else label


def cadres_among(among, day):
    """`find` over `among` (CadreQuerySet): a code in brackets decides, then a code alone, the whole name, its words."""

    def find(text):
        codes = [text, *re.findall(r"\(([^()]+)\)", text)]
        rows = list(among.filter(code__in=codes)[:2])
        if len(rows) != 1:
            rows = list(among.filter(search_key__contains=search_key(text))[: SHOWN + 1])
            same = [row for row in rows if match_key(row.full_name) == match_key(text)]
            rows = same or rows
        return [(cadre_label(cadre, post), cadre) for cadre, post in described(rows, day)]

    return find


def agencies_among(among):
    """`find` over `among` (AgencyQuerySet): a code, the whole name, its words."""

    def find(text):
        codes = [text, *re.findall(r"\(([^()]+)\)$", text)]
        rows = list(among.filter(code__in=codes)[:2])
        if len(rows) != 1:
            rows = list(among.filter(search_key__contains=search_key(text))[:50])
            same = [row for row in rows if match_key(row.name) == match_key(text)]
            rows = same or rows
        return [(agency_label(row), row) for row in rows]

    return find


def agency_label(agency) -> str:
    return f"{agency.name} ({agency.code})"
