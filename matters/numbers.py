"""References of what is raised: one after another within a series, none skipped, none given twice."""

from matters.models import ReferenceCounter

RECOMMENDATIONS, URGENT = "KN", "VCB"


def draw_reference(letters: str, year: int) -> str:
    """The next reference of a year: "KN-2026-0001"."""
    return draw_references(letters, year, 1)[0]


def draw_references(letters: str, year: int, count: int) -> list[str]:
    """The next `count`. The series' row stays locked until the transaction ends, so that what fails gives them back."""
    series = f"{letters}-{year}"
    ReferenceCounter.objects.bulk_create([ReferenceCounter(series=series)], ignore_conflicts=True)
    counter = ReferenceCounter.objects.select_for_update().get(series=series)
    first, counter.last = counter.last + 1, counter.last + count
    counter.save(update_fields=["last"])
    return [f"{series}-{number:04d}" for number in range(first, counter.last + 1)]
