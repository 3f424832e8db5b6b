"""Sums of money as people say them ("hơn 276 triệu đồng") and as pages write them: whole đồng with what goes before it."""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EXACT, MORE_THAN, ABOUT = "exact", "more_than", "about"
MOST = 10**15
_TIMES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_PART = r"\d[\d.,\s]*(?:nghìn|ngàn|triệu|tr|tỷ|tỉ)?"
_MONEY = re.compile(
    rf"^(?P<more>hơn|trên|>)?(?P<about>khoảng|gần|độ|~)?\s*(?P<parts>{_PART}(?:\s*{_PART})*)\s*"
    r"(?:đồng|đ|vnđ|vnd)?\s*(?P<up>trở lên)?$"
)
_EACH = re.compile(r"(?P<digits>\d[\d.,\s]*)(?P<unit>nghìn|ngàn|triệu|tr|tỷ|tỉ)?")
_WHOLE = re.compile(r"^\d+$|^\d{1,3}(?:\.\d{3})+$|^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?: \d{3})+$")
_DECIMAL = re.compile(r"^\d+(?:[.,]\d{1,2})?$|^\d+[.,]\d{4,6}$")


class Money(NamedTuple):
    """Whole đồng; `qualifier`: exact, more_than or about."""

    amount: int
    qualifier: str = EXACT


def read_money(text: str) -> Money:
    """What "276.000.000", "hơn 276 triệu đồng", "1 tỷ 200 triệu", "khoảng 1,5 tỷ" say. Raises ValueError, also for what
    can mean two things ("1.276 triệu")."""
    found = _MONEY.match(" ".join(text.lower().split()))
    if not found:
        raise ValueError(text)
    parts = [(each["digits"].strip(), each["unit"]) for each in _EACH.finditer(found["parts"])]
    times = [_TIMES.get(unit, 1) for _digits, unit in parts]
    if any(later >= earlier for earlier, later in zip(times, times[1:], strict=False)):
        raise ValueError(text)
    amount = sum(_amount(digits, each) for (digits, _unit), each in zip(parts, times, strict=True))
    if amount != int(amount):
        raise ValueError(text)
    if found["more"] or found["up"]:
        if found["about"]:
            raise ValueError(text)
        return Money(int(amount), MORE_THAN)
    return Money(int(amount), ABOUT if found["about"] else EXACT)


def _amount(digits: str, times: int) -> Decimal:
    if times == 1:
        if not _WHOLE.match(digits):
            raise ValueError(digits)
        return Decimal(re.sub(r"[., ]", "", digits))
    if re.match(r"^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?: \d{3})+$", digits):
        return Decimal(re.sub(r"[. ]", "", digits)) * times
    if not _DECIMAL.match(digits):
        raise ValueError(digits)
    try:
        return Decimal(digits.replace(",", ".")) * times
    except InvalidOperation as error:
        raise ValueError(digits) from error


def amount_words(amount: int) -> str:
    """ "276 triệu đồng", "1,5 tỷ đồng", "276.543.210 đồng": never fewer digits than were said."""
    for size, words in ((10**9, _("%(number)s tỷ đồng")), (10**6, _("%(number)s triệu đồng"))):
        if amount >= size and amount % (size // 100) == 0:
            number = (Decimal(amount) / size).normalize()
            places = max(0, -number.as_tuple().exponent)
            return words % {"number": number_format(number, decimal_pos=places, force_grouping=True)}
    return _("%(number)s đồng") % {"number": number_format(amount, force_grouping=True)}


def money_words(amount: int, *, is_at_least: bool = False, is_about: bool = False) -> str:
    """The amount with what goes before it: "hơn 276 triệu đồng", "khoảng 1 tỷ đồng"; of a sum that is both, "khoảng … trở
    lên": some of it is only about right, and some of it is more than was said."""
    words = {"amount": amount_words(amount)}
    if is_at_least and is_about:
        return _("khoảng %(amount)s trở lên") % words
    if is_at_least:
        return _("hơn %(amount)s") % words
    return _("khoảng %(amount)s") % words if is_about else words["amount"]


class MoneyField(forms.CharField):
    """Money, as people write it; gives a Money, None where nothing was written."""

    default_error_messages = {
        "money": gettext_lazy("Hãy ghi số tiền như 276.000.000, 276 triệu hoặc hơn 276 triệu."),
        "too_much": gettext_lazy("Số tiền này lớn quá; hãy xem lại."),
    }

    def to_python(self, value):
        text = super().to_python(value).strip()
        if not text:
            return None
        try:
            money = read_money(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["money"], code="money") from None
        if money.amount > MOST:
            raise forms.ValidationError(self.error_messages["too_much"], code="too_much")
        return money
