"""Receipt numbers: one after another within a month, none skipped, none given twice."""

from datetime import date

from reports.models import ReceiptCounter


def draw_receipt(on: date) -> str:
    """The next number of the month of `on`: "BC-2026-11-0042"."""
    return draw_receipts(on, 1)[0]


def draw_receipts(on: date, count: int) -> list[str]:
    """The next `count` numbers of the month of `on`. The month's row stays locked until the transaction ends, so that a filing
    that fails gives its numbers back."""
    month = on.replace(day=1)
    ReceiptCounter.objects.bulk_create([ReceiptCounter(month=month)], ignore_conflicts=True)
    counter = ReceiptCounter.objects.select_for_update().get(month=month)
    first, counter.last = counter.last + 1, counter.last + count
    counter.save(update_fields=["last"])
    return [f"BC-{month:%Y-%m}-{number:04d}" for number in range(first, counter.last + 1)]
