"""Money as people write it and as pages say it."""

import pytest
from django import forms

from common.money import MoneyField, money_words, read_money


@pytest.mark.parametrize(
    ("text", "amount", "qualifier"),
    [
        ("276.000.000", 276_000_000, "exact"),
        ("276,000,000", 276_000_000, "exact"),
        ("276 000 000 đồng", 276_000_000, "exact"),
        ("276000000", 276_000_000, "exact"),
        ("276 triệu", 276_000_000, "exact"),
        ("hơn 276 triệu đồng", 276_000_000, "more_than"),
        ("Hơn  276 triệu", 276_000_000, "more_than"),
        ("trên 50 triệu", 50_000_000, "more_than"),
        ("50 triệu đồng trở lên", 50_000_000, "more_than"),
        ("khoảng 1,5 tỷ", 1_500_000_000, "about"),
        ("gần 300tr", 300_000_000, "about"),
        ("1 tỷ 200 triệu", 1_200_000_000, "exact"),
        ("hơn 1 tỷ 276 triệu đồng", 1_276_000_000, "more_than"),
        ("500 nghìn", 500_000, "exact"),
        ("1,2345 tỷ", 1_234_500_000, "exact"),
        ("0", 0, "exact"),
    ],
)
def test_money_is_read_as_people_write_it(text, amount, qualifier):
    assert read_money(text) == (amount, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "nhiều",
        "1,5",
        "1.276 triệu",
        "-5",
        "5 bao",
        "triệu",
        "276 triệu 1 tỷ",
        "hơn khoảng 5 triệu",
        "0,0001 nghìn",
    ],
)
def test_what_is_no_sum_or_can_mean_two_is_refused(text):
    with pytest.raises(ValueError):
        read_money(text)
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(text)


def test_nothing_written_is_nothing_and_too_much_is_said():
    assert MoneyField(required=False).clean(" ") is None
    with pytest.raises(forms.ValidationError, match="lớn quá"):
        MoneyField().clean("2000000 tỷ")


@pytest.mark.parametrize(
    ("amount", "more", "about", "said"),
    [
        (276_000_000, True, False, "hơn 276 triệu đồng"),
        (276_500_000, False, False, "276,5 triệu đồng"),
        (276_543_210, True, False, "hơn 276.543.210 đồng"),
        (1_500_000_000, False, True, "khoảng 1,5 tỷ đồng"),
        (1_276_000_000, False, False, "1.276 triệu đồng"),
        (12_000_000_000, True, True, "khoảng 12 tỷ đồng trở lên"),
        (500_000, False, False, "500.000 đồng"),
        (0, False, False, "0 đồng"),
    ],
)
def test_pages_say_money_with_its_qualifier_and_without_losing_a_digit(amount, more, about, said):
    assert money_words(amount, is_at_least=more, is_about=about) == said
