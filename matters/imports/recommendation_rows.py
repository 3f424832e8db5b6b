"""The rows of the database that a row of a list makes or adds to: the matter, who holds it, the answer, its steps."""

from django.utils.translation import gettext as _

from branches.imports.plan import ADDED, CHANGED, UNCHANGED, Plan, day, from_to
from matters.models import Answer, Handling, Recommendation, RecommendationStep

Step = RecommendationStep.Step
# What was said before everybody is the place's own; what a cadre reports over its head is not, until it is received.
SHARED_SOURCES = frozenset({"dialogue", "conference"})
# The days of a matter, each with the step that it stands for, in the order of a matter's life.
STEPS = {
    "raised_on": Step.RAISED,
    "received_on": Step.RECEIVED,
    "answered_on": Step.ANSWERED,
    "resolved_on": Step.OUTCOME,
    "told_on": Step.TOLD,
    "closed_on": Step.CLOSED,
}
# Column of the list → field of the matter, of what is taken as it stands there.
PLAIN = {
    "content": "content",
    "kind": "kind",
    "source": "source",
    "on_behalf_of": "on_behalf_of",
    "urgency": "urgency",
}


def add(plan: Plan, context, line) -> None:
    row, said = line.row, line.said
    source = row["source"] or Recommendation.Source.IMPORT
    matter = Recommendation(
        reference=row["reference"],
        unit=line.unit,
        issuer=line.issuer,
        source=source,
        topic=line.topic,
        content=row["content"],
        kind=row["kind"] or Recommendation.Kind.RECOMMENDATION,
        on_behalf_of=row["on_behalf_of"] or "",
        urgency=row["urgency"] or Recommendation.Urgency.NORMAL,
        is_shared=source in SHARED_SOURCES,
        first_due_on=said.due_on,
        created_by=context.user,
        **_state(line),
    )
    plan.make(row, matter)
    lead = _give(plan, context, line, matter)
    _answer(plan, context, line, matter, lead)
    _steps(plan, context, line, matter, {})
    plan.say(row, ADDED, _title(line), [str(line.topic), *_held_by(line)])


def change(plan: Plan, context, line) -> None:
    row, matter = line.row, line.known
    values = {field: row[column] for column, field in PLAIN.items() if row[column] is not None}
    values |= {"topic": line.topic, **_state(line)}
    before = {name: getattr(matter, name) for name in (*values, *STEPS)}
    if matter.merged_into_id and any(values[name] != before[name] for name in ("answered_on", "outcome")):
        plan.error(
            row,
            "answered_on",
            _("Kiến nghị này đã gộp vào %(other)s; hãy ghi trả lời ở đó.") % {"other": matter.merged_into},
        )
        return
    if matter.first_due_on is None and values["due_on"]:
        values["first_due_on"] = values["due_on"]
    details = [
        from_to(matter._meta.get_field(name).verbose_name, before[name], value)
        for name, value in values.items()
        if name != "first_due_on" and before[name] != value
    ]
    made = _add_to_what_stands(plan, context, line, matter)
    if details:
        plan.alter(row, matter, **values, version=matter.version + 1)
        _steps(plan, context, line, matter, before)
    plan.say(row, CHANGED if details or made else UNCHANGED, _title(line), [*details, *made])


def _state(line) -> dict:
    """The fields of a matter that say how far it has come. What was solved on the spot is with nobody."""
    said, known = line.said, line.known
    level = "on_the_spot" if said.is_on_the_spot else line.level
    return {
        "raised_on": said.raised_on,
        "received_on": said.received_on,
        "due_on": said.due_on,
        "answered_on": said.answered_on,
        "outcome": said.outcome,
        "outcome_reason": said.answer,
        "resolved_on": said.resolved_on,
        "told_on": said.told_on,
        "closed_on": (known.closed_on if known else None) or said.closed_on,
        "is_solved_on_the_spot": said.is_on_the_spot,
        "level": (known.level if known else "") or level,
    }


def _give(plan: Plan, context, line, matter) -> Handling | None:
    """The agencies of a matter that none holds yet; the one that leads."""
    if line.lead is None or line.said.is_on_the_spot:
        return None
    lead = plan.make(line.row, _handling(context, line, matter, line.lead, is_lead=True))
    for agency in line.others:
        plan.make(line.row, _handling(context, line, matter, agency, is_lead=False))
    return lead


def _handling(context, line, matter, agency, *, is_lead) -> Handling:
    said = line.said
    return Handling(
        recommendation=matter,
        agency=agency,
        is_lead=is_lead,
        given_on=said.received_on or said.raised_on,
        given_by=context.user,
        first_due_on=said.due_on,
        due_on=said.due_on,
        **_ending(said),
    )


def _ending(said) -> dict:
    if said.answered_on is None:
        return {}
    return {
        "answered_on": said.answered_on,
        "ended_on": said.answered_on,
        "ended_as": Handling.End.ANSWERED,
    }


def _answer(plan: Plan, context, line, matter, lead) -> bool:
    """The answer's own row, where it was not written before. Whether one is made."""
    said = line.said
    if not (said.answered_on and said.answer):
        return False
    if any(each.is_final and each.text == said.answer for each in line.answers):
        return False
    is_later = said.resolved_on is not None and said.resolved_on > said.answered_on
    plan.make(
        line.row,
        Answer(
            recommendation=matter,
            handling=lead,
            agency=lead.agency if lead else None,
            answered_on=said.answered_on,
            # Resolved after the answer: what the answer itself said is not known.
            outcome="" if is_later else said.outcome,
            text=said.answer,
            answered_by=context.user,
        ),
    )
    return True


def _add_to_what_stands(plan: Plan, context, line, matter) -> list[str]:
    """New agencies, the end of what they held, a new answer; in words."""
    held = [each for each in line.handlings if each.is_lead]
    lead = next((each for each in held if each.ended_on is None), None)
    lead = lead or next((each for each in held if each.ended_as == Handling.End.ANSWERED), None)
    words = []
    if lead and line.lead and lead.agency != line.lead:
        plan.error(
            line.row,
            "agency_code",
            _("Kiến nghị này đang ở %(agency)s; muốn chuyển cơ quan khác thì làm ở trang của kiến nghị.")
            % {"agency": lead.agency},
        )
        return []
    if lead is None:
        lead = _give(plan, context, line, matter)
        words += _held_by(line) if lead else []
    else:
        known = {each.agency_id for each in line.handlings}
        for agency in line.others:
            if agency.pk not in known:
                plan.make(line.row, _handling(context, line, matter, agency, is_lead=False))
                words.append(_("phối hợp: %(agency)s") % {"agency": agency})
        _bring_along(plan, line)
    if _answer(plan, context, line, matter, lead):
        words.append(_("trả lời ngày %(day)s") % {"day": day(line.said.answered_on)})
    return words


def _bring_along(plan: Plan, line) -> None:
    """What the agencies hold follows the matter: its due day, its answer."""
    said, known = line.said, line.known
    for each in line.handlings:
        is_answered = each.ended_as == Handling.End.ANSWERED and each.answered_on == known.answered_on
        if each.ended_on is None or (each.is_lead and is_answered and said.answered_on != known.answered_on):
            moved = {"due_on": said.due_on} if said.due_on != known.due_on else {}
            plan.alter(line.row, each, **moved, **_ending(said))


def _steps(plan: Plan, context, line, matter, before: dict) -> None:
    """A step for each day that is new; a matter that only reads otherwise was changed."""
    found = False
    for name, step in STEPS.items():
        happened_on = getattr(matter, name)
        if happened_on is None or before.get(name) is not None:
            continue
        if name == "resolved_on" and happened_on == matter.answered_on:
            continue
        found = True
        plan.make(line.row, _step(context, matter, step, happened_on))
        if name == "received_on" and not before and line.lead and not matter.is_solved_on_the_spot:
            _handed(plan, context, line, matter, happened_on)
    if not before and matter.received_on is None and line.lead and not matter.is_solved_on_the_spot:
        _handed(plan, context, line, matter, matter.raised_on)
    if before and not found:
        note = _("Nhập lại từ danh sách.")
        plan.make(line.row, _step(context, matter, Step.CHANGED, context.today, note=note))


def _handed(plan: Plan, context, line, matter, on) -> None:
    for agency in (line.lead, *line.others):
        plan.make(line.row, _step(context, matter, Step.HANDED, on, agency=agency))


def _step(context, matter, step, on, **more) -> RecommendationStep:
    return RecommendationStep(recommendation=matter, step=step, happened_on=on, by=context.user, **more)


def _held_by(line) -> list[str]:
    if line.lead is None or line.said.is_on_the_spot:
        return []
    return [
        _("chủ trì: %(agency)s") % {"agency": line.lead},
        *(_("phối hợp: %(agency)s") % {"agency": each} for each in line.others),
    ]


def _title(line) -> str:
    return f"{line.row['reference']}, {day(line.said.raised_on)}"
