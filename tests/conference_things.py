"""What the world of the matrix holds of conferences: one that was held with what was said there, and one that must come again."""

from datetime import date

from matters.models import Conference, Obligation, Opinion


def furnish(world, code, m):
    """`m`: the marker of the place, in every text."""
    unit = world.units[code]
    conference = Conference.objects.create(
        kind="dialogue",
        unit=unit,
        organisation=world.things["organisation"][code],
        zone=world.things["zone"][code],
        scheme=world.things["scheme"][code],
        title=f"Đối thoại {m}",
        held_on=date(2026, 9, 10),
        place=f"Hội trường {m}",
        chairs=f"Chủ trì {m}",
        guests=f"Khách {m}",
        minutes=f"Kết luận {m}",
        participants=30,
    )
    conference.attendees.add(world.things["cadre"][code])
    opinion = Opinion.objects.create(
        conference=conference, speaker=f"Người {m}", content=f"Ý kiến {m}", answer=f"Trả lời {m}"
    )
    obligation = Obligation.objects.create(
        issuer=unit,
        level_id=unit.made_level,
        kind="periodic",
        every_months=12,
        starts_on=date(2026, 1, 1),
        document=world.things["document"][code],
    )
    for kind, thing in (("conference", conference), ("opinion", opinion), ("obligation", obligation)):
        world.things.setdefault(kind, {})[code] = thing
