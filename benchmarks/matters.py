"""What matters and their clocks cost with 500 and with 5,000 rows: the list with its clocks, the ageing page, an agency's list,
and the batch in which what is overdue climbs; both sizes in turn in one run, by the median.

    python3 benchmarks/matters.py [--scale 0.1]

`ratio` is how many times longer the larger takes. A page may ask no more queries for ten times the rows; the climb goes
matter by matter, so it may take ten times as long and no more for each.
"""

import argparse
import statistics
from datetime import date, timedelta

import ground

START = date(2025, 7, 1)
COMMUNES, HAMLETS = 10, 50
# Of ten matters: how far each has come.
STAGES = ("raised", "received", "held", "held", "late", "late", "answered", "answered", "closed", "merged")
ROUNDS = 5


def furnish(number, name, today):
    """A province of its own with so many matters, four in ten with one agency: (its id, {page: (browser, address)})."""
    from branches.actions.placements import rebuild_placements, refresh_access_paths
    from branches.models import Agency, AgencyKind, Unit, UnitVersion
    from common.copying import copy_rows, draw_ids

    province, *communes = draw_ids(Unit, 1 + COMMUNES)
    hamlets = draw_ids(Unit, HAMLETS)
    copy_rows(Unit, (Unit(pk=pk, opened_on=START) for pk in (province, *communes, *hamlets)))

    def version(pk, parent, level, label):
        return UnitVersion(
            unit_id=pk, parent_id=parent, level_id=level, code=f"{name}{label}", name=label, starts_on=START
        )

    rows = [version(province, None, 1, "Tỉnh")]
    rows += [version(pk, province, 3, f"Xã {n}") for n, pk in enumerate(communes)]
    rows += [version(pk, communes[n % COMMUNES], 4, f"Ấp {n}") for n, pk in enumerate(hamlets)]
    copy_rows(UnitVersion, iter(rows))
    rebuild_placements()
    refresh_access_paths(on=today)
    agency = Agency.objects.create(
        code=f"{name}CQ", name=f"Cơ quan {name}", kind=AgencyKind.objects.first(), unit_id=province
    )
    raise_many(number, name, province, hamlets, agency, today)
    officer = browser_of(f"{name}officer", role="org_staff", unit_id=province)
    handler = browser_of(f"{name}handler", role="handler", agency=agency)
    return province, {
        "list with its clocks": (officer, "/viec/"),
        "ageing page": (officer, "/viec/so-lieu/"),
        "list of an agency": (handler, "/viec/co-quan/"),
    }


def raise_many(number, name, province, hamlets, agency, today):
    from matters.models import Handling, Recommendation, Topic

    topics = list(Topic.objects.values_list("pk", flat=True))
    rows = [
        Recommendation(
            reference=f"{name}{n}",
            unit_id=hamlets[n % len(hamlets)],
            issuer_id=province,
            topic_id=topics[n % len(topics)],
            content=f"Điều đã nêu thứ {n}: đường, cầu, điện, nước",
            raised_on=today - timedelta(days=20 + n % 60),
            **facts(STAGES[n % len(STAGES)], today),
        )
        for n in range(number)
    ]
    merged = [row for n, row in enumerate(rows) if STAGES[n % len(STAGES)] == "merged"]
    Recommendation.objects.bulk_create([row for row in rows if row not in merged], batch_size=2000)
    for row in merged:
        row.merged_into, row.outcome = rows[0], "duplicate"
    Recommendation.objects.bulk_create(merged, batch_size=2000)
    Handling.objects.bulk_create(
        (
            Handling(recommendation=row, agency=agency, given_on=row.received_on, due_on=row.due_on)
            for n, row in enumerate(rows)
            if STAGES[n % len(STAGES)] in ("held", "late")
        ),
        batch_size=2000,
    )


def facts(stage, today) -> dict:
    """The days of a matter that has come as far as `stage`."""
    if stage in ("raised", "merged"):
        return {}
    late = stage == "late"
    found = {"received_on": today - timedelta(days=19), "due_on": today + timedelta(days=-12 if late else 9)}
    if stage in ("answered", "closed"):
        found |= {
            "answered_on": today - timedelta(days=9),
            "outcome": "explained",
            "outcome_reason": "Đã nói rõ.",
        }
    if stage == "closed":
        found |= {"told_on": today - timedelta(days=3), "told_how": "meeting", "closed_on": today}
    return found


def browser_of(username, **grant):
    from django.test import Client

    from accounts.models import User
    from branches.models import Grant

    user = User.objects.create(username=username, full_name=username)
    Grant.objects.create(user=user, starts_on=START, **grant)
    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    return client


def page(browser, address):
    response = browser.get(address, follow=True)
    assert response.status_code == 200, (address, response.status_code)


def climb(province, today):
    """The Measure of one province alone: everybody else's deadlines are moved away, for this run only."""
    from matters.climbing import climb_overdue
    from matters.models import Handling, Recommendation

    far = today + timedelta(days=900)
    Handling.objects.exclude(recommendation__issuer=province).update(due_on=far)
    Recommendation.objects.exclude(issuer=province).update(due_on=far)
    with ground.measured() as measure:
        climbed = climb_overdue(today)
    assert climbed.made and not climbed.failed, climbed
    return measure


def get(browser, address):
    page(browser, address)  # what is kept for good is there
    with ground.measured() as measure:
        page(browser, address)
    return measure


def compare(name, sides) -> list[int]:
    """`sides`: {rows: function that gives a Measure}, in turn, each undone. Prints the medians; the queries of each."""
    found = {rows: [] for rows in sides}
    for _round in range(ROUNDS):
        for rows, run in sides.items():
            with ground.undone():
                found[rows].append(run())
    seconds = {rows: statistics.median(each.seconds for each in those) for rows, those in found.items()}
    base = next(iter(seconds.values()))
    for rows, those in found.items():
        ground.tell(
            f"matters: {name}",
            rows=rows,
            queries=those[-1].queries,
            seconds=round(seconds[rows], 3),
            ratio=round(seconds[rows] / base, 2),
        )
    return [those[-1].queries for those in found.values()]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1)
    scale = options.parse_args().scale
    ground.prepare()
    from django.utils import timezone

    today = timezone.localdate()
    areas = {}
    for number in (round(500 * scale), round(5000 * scale)):
        areas[number] = furnish(number, f"P{number}-", today)
    ground.vacuum()
    pages = next(iter(areas.values()))[1]
    for name in pages:
        few, many = compare(
            name, {n: lambda each=each, name=name: get(*each[name]) for n, (_area, each) in areas.items()}
        )
        assert many <= few, f"the queries of the {name} hang on the rows: {few}, {many}"
    compare(
        "climbing batch", {n: lambda area=area: climb(area, today) for n, (area, _pages) in areas.items()}
    )


if __name__ == "__main__":
    main()
