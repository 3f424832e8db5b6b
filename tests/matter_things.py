"""The world's matters: what `tests.world` puts into every commune and district, one in each stage that a page asks for."""

from datetime import date

from matters.models import Answer, Handling, Recommendation, RecommendationStep, Topic
from reports.models import ReportRecommendation

RAISED, RECEIVED, GIVEN, DUE = (date(2026, 9, day) for day in (7, 8, 9, 28))
ANSWERED, TOLD = date(2026, 9, 20), date(2026, 9, 24)


def furnish(world, code):
    """Raised by the place's cadre in a report, shared with the place, led by its agency, answered once by a co-agency;
    further ones that are new, answered, told and merged. Every word is marked."""
    from tests.world import marker

    m = marker(code)
    report, agency = world.things["report"][code], world.things["agency"][code]
    matter = _matter(world, code, "", stage=RECEIVED, due_on=DUE)
    world._keep("recommendation", code, matter)
    ReportRecommendation.objects.create(report=report, recommendation=matter)
    handling = Handling.objects.create(
        recommendation=matter, agency=agency, asked=f"Yêu cầu {m}", given_on=GIVEN, due_on=DUE
    )
    Answer.objects.create(
        recommendation=matter,
        agency=agency,
        handling=handling,
        is_final=False,
        answered_on=ANSWERED,
        text=f"Ý kiến phối hợp {m}",
        document_words=f"Công văn {m}",
    )
    for step in ("raised", "received", "handed", "directed"):
        RecommendationStep.objects.create(
            recommendation=matter, step=step, happened_on=RECEIVED, agency=agency, note=f"Bước {step} {m}"
        )
    world._keep("recommendation_raised", code, _matter(world, code, "moi"))
    answered = {"answered_on": ANSWERED, "outcome": "in_progress", "outcome_reason": f"Đang làm {m}"}
    world._keep("recommendation_answered", code, _matter(world, code, "dap", stage=RECEIVED, **answered))
    told = {"told_on": TOLD, "told_how": "meeting"}
    world._keep("recommendation_told", code, _matter(world, code, "bao", stage=RECEIVED, **answered, **told))
    merged = _matter(world, code, "gop", stage=RECEIVED, merged_into=matter, outcome="duplicate")
    world._keep("recommendation_merged", code, merged)


def _matter(world, code, suffix, *, stage=None, **fields):
    from tests.world import marker

    m = marker(code)
    organisation = world.things["organisation"][code]
    return Recommendation.objects.create(
        reference=f"KN-{m}{suffix}",
        unit=organisation.unit,
        organisation=organisation,
        issuer=world.units[code],
        raised_on=RAISED,
        received_on=stage,
        topic=Topic.objects.get(code="rural-roads"),
        content=f"Xin sửa đường {m}",
        proposed_solution=f"Hỗ trợ xi măng {m}",
        on_behalf_of=f"Nhân dân {m}",
        is_shared=True,
        raised_by=world.things["cadre"][code],
        **fields,
    )
