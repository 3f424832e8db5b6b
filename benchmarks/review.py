"""What a review (sơ kết, tổng kết) costs: a district of 93 hamlets over two years, a province of 157 communes over one, each beside
the same review of a tenth of it; and how much of it is the counting of what was expected and attended.

    python3 benchmarks/review.py [--scale 0.1]

`ratio` is how many times longer than the first of its group. The queries may not hang on the hamlets. Then what freezing costs beside
the figures alone: seconds, and the bytes of the figures and of the rows that are kept with them, as the table holds them (compressed).
"""

import argparse
from datetime import date

import expected
import ground

ON = date(2026, 11, 15)
TWO_YEARS = (date(2025, 1, 1), date(2027, 1, 1))
ONE_YEAR = (date(2026, 1, 1), date(2027, 1, 1))
MONTHS = [date(year, month, 1) for year in (2024, 2025, 2026) for month in range(1, 13)][:-2]
HAMLETS_A_COMMUNE = 6


def review(area, period):
    from reports.reviewing import review_figures

    return review_figures(area, *period, on=ON)


def attendance(area, period):
    from reports.expected import Expected, attendance_as_figures

    return attendance_as_figures(Expected(area, *period, ON))


def freeze(area, period):
    from reports.actions.freezing import freeze_review

    starts_on, ends_on = period
    return freeze_review(
        issuer=area, unit=area, kind="final", title="Tổng kết", starts_on=starts_on, ends_on=ends_on, by=None, on=ON
    )  # fmt: skip


def freezing(name, area, period, hamlets):
    """Prints what it costs to freeze the review of `area` beside its figures alone."""
    from django.db.models import Count, F, Func, IntegerField, Sum

    from reports.models import Review

    variants = {"figures alone": lambda: review(area, period), "frozen": lambda: freeze(area, period)}
    ground.side_by_side(f"freezing: {name}", variants, rows=hamlets, rounds=3)

    def size(column):
        return Func(F(column), function="pg_column_size", output_field=IntegerField())

    with ground.undone():
        frozen = Review.objects.filter(pk=freeze(area, period).pk)
        figures = frozen.values_list(size("figures"), flat=True).get()
        kept = frozen.get().counted.aggregate(numbers=Count("pk"), kept_bytes=Sum(size("rows")))
    ground.tell(f"freezing: {name}", rows=hamlets, figures_bytes=figures, **kept)


def queries_of(run) -> int:
    with ground.measured() as measure:
        run()
    return measure.queries


def compare(name, areas, period):
    """`areas`: {hamlets: Unit}, the whole first. Prints both sizes and the attendance alone; the queries of each size."""
    whole, part = areas
    variants = {
        f"review, {whole} hamlets": lambda: review(areas[whole], period),
        f"review, {part} hamlets": lambda: review(areas[part], period),
        f"attendance alone, {whole} hamlets": lambda: attendance(areas[whole], period),
    }
    for run in variants.values():
        run()  # what is kept for good is there
    ground.side_by_side(f"review: {name}", variants, rows=whole, rounds=3)
    return [queries_of(lambda area=area: review(area, period)) for area in areas.values()]


def furnish(name, hamlets, communes, months):
    sizes = {hamlets: communes, max(1, hamlets // 10): max(1, communes // 10)}
    return {
        number: expected.furnish(number, f"{name}{number}-", communes_number=places, months=months)
        for number, places in sizes.items()
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1)
    scale = options.parse_args().scale
    ground.prepare()
    communes = max(10, round(157 * scale))
    district = furnish("D", max(10, round(93 * scale)), 10, MONTHS)
    province = furnish("P", communes * HAMLETS_A_COMMUNE, communes, MONTHS[12:])
    ground.vacuum()
    for name, areas, period in (
        ("93 hamlets, two years", district, TWO_YEARS),
        ("157 communes, one year", province, ONE_YEAR),
    ):
        many, few = compare(name, areas, period)
        assert many <= few, f"the queries of a review hang on the hamlets: {few}, {many}"
        hamlets, area = next(iter(areas.items()))
        freezing(name, area, period, hamlets)


if __name__ == "__main__":
    main()
