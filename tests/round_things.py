"""What the world of the matrix holds of rounds: one that is closed, with its issued notice and a thing to put right; one that is
open, with a draft."""

from datetime import date

from reports.models import (
    Conclusion,
    ConclusionLine,
    ConclusionSource,
    Remedy,
    RemedyCheck,
    Review,
    Round,
    RoundStep,
)


def furnish(world, code, m, user):
    """`m`: the marker of the place, in every text."""
    review = Review.objects.create(
        title=f"Sơ kết {m}",
        issuer=world.units[code],
        unit=world.units[code],
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 7, 1),
        intro=f"Mở đầu {m}",
    )
    world._keep("review", code, review)
    scheme, organisation = world.things["scheme"][code], world.things["organisation"][code]
    report = world.things["report"][code]
    closed = _round(scheme, f"Đợt {m}", date(2026, 9, 1), date(2026, 10, 1), closed_on=date(2026, 10, 1))
    RoundStep.objects.create(
        round=closed, step="closed", happened_on=date(2026, 10, 1), note=f"Chốt {m}", by=user
    )
    issued = Conclusion.objects.create(round=closed, issuer=scheme.issuer, intro=f"Mở đầu {m}")
    line = _line(issued, organisation, report, m, part="required", due_on=date(2026, 11, 1))
    _line(issued, organisation, report, m, part="praise")
    figures = {
        "turns": 1, "people": 1, "meetings": 1, "branches": 1, "on_time": 1, "late": 0, "unreported": 0, "missing": 0,
        "quality": {}, "matters": 0,
    }  # fmt: skip
    Conclusion.objects.filter(pk=issued.pk).update(
        number=f"1-{m}", issued_on=date(2026, 10, 2), figures=figures
    )
    remedy = Remedy.objects.create(
        line=line,
        issuer=scheme.issuer,
        organisation=organisation,
        unit=organisation.unit,
        work=f"Khắc phục {m}",
        assigned_on=date(2026, 10, 2),
        due_on=date(2026, 11, 1),
    )
    RemedyCheck.objects.create(
        remedy=remedy, report=report, seen_on=date(2026, 10, 20), seen="partly", note=f"Thấy {m}"
    )
    running = _round(scheme, f"Đợt đang mở {m}", date(2026, 10, 1), date(2026, 11, 1))
    draft = Conclusion.objects.create(round=running, issuer=scheme.issuer, intro=f"Nháp {m}")
    things = {
        "round": closed,
        "open_round": running,
        "conclusion": Conclusion.objects.get(pk=issued.pk),
        "draft_conclusion": draft,
        "draft_line": _line(draft, organisation, report, m, part="shortcoming"),
        "remedy": remedy,
    }
    for kind, thing in things.items():
        world.things.setdefault(kind, {})[code] = thing


def _round(scheme, name, starts_on, ends_on, **fields):
    return Round.objects.create(
        issuer=scheme.issuer, scheme=scheme, name=name, starts_on=starts_on, ends_on=ends_on, **fields
    )


def _line(conclusion, organisation, report, m, **fields):
    line = ConclusionLine.objects.create(
        conclusion=conclusion, organisation=organisation, text=f"Kết luận {m}", **fields
    )
    ConclusionSource.objects.create(line=line, report=report)
    return line
