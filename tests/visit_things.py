"""What the world of the matrix holds of visits: an unannounced one that is planned, and a letter of introduction."""

from datetime import date
from types import SimpleNamespace

from meetings.models import Letter, Visit


def furnish(world, code, m):
    """`m`: the marker of the place, in every text."""
    scheme, assignment = world.things["scheme"][code], world.things["assignment"][code]
    cadre, organisation = world.things["cadre"][code], world.things["organisation"][code]
    common = {"cadre": cadre, "scheme": scheme, "assignment": assignment, "issuer": scheme.issuer}
    visit = Visit.objects.create(
        **common,
        organisation=organisation,
        unit=organisation.unit,
        month=date(2026, 9, 1),
        planned_on=date(2026, 9, 24),
        is_announced=False,
    )
    letter = Letter.objects.create(
        **common,
        full_name=f"Cán bộ {m}",
        post=f"Chức {m}",
        territory=f"Chi bộ ở {m}",
        addressee=f"Đảng ủy {m}",
        starts_on=date(2026, 9, 1),
        ends_on=date(2026, 10, 1),
        batch=m[-10:],
    )
    world.things.setdefault("visit", {})[code] = visit
    world.things.setdefault("letter", {})[code] = letter
    # The address of a batch is its own word, not the key of a row.
    world.things.setdefault("letter_batch", {})[code] = SimpleNamespace(key=letter.batch)
