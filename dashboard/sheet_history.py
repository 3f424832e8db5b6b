"""The history of a score sheet as the organisation reads it that scored itself: who changed what and when on its own side, and what
was published. What the board and the standing body write and weigh before they publish is nobody's but theirs."""

import copy

from scores.models import Sheet, SheetRow, SheetStep

_GIVEN = {"reviewed": None, "review_note": "", "approved": None, "approve_note": ""}
_SAID = ("total", "band_id", "reasons")


class OwnSide:
    """`as_read(events, before)` of `history_of`: the events of `sheet` as its own organisation reads them."""

    def __init__(self, sheet):
        self.is_reviewed = sheet.scorer == Sheet.Scorer.OWN
        steps = sheet.steps.filter(step=SheetStep.Step.PUBLISHED)
        published = steps.last() if sheet.published_on else None
        self.published_at = published.recorded_at if published else None

    def __call__(self, events, before):
        if not self.is_reviewed:
            return events, before
        found, earlier, standing = [], {}, {}
        for event in events:
            seen, was = event, before[id(event)]
            if event.tells_of is SheetRow:
                seen, was = self._row(event, was)
            elif event.tells_of is Sheet:
                seen, was = self._sheet(event, standing), standing.get("event")
                standing["event"] = seen
            if seen is not None:
                found.append(seen)
                earlier[id(seen)] = was
        return found, earlier

    def _row(self, event, was):
        if self.published_at and event.pgh_created_at > self.published_at:
            return event, was
        if was is None and (
            self._has_given(event) or not (event.proposed_why or event.points is not None or event.note)
        ):
            return None, None
        return _with(event, **_GIVEN), _with(was, **_GIVEN) if was else None

    @staticmethod
    def _has_given(event) -> bool:
        return any(getattr(event, name) not in (None, "") for name in _GIVEN)

    def _sheet(self, event, standing):
        """Between its sending and its publication it is sent, and has the total that its organisation gave."""
        if event.state == Sheet.State.DRAFT or (self.published_at and event.published_on):
            standing["said"] = {name: getattr(event, name) for name in _SAID}
            return event
        said = standing.get("said") or {"total": event.own_total, "band_id": None, "reasons": []}
        return _with(
            event, **said, state=Sheet.State.SENT, published_on=None, appeal_until=None, locked_on=None
        )


def _with(event, **values):
    seen = copy.copy(event)
    for name, value in values.items():
        setattr(seen, name, value)
    return seen
