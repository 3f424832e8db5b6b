"""What belongs to a round: what took place and was reported under its scheme (or all schemes of its issuer) in its days. Every
figure of a round and every list behind one begins here."""

from django.db.models import Count, Q

from matters.models import Recommendation
from meetings.models import Attendance
from reports.models import ChecklistAnswer, RemedyCheck, Report


def reports_of(made):
    """The reports on meetings of the round `made` (Round), whenever they came in."""
    rows = Report.objects.filter(issuer=made.issuer_id).during(made.starts_on, made.ends_on)
    return rows.filter(scheme=made.scheme_id) if made.scheme_id else rows


def turns_of(made):
    """The standing turns under the round's schemes, those at conferences of committees too."""
    rows = Attendance.objects.standing().during(made.starts_on, made.ends_on)
    if made.scheme_id:
        return rows.filter(scheme=made.scheme_id)
    unassigned = Q(scheme=None, report__issuer=made.issuer_id)
    return rows.filter(Q(scheme__issuer=made.issuer_id) | unassigned)


def matters_of(made):
    """What its reports put to somebody, and still stands."""
    return Recommendation.objects.standing().filter(report_link__report__in=reports_of(made).values("pk"))


def checks_of(made):
    """What its visitors saw of the things to put right."""
    return RemedyCheck.objects.filter(report__in=reports_of(made).values("pk"))


# A shortcoming is written, or seen: not held, not prepared, of average or poor quality.
IS_SHORT = (
    ~Q(shortcomings="") | Q(attended="not_held") | Q(was_prepared=False) | Q(quality__in=["average", "poor"])
)


def with_shortcomings(reports):
    return reports.filter(IS_SHORT)


def report_counts(reports) -> dict:
    """{"reports", "with_shortcomings", "not_held" (meetings), and "quality": {quality: reports that say it}}; one query."""
    found = reports.aggregate(
        reports=Count("pk"),
        with_shortcomings=Count("pk", filter=IS_SHORT),
        not_held=Count("meeting", distinct=True, filter=Q(attended="not_held")),
        **{f"quality_{each}": Count("pk", filter=Q(quality=each)) for each in Report.Quality.values},
    )
    quality = {each: found.pop(f"quality_{each}") for each in Report.Quality.values}
    return found | {"quality": quality}


def topic_counts(matters) -> list[tuple]:
    """[(topic code or "", topic name or "", matters)], the most first."""
    rows = matters.order_by().values_list("topic__code", "topic__name").annotate(number=Count("pk"))
    return sorted(
        ((code or "", name or "", number) for code, name, number in rows), key=lambda row: (-row[2], row[1])
    )


def items_not_done(reports) -> list[tuple]:
    """[(text of the item, reports that say "not yet")], the most first."""
    rows = ChecklistAnswer.objects.filter(report__in=reports.values("pk"), answer="not_done")
    counted = rows.order_by().values_list("item__text").annotate(number=Count("pk"))
    return sorted(counted, key=lambda row: (-row[1], row[0]))
