"""Two records of one person made one, with their history."""

from django.db import transaction
from django.utils.translation import gettext as _

from assignments.actions.assigning import cite, limits_of, refuse, void_assignment
from assignments.actions.cadres import lock_with_places
from assignments.actions.checking import period_text, where_of
from assignments.models import Assignment, Cadre, ChangeLine, ChangeSet
from assignments.models.assignments import DECIDED_FIELDS
from assignments.querysets.assignments import names_of_targets
from assignments.rules import most_at_once
from common.errors import refused_in_words
from common.history import recorded_by
from common.periods import overlaps

_COPIED = (
    *set(DECIDED_FIELDS) - {"key", "cadre", "corrects", "created_by", "created_at"},
    "ends_on",
    "reason",
)
_COPIED += ("end_reason", "end_note")


@transaction.atomic
def merge_cadres(*, keep, giving_way, by) -> Cadre:
    """Two records of one person become one: `keep` stays, `giving_way` points to it (`merged_into`) and is nobody.

    What was assigned under the second record is corrected, row by row: voided there and made anew under `keep` with the
    same days, documents and snapshot. Posts, teams and what is missing in the contact go over; the login too, if `keep`
    has none. Raises ValidationError: both have logins, one of them is merged or has left, the assignments of both
    together are more than was allowed at once.
    """
    lock_with_places([keep, giving_way], None)
    keep, giving_way = Cadre.objects.get(pk=keep.pk), Cadre.objects.get(pk=giving_way.pk)
    refuse(merging_refusals(keep, giving_way))
    with recorded_by(by), refused_in_words():
        _hand_over_person(keep, giving_way)
        _hand_over_dated(giving_way.positions, keep.positions, "post_id", is_primary=False)
        _hand_over_dated(giving_way.team_memberships, keep.team_memberships, "team_id")
        _hand_over_assignments(keep, giving_way, by)
    return keep


def merging_refusals(keep, giving_way) -> list[str]:
    """What stands against making the two records one; [] where nothing does."""
    if keep.pk == giving_way.pk:
        return [_("Hãy chọn hai hồ sơ khác nhau.")]
    for cadre in (keep, giving_way):
        if cadre.merged_into_id:
            return [
                _("Hồ sơ %(code)s của %(cadre)s đã được gộp vào hồ sơ khác. Hãy chọn hồ sơ còn dùng.")
                % {"code": cadre.code, "cadre": cadre}
            ]
    found = []
    if keep.user_id and giving_way.user_id:
        found.append(
            _("Cả hai hồ sơ %(one)s và %(other)s đều có tài khoản. Hãy bỏ một tài khoản trước khi gộp.")
            % {"one": keep.code, "other": giving_way.code}
        )
    if keep.left_on and not giving_way.left_on:
        found.append(
            _("Hồ sơ %(one)s đã thôi công tác còn hồ sơ %(other)s thì chưa. Hãy giữ hồ sơ đang công tác.")
            % {"one": keep.code, "other": giving_way.code}
        )
    return found + _too_much_together(keep, giving_way)


def _too_much_together(keep, giving_way) -> list[str]:
    mine, theirs = _rows_of(keep), _rows_of(giving_way)
    if not theirs:
        return []
    names = names_of_targets([*mine, *theirs], theirs[-1].starts_on)
    found = []
    for row in theirs:
        also = [other for other in mine if other.scheme_id == row.scheme_id and _overlap(row, other)]
        same = [other for other in also if where_of(other) == where_of(row)]
        if same and not _covers(same[0], row):
            found.append(
                _(
                    "Hai hồ sơ cùng ghi phân công %(target)s: %(one)s và %(other)s. Hãy đính chính một phân công trước "
                    "khi gộp."
                )
                % {
                    "target": names.get(where_of(row), ""),
                    "one": period_text(same[0]),
                    "other": period_text(row),
                }
            )
        elif not same and also:
            limit = limits_of(row).targets
            others = [other for other in theirs if other.scheme_id == row.scheme_id and other != row]
            periods = [(other.starts_on, other.ends_on) for other in (*also, *others)]
            if limit and most_at_once(periods, (row.starts_on, row.ends_on)) >= limit:
                found.append(
                    _(
                        "Gộp lại thì %(cadre)s được phân công quá %(limit)s nơi cùng lúc: %(names)s. Hãy kết thúc hoặc hủy "
                        "một phân công trước khi gộp."
                    )
                    % {
                        "cadre": keep,
                        "limit": limit,
                        "names": ", ".join(names.get(where_of(each), "") for each in (*also, row)),
                    }
                )
    return found


def _hand_over_person(keep, giving_way) -> None:
    user = keep.user or giving_way.user
    giving_way.user, giving_way.merged_into = None, keep
    giving_way.save()
    Cadre.objects.filter(merged_into=giving_way).update(merged_into=keep)
    keep.user = user
    keep.started_on = min(keep.started_on, giving_way.started_on)
    for field in ("phone", "email", "home_unit"):
        setattr(keep, field, getattr(keep, field) or getattr(giving_way, field))
    skills = f"{keep.expertise},{giving_way.expertise}".split(",")
    keep.expertise = ", ".join(dict.fromkeys(skill.strip() for skill in skills if skill.strip()))
    keep.full_clean()
    keep.save()


def _hand_over_dated(rows, kept, same, **changes) -> None:
    """Positions and memberships go over, except those that the kept record says too for the same days."""
    known = list(kept.all())
    for row in rows.all():
        if any(getattr(each, same) == getattr(row, same) and _overlap(each, row) for each in known):
            continue
        row.cadre = kept.instance
        for field, value in changes.items():
            setattr(row, field, value)
        row.save()


def _hand_over_assignments(keep, giving_way, by) -> None:
    # Stored with the row, so not translated: data are in one language.
    why = f"Gộp hồ sơ {giving_way.code} vào hồ sơ {keep.code}"
    mine = _rows_of(keep)
    for row in _rows_of(giving_way):
        links = list(row.document_links.select_related("document"))
        void_assignment(row, reason=why, by=by)
        there = [
            other
            for other in mine
            if other.scheme_id == row.scheme_id and where_of(other) == where_of(row) and _covers(other, row)
        ]
        fresh = there[0] if there else _under(keep, row, links, by)
        ChangeLine.objects.filter(assignment=row, action="end", change_set__state="draft").update(
            assignment=fresh
        )
    drafts = ChangeSet.objects.drafts()
    ChangeLine.objects.filter(cadre=giving_way, change_set__in=drafts).update(cadre=keep)


def _under(keep, row, links, by) -> Assignment:
    fresh = Assignment(
        **{field: getattr(row, field) for field in _COPIED}, cadre=keep, corrects=row, created_by=by
    )
    fresh.full_clean()
    fresh.save()
    for link in links:
        cite([fresh], [link.document], link.part)
    return fresh


def _rows_of(cadre) -> list[Assignment]:
    rows = Assignment.objects.standing().filter(cadre=cadre).for_list()
    return list(rows.order_by("starts_on", "pk"))


def _overlap(one, other) -> bool:
    return overlaps((one.starts_on, one.ends_on), (other.starts_on, other.ends_on))


def _covers(one, other) -> bool:
    """Whether `one` holds on every day of `other`."""
    return one.starts_on <= other.starts_on and (
        one.ends_on is None or (other.ends_on is not None and other.ends_on <= one.ends_on)
    )
