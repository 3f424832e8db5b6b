"""Who has read what was told, in plain values."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.querysets.units import names_of
from common.text import given_name_key
from matters.audiences import Audience
from matters.models import BulletinRead


@dataclass
class Readers:
    """`read`, `unread`: rows {"cadre", "name", "read_at", "state"} by given name; unread are those it speaks to on the day.
    Who has read it and is spoken to no more stays among those who have."""

    read: list = field(default_factory=list)
    unread: list = field(default_factory=list)

    @property
    def all(self) -> list:
        return [*self.unread, *self.read]


def readers_of(bulletin, day) -> Readers:
    reads = dict(BulletinRead.objects.filter(bulletin=bulletin).values_list("cadre", "read_at"))
    waiting = Audience([bulletin.issuer_id], day).of(bulletin) if bulletin.state == "standing" else set()
    cadres = Cadre.objects.in_bulk(waiting | reads.keys())
    rows = [
        {
            "cadre": cadre,
            "name": cadre.full_name,
            "phone": cadre.phone,
            "read_at": reads.get(pk),
            "state": "read" if pk in reads else "unread",
        }
        for pk, cadre in cadres.items()
    ]
    rows.sort(key=lambda row: (given_name_key(row["name"]), row["cadre"].pk))
    found = Readers()
    for row in rows:
        getattr(found, row["state"]).append(row)
    return found


def counted(bulletins, day) -> dict[int, tuple[int, int]]:
    """{bulletin id: (how many of those it speaks to on `day` have read it, how many there are)} of standing ones."""
    standing = [row for row in bulletins if row.state == "standing"]
    if not standing:
        return {}
    reads = defaultdict(set)
    rows = BulletinRead.objects.filter(bulletin__in=[row.pk for row in standing])
    for pk, cadre in rows.values_list("bulletin", "cadre"):
        reads[pk].add(cadre)
    audience = Audience({row.issuer_id for row in standing}, day)
    found = {}
    for row in standing:
        people = audience.of(row)
        found[row.pk] = len(people & reads[row.pk]), len(people)
    return found


def audience_words(bulletins, day) -> dict[int, str]:
    """{bulletin id: "Chủ trương A, người theo dõi xã"}; one query."""
    names = names_of({row.issuer_id for row in bulletins if row.scheme_id is None}, day)
    return {row.pk: _words(row, names) for row in bulletins}


def _words(row, names) -> str:
    if row.scheme:
        words = row.scheme.name
    else:
        words = _("Mọi chủ trương của %(unit)s") % {"unit": names.get(row.issuer_id, "")}
    if row.level:
        return _("%(scheme)s; người theo dõi cấp %(level)s") % {"scheme": words, "level": row.level}
    return words
