"""Telephone numbers that a spreadsheet took for numbers: 912345678 is 0912345678."""

from django.utils.translation import ngettext

from branches.imports.plan import Plan


def restore_zeros(plan: Plan, key: str = "phone") -> None:
    """Gives the numbers of a column their leading zero back and says how many there were."""
    restored = 0
    for row in plan.table.rows:
        right = with_zero(row[key])
        if right != row[key]:
            row[key] = right
            restored += 1
    if restored:
        sentence = ngettext(
            "%(count)s số điện thoại mất số 0 ở đầu, đã được thêm lại.",
            "%(count)s số điện thoại mất số 0 ở đầu, đã được thêm lại.",
            restored,
        )
        plan.notices.append(sentence % {"count": restored})


def with_zero(phone: str | None) -> str | None:
    """Nine digits without a zero in front are a mobile number that lost it."""
    if phone and len(phone) == 9 and phone.isascii() and phone.isdigit() and phone[0] != "0":
        return f"0{phone}"
    return phone
