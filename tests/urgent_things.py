"""The world's urgent matters, contributions and good practices: what `tests.world` puts into every commune and district."""

from datetime import date

from matters.models import Contribution, GoodPractice, Topic, UrgentMatter, UrgentNote


def furnish(world, code, organisation):
    """A matter of the place's organisation with every word marked; money and a model that those above alone read."""
    from tests.world import marker

    m, cadre = marker(code), world.things["cadre"][code]
    topic = Topic.objects.get(code="environment")
    matter = UrgentMatter.objects.create(
        reference=f"VC-{m}",
        organisation=organisation,
        unit=organisation.unit,
        year=2026,
        registered_on=date(2026, 1, 5),
        title=f"Việc {m}",
        topic=topic,
        why=f"Vì {m}",
        owner=f"Người lo {m}",
        solution=f"Cách {m}",
        target=f"Đích {m}",
        due_on=date(2026, 6, 30),
        status="in_progress",
    )
    UrgentNote.objects.create(matter=matter, noted_on=date(2026, 3, 1), text=f"Tiến độ {m}")
    world._keep("urgent_matter", code, matter)
    issuer = world.units[code]
    world._keep(
        "contribution",
        code,
        Contribution.objects.create(
            unit=organisation.unit,
            issuer=issuer,
            happened_on=date(2026, 5, 1),
            topic=topic,
            amount=276_000_000,
            qualifier="more_than",
            in_kind=f"Hiện vật {m}",
            quantity="5 bao",
            donor=f"Nguồn {m}",
            cadre=cadre,
        ),
    )
    world._keep(
        "practice",
        code,
        GoodPractice.objects.create(
            unit=organisation.unit,
            issuer=issuer,
            noted_on=date(2026, 5, 1),
            title=f"Mô hình {m}",
            text=f"Cách làm {m}",
            topic=topic,
            cadre=cadre,
        ),
    )
