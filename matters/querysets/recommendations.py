"""Reads of matters. Those above read them over the committee that must see to them (`issuer`), like the reports that they
come from; an agency reads what is or was with it; the place that raised them what is shared with it; a cadre his own."""

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.fields import BooleanField, CharField, IntegerField

from branches.models import Unit
from branches.querysets.scoping import from_above, within, within_bodies
from common.records import StandingQuerySet
from matters import rules


class RecommendationQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        return self.filter(
            from_above(scope, "matters.read")
            | Q(raised_by__in=scope.cadre_ids)
            | shared_with(scope)
            | held_by(scope)
        )

    def writable_by(self, scope):
        """What the committee's staff receive, route, merge and close."""
        return self.filter(from_above(scope, "matters.write"))

    def answerable_by(self, scope):
        """What is with an agency of the holder's now."""
        return self.filter(held_by(scope, now=True))

    def tellable_by(self, scope):
        """Whose answer the holder may say he has told: staff, the place that raised it, and the cadre who did."""
        return self.filter(
            from_above(scope, "matters.write") | shared_with(scope) | Q(raised_by__in=scope.cadre_ids)
        )

    def overseen_by(self, scope):
        """What was put to the committees that one reads: the tracker's list, its counts and its figures."""
        return self.filter(from_above(scope, "matters.read"))

    def by_urgency_of_clock(self):
        """What nobody answered first, the nearest deadline before the others; then what waits to be told; then the rest."""
        rank = Case(
            When(Q(closed_on__isnull=False) | Q(voided_at__isnull=False), then=3),
            When(is_solved_on_the_spot=True, then=3),
            When(told_on__isnull=False, then=2),
            When(answer_on__isnull=False, then=1),
            default=0,
            output_field=IntegerField(),
        )
        return self.order_by(rank, F("clock_due_on").asc(nulls_last=True), "-raised_on", "-pk")

    def matters(self):
        """One row a matter: voices merged into another are left out."""
        return self.filter(merged_into=None)

    def open_on(self, on):
        """Matters raised by `on` that are not at their end that day. A voice merged into another is counted there; what was
        solved on the spot was never open."""
        return (
            self.standing()
            .matters()
            .filter(Q(closed_on=None) | Q(closed_on__gt=on), raised_on__lte=on, is_solved_on_the_spot=False)
        )

    def overdue_on(self, on):
        """Open matters whose own clock ran out: due before `on`, and not answered by then."""
        return self.open_on(on).filter(Q(answered_on=None) | Q(answered_on__gt=on), due_on__lt=on)

    def raised_at(self, organisation):
        """What a branch raised, what was raised on its ground in nobody's name, and what a branch that is no more raised
        there."""
        here = Unit.objects.filter(pk=organisation.unit_id).values("access_path")[:1]
        ground = Q(unit__access_path=here)
        nobodys = Q(organisation=None) | Q(organisation__closed_on__isnull=False)
        return self.filter(Q(organisation=organisation) | ground & nobodys)

    def to_tell(self, unit_ids=None, *, organisation=None):
        """What was answered and the place that raised it has not heard: each voice for itself. Of the units `unit_ids`, or
        of a branch (`organisation`, as `raised_at`)."""
        answered = Q(merged_into=None, answered_on__isnull=False) | Q(merged_into__answered_on__isnull=False)
        rows = self.standing().filter(answered, told_on=None, closed_on=None, is_solved_on_the_spot=False)
        if unit_ids is not None:
            rows = rows.filter(unit__in=unit_ids)
        return rows.raised_at(organisation) if organisation is not None else rows

    def with_clock(self, on):
        """With what a list shows of each row on the day `on`: `answer_on`, `final_outcome`, `final_resolved_on`, `clock_due_on`
        (of a merged voice those of the matter that it belongs to), `stage` (rules.STAGES) and `is_overdue`."""
        rows = self.annotate(
            answer_on=_of_the_matter("answered_on"),
            final_outcome=_of_the_matter("outcome"),
            final_resolved_on=_of_the_matter("resolved_on"),
            clock_due_on=_of_the_matter("due_on"),
        )
        return rows.annotate(
            stage=_stage_on(on),
            is_overdue=Case(When(_is_overdue(on), then=True), default=False, output_field=BooleanField()),
        )


def _of_the_matter(field):
    """The field of the matter: of the one that a voice was merged into, otherwise the row's own."""
    return Case(When(merged_into__isnull=False, then=F(f"merged_into__{field}")), default=F(field))


def _stage_on(on):
    """`rules.stage_of` in SQL; a test holds the two together."""
    return Case(
        When(voided_at__isnull=False, then=Value(rules.VOIDED)),
        When(closed_on__lte=on, then=Value(rules.CLOSED)),
        When(merged_into__isnull=False, then=Value(rules.MERGED)),
        When(is_solved_on_the_spot=True, then=Value(rules.ON_THE_SPOT)),
        When(told_on__lte=on, then=Value(rules.TOLD)),
        When(answered_on__lte=on, then=Value(rules.ANSWERED)),
        When(_with_agency(on), then=Value(rules.WITH_AGENCY)),
        When(received_on__lte=on, then=Value(rules.RECEIVED)),
        default=Value(rules.RAISED),
        output_field=CharField(),
    )


def _with_agency(on):
    from matters.models import Handling

    rows = Handling.objects.filter(recommendation=OuterRef("pk"), is_lead=True, given_on__lte=on)
    return Exists(rows.filter(Q(ended_on=None) | Q(ended_on__gt=on)))


def _is_overdue(on) -> Q:
    return Q(
        Q(closed_on=None) | Q(closed_on__gt=on),
        Q(answer_on=None) | Q(answer_on__gt=on),
        voided_at=None,
        is_solved_on_the_spot=False,
        clock_due_on__lt=on,
    )


def shared_with(scope) -> Q:
    """Matters of one's own place that it may read: all of a commune, those of his branch for a secretary."""
    mine = within_bodies(scope, "matters.own", closed=True)
    places = Q(organisation=None) & within(scope.reach("matters.own"))
    return Q(is_shared=True) & (mine | places)


def held_by(scope, *, now=False) -> Q:
    """Matters that an agency of the holder's has, or (not `now`) had. A voice merged into another comes with it."""
    from matters.models import Handling

    agencies = scope.reach("matters.answer").agency_ids
    if not agencies:
        return Q(pk__in=[])
    rows = Handling.objects.filter(agency__in=sorted(agencies))
    if now:
        rows = rows.filter(ended_on=None)
    own = Exists(rows.filter(recommendation=OuterRef("pk")))
    return Q(own) if now else Q(own) | Q(Exists(rows.filter(recommendation=OuterRef("merged_into_id"))))
