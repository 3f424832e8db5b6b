"""Reads of rubrics: an issued one binds the people below its issuer; a draft is its issuer's, and while opinions are asked
for also of those who are asked."""

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When

from branches.querysets.scoping import NOTHING, binding, within
from common.records import PeriodQuerySet, StandingQuerySet

ISSUED = ["issued", "superseded"]
# Of rubrics of several committees the nearest comes first, what ships last.
_SHIPPED = 1000


class RubricQuerySet(PeriodQuerySet):
    def visible_to(self, scope):
        shipped = Q(issuer=None) if scope.may("rubrics.read") else NOTHING
        bound = binding(scope.reach("rubrics.read"), "issuer") & Q(state__in=ISSUED)
        asked = binding(scope.reach("rubrics.comment"), "issuer") & Q(state="consulting")
        kept = within(scope.reach("rubrics.write"), "issuer") | within(scope.reach("rubrics.issue"), "issuer")
        return self.filter(shipped | bound | asked | kept)

    def writable_by(self, scope):
        return self.filter(within(scope.reach("rubrics.write"), "issuer"))

    def issuable_by(self, scope):
        return self.filter(within(scope.reach("rubrics.issue"), "issuer"))

    def commentable_by(self, scope):
        """Those that opinions are asked for, of the people below the issuer and of its own committee."""
        return self.filter(binding(scope.reach("rubrics.comment"), "issuer"), state="consulting")

    def standing(self):
        """Without the drafts that were dropped."""
        return self.exclude(state="dropped")

    def issued(self):
        return self.filter(state__in=ISSUED)

    def shipped(self):
        return self.filter(issuer=None)

    def in_force(self, kind, issuer, day, meeting_kind=""):
        """Issued rubrics of `kind` that hold on `day` for what is under `issuer` (Unit): its own first, then those of the
        committees above it, the nearest first; of one committee those for just this `meeting_kind` before those for any.
        The first is the one to take. What ships is not among them: a committee makes its own of it."""
        return self._binding_on(kind, issuer, day, meeting_kind, shipped=False)

    def for_meeting(self, meeting, issuer):
        """Rubrics by which a meeting may be scored, the first being the one to propose: those in force under `issuer` on the
        meeting's day, then those that ship."""
        return self.to_propose(issuer, meeting.on, meeting.kind)

    def to_propose(self, issuer, day, meeting_kind):
        """The same of a meeting of which only the day and the kind are known; `issuer` None: those that ship."""
        return self._binding_on("meeting", issuer, day, meeting_kind, shipped=True)

    def _binding_on(self, kind, issuer, day, meeting_kind, *, shipped):
        keys = (issuer.access_path.split(".")[:-1] or [issuer.key]) if issuer else []
        whose = Q(issuer__key__in=keys) | (Q(issuer=None) if shipped else NOTHING)
        rows = self.issued().on(day).filter(whose, kind=kind)
        if kind == "meeting":
            rows = rows.filter(meeting_kind__in=["", meeting_kind])
        steps = [When(issuer__key=key, then=Value(step)) for step, key in enumerate(reversed(keys))]
        away = (
            Case(*steps, default=Value(_SHIPPED), output_field=IntegerField()) if steps else Value(_SHIPPED)
        )
        return rows.annotate(away=away).order_by("away", "-meeting_kind", "-starts_on", "code", "pk")

    def for_list(self):
        return self.select_related("issuer", "document")

    def whole(self):
        """With all that hangs on it, in a fixed number of queries."""
        return self.for_list().prefetch_related(
            "sections",
            _with("criteria", "section"),
            "criteria__fact_steps",
            "bands",
            _with("vetoes", "band"),
            _with("yearly_rules", "band", "floor", "counted"),
        )


def _with(rows, *links):
    """The rows (a reverse relation of a rubric) with what they name, in one query."""
    from scores.models import Rubric

    model = Rubric._meta.get_field(rows).related_model
    return Prefetch(rows, queryset=model.objects.select_related(*links))


class CommentQuerySet(StandingQuerySet):
    def visible_to(self, scope):
        """All of them by those who keep or issue the rubric; one's own by oneself."""
        own = Q(said_by=scope.user_id) if scope.user_id else NOTHING
        kept = within(scope.reach("rubrics.write"), "rubric__issuer")
        return self.filter(own | kept | within(scope.reach("rubrics.issue"), "rubric__issuer"))
