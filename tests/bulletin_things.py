"""Information for cadres in the world of the matrix."""

from datetime import date

from matters.models import Bulletin, BulletinRead


def furnish(world, code, m):
    """One that was sent to whoever follows under the place's scheme and that somebody read, and a draft."""
    scheme, document = world.things["scheme"][code], world.things["document"][code]
    for kind, published_on in (("bulletin", date(2026, 9, 1)), ("draft_bulletin", None)):
        row = Bulletin.objects.create(
            issuer=scheme.issuer, scheme=scheme, title=f"Thông tin {m}", text=f"Cần biết {m}"
        )
        row.documents.add(document)
        if published_on:
            row.published_on = published_on
            row.save()
            BulletinRead.objects.create(bulletin=row, cadre=world.things["idle_cadre"][code])
        world._keep(kind, code, row)
