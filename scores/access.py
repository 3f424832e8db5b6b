"""What a reader may do with a sheet now: a column to fill in, a step to take."""

from branches.querysets.scoping import within_bodies
from scores.models import Sheet

State, Scorer = Sheet.State, Sheet.Scorer


class SheetRights:
    def __init__(self, sheet, scope):
        self.sheet, self.scope = sheet, scope

    def _over_issuer(self, permission) -> bool:
        return self.scope.reach(permission).covers(self.sheet.issuer.access_path, self.sheet.issuer_id)

    @property
    def is_above(self) -> bool:
        """Reads what the board gave before it is published."""
        return any(self._over_issuer(each) for each in ("scores.read", "scores.review", "scores.approve"))

    @property
    def reads_history(self) -> bool:
        """Over the issuer only, where also what the board gave is read before its publication."""
        return self._over_issuer("history.read") and self._over_issuer("scores.read")

    @property
    def reads_report(self) -> bool:
        """What the visitor reported of the meeting: he himself, those above, and the host his shared part."""
        reported = Sheet.objects.filter(pk=self.sheet.pk, attendance__report__isnull=False)
        if self.sheet.cadre_id not in self.scope.cadre_ids and not self._over_issuer("reports.read"):
            reported = reported.filter(within_bodies(self.scope, "reports.shared", closed=True))
        return reported.exists()

    @property
    def is_own(self) -> bool:
        rows = Sheet.objects.filter(pk=self.sheet.pk).fillable_by(self.scope, in_state=None)
        return rows.exists()

    @property
    def column(self) -> str | None:
        """The column that he may fill in now."""
        state = self.sheet.state
        if state == State.DRAFT and self.is_own:
            return "points"
        if self.sheet.scorer != Scorer.OWN:
            return None
        if state == State.SENT and self._over_issuer("scores.review"):
            return "reviewed"
        if state == State.REVIEWED and self._over_issuer("scores.approve"):
            return "approved"
        return None

    def steps(self) -> list[str]:
        """The steps that he may take now, the main one first."""
        state, own = self.sheet.state, self.sheet.scorer == Scorer.OWN
        found = []
        if state == State.DRAFT and self.is_own:
            found += ["send", "void"]
        if own and state == State.SENT and self._over_issuer("scores.review"):
            found += ["review", "return"]
        if own and state == State.REVIEWED:
            found += ["approve"] if self._over_issuer("scores.approve") else []
            found += ["return"] if self._over_issuer("scores.review") else []
        if (own and state == State.APPROVED) or (not own and state == State.SENT):
            found += ["publish"] if self._over_issuer("scores.review") else []
        if not own and state == State.SENT:
            found += ["return"] if self._over_issuer("scores.review") else []
        if state == State.PUBLISHED and own and self.is_own:
            found += ["appeal"]
        return found
