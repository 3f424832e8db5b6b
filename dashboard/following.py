"""Who follows a thing, who did, and what stands on a document: the part of a thing's page that `assignments` owns."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from assignments.models import Assignment, Cadre, ChangeSet, Scheme
from assignments.models.assignments import TARGET_FIELDS
from assignments.querysets.assignments import names_of_targets
from assignments.querysets.households import as_held, to_household
from common.periods import last_day
from dashboard.addresses import page_of

SHOWN = 50
FORMER_SHOWN = 20


@dataclass(frozen=True)
class FollowerRow:
    """One assignment in plain values; `url` leads to the cadre where the reader may open him."""

    who: str
    post: str
    url: str | None
    target: str
    scheme: str
    role: str
    since: date
    until: date | None
    reason: str
    phone: str = ""


@dataclass(frozen=True)
class DutyRow:
    """What schemes ask of both sides, and where they say so. `schemes`: (name, address) of all that say the same."""

    schemes: list
    mottos: list
    assignee_duties: str
    assignee_powers: str
    host_duties: str
    charter: object
    charter_url: str | None


def followers_of(scope, day, **target) -> list[FollowerRow]:
    """Who follows the target (`target_organisation=…`) on `day`, as far as the reader may see assignments."""
    rows = _assignments(scope, **target).active_on(day).order_by("scheme__sort_key", "starts_on", "pk")
    return follower_rows(rows[:SHOWN], day)


def former_followers_of(scope, day, **target) -> list[FollowerRow]:
    """Who followed it before `day`, the last first; FORMER_SHOWN at most."""
    rows = _assignments(scope, **target).standing().filter(ends_on__lte=day)
    return follower_rows(rows.order_by("-ends_on", "-starts_on", "-pk")[:FORMER_SHOWN], day)


def holders_now_and_before(household, day, scope) -> tuple[list[FollowerRow], list[FollowerRow]]:
    """Who holds a household on `day`, himself or by its group, and who held it before. The reader reads the household, and so
    knows who answers for it."""
    rows = _told(Assignment.objects.standing(), scope)
    now = rows.on(day).filter(to_household(household, day, day + timedelta(days=1)))
    before = rows.filter(to_household(household, date.min, day), starts_on__lt=day)
    before = before.exclude(pk__in=now.order_by().values("pk")).order_by("-ends_on", "-starts_on", "-pk")
    now = now.order_by("scheme__sort_key", "starts_on", "pk")
    former = as_held(before[:FORMER_SHOWN], household)
    former.sort(key=lambda each: (each.ends_on or date.max, each.starts_on, each.pk), reverse=True)
    return (
        follower_rows(as_held(now[:SHOWN], household), day, with_targets=True),
        follower_rows(former, day, with_targets=True),
    )


def holders_of_group(group, day, scope) -> tuple[list[FollowerRow], list[FollowerRow]]:
    """Who holds a group of households on `day`, and who held it before."""
    rows = _told(Assignment.objects.standing().filter(target_group=group), scope)
    now = rows.on(day).order_by("scheme__sort_key", "starts_on", "pk")
    before = rows.filter(ends_on__lte=day).order_by("-ends_on", "-starts_on", "-pk")
    return follower_rows(now[:SHOWN], day), follower_rows(before[:FORMER_SHOWN], day)


def _assignments(scope, **target):
    return _told(Assignment.objects.visible_to(scope).filter(**target), scope)


def _told(rows, scope):
    """Assignments with all that a row tells; `may_open`: whether the reader may open the cadre's page."""
    person = Coalesce(OuterRef("cadre__merged_into"), OuterRef("cadre"))
    return rows.select_related("scheme", "cadre__merged_into", "team", "agency").annotate(
        may_open=Exists(Cadre.objects.visible_to(scope).filter(pk=person))
    )


def follower_rows(assignments, day, *, with_targets=False) -> list[FollowerRow]:
    """Rows of assignments (`_told`); a query, and those for the targets' names where wanted."""
    assignments = list(assignments)
    names = names_of_targets(assignments, day) if with_targets else {}
    return [_row(each, names) for each in assignments]


def _person(assignment):
    return assignment.cadre.merged_into or assignment.cadre


def _row(each, names):
    who = _person(each) if each.cadre_id else each.assignee
    return FollowerRow(
        who=str(who),
        post=each.post_then,
        url=page_of(who) if each.may_open else None,
        target=_target(each, names),
        scheme=str(each.scheme),
        role=each.get_role_display(),
        since=each.starts_on,
        until=last_day(each.ends_on),
        reason=each.get_end_reason_display(),
        phone=who.phone if each.may_open else "",
    )


def _target(each, names):
    for field in TARGET_FIELDS:
        if pk := getattr(each, f"{field}_id"):
            return names.get((field, pk), "")
    return ""


def duties_of(scheme_ids, scope) -> list[DutyRow]:
    """The duties and powers that these schemes name, of those that the reader may see; the same words are said once."""
    if not scheme_ids:
        return []
    found: dict = {}
    rows = Scheme.objects.visible_to(scope).filter(pk__in=scheme_ids).select_related("charter")
    for scheme in rows.order_by("sort_key", "pk"):
        words = (scheme.assignee_duties, scheme.assignee_powers, scheme.host_duties)
        if not any(words) and not scheme.motto:
            continue
        charter = scheme.charter
        row = found.setdefault(
            (*words, scheme.charter_id),
            DutyRow([], [], *words, charter, page_of(charter) if charter else None),
        )
        row.schemes.append((scheme.name, page_of(scheme)))
        if scheme.motto and scheme.motto not in row.mottos:
            row.mottos.append(scheme.motto)
    return list(found.values())


@dataclass(frozen=True)
class Standing:
    """What stands on a document: schemes that rest on it or are ruled by it and change sets, as (name, address);
    assignments (`rows` of the first fifty, `total` of all that the reader may see, `running` of those in force)."""

    schemes: list
    charters: list
    change_sets: list
    rows: list
    total: int
    running: int


def standing_on(document, day, scope) -> Standing:
    assignments = (
        Assignment.objects.visible_to(scope)
        .standing()
        .filter(pk__in=document.assignment_links.values("assignment"))
    )
    shown = _told(assignments, scope)
    schemes = Scheme.objects.visible_to(scope)
    return Standing(
        schemes=_named(schemes.filter(pk__in=document.scheme_links.values("scheme"))),
        charters=_named(schemes.filter(charter=document)),
        change_sets=_named(ChangeSet.objects.visible_to(scope).filter(document=document)),
        rows=follower_rows(shown.order_by("starts_on", "pk")[:SHOWN], day, with_targets=True),
        total=assignments.count(),
        running=assignments.on(day).count(),
    )


def _named(rows):
    return [(str(row), page_of(row)) for row in rows]
