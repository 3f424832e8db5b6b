"""What the world of the matrix holds of categories: a committee's own field, which all read, and a deadline of its own."""

from datetime import date

from matters.models import DeadlineRule, Topic


def furnish(world, code):
    unit, parent = world.units[code], Topic.objects.get(code="other")
    topic = Topic.objects.create(
        code=f"rieng-{code.lower()}", name=f"Lĩnh vực riêng {code}", issuer=unit, parent=parent, sort=901
    )
    topic.key = topic.code  # its address is its code
    rule = DeadlineRule.objects.create(issuer=unit, working_days=9, climb_days=4, starts_on=date(2026, 1, 1))
    for kind, thing in (("topic", topic), ("category_deadline", rule)):
        world.things.setdefault(kind, {})[code] = thing
