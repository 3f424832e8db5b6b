"""Adding up without losing "hơn" and "khoảng": tables, no database."""

from decimal import Decimal

import pytest

from matters.amounts import Total, goods_of, quantity_of, total_of

EXACT, MORE, ABOUT = "exact", "more_than", "about"


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ([], (0, False, False)),
        ([(5, EXACT), (7, EXACT)], (12, False, False)),
        ([(276_000_000, MORE)], (276_000_000, True, False)),
        # "More than 276 million" and 24 million is more than 300 million.
        ([(276_000_000, MORE), (24_000_000, EXACT)], (300_000_000, True, False)),
        ([(276, MORE), (24, MORE)], (300, True, False)),
        ([(100, ABOUT), (5, EXACT)], (105, False, True)),
        # Neither word alone would be honest: some of it may be less, some of it is more.
        ([(100, ABOUT), (5, MORE)], (105, True, True)),
        ([(0, MORE)], (0, True, False)),
    ],
)
def test_a_sum_keeps_the_words_before_its_parts(parts, total):
    assert total_of(parts) == Total(*total)
    assert total_of(reversed(parts)) == Total(*total), "whichever comes first"


def test_parts_may_be_gathered_first():
    parts = [(1, EXACT), (2, MORE), (4, ABOUT), (8, EXACT)]
    gathered = [(9, EXACT), (2, MORE), (4, ABOUT)]
    assert total_of(parts) == total_of(gathered)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("20 bao", (Decimal(20), "bao", EXACT)),
        ("hơn 1.500 kg", (Decimal(1500), "kg", MORE)),
        ("khoảng 2,5 tấn", (Decimal("2.5"), "tấn", ABOUT)),
        ("1 200 ngày công", (Decimal(1200), "ngày công", EXACT)),
        ("40", (Decimal(40), "", EXACT)),
        ("500m2", (Decimal(500), "m2", EXACT)),
        ("vài bao", None),
        ("", None),
        ("1.5 tấn", None),
    ],
)
def test_a_quantity_is_a_number_of_a_measure_or_words(text, read):
    assert quantity_of(text) == read


def test_goods_are_added_only_where_thing_and_measure_are_the_same():
    found = goods_of(
        [
            ("Xi măng", "20 bao", EXACT),
            ("xi măng", "hơn 30 bao", EXACT),
            ("Xi măng", "2 tấn", EXACT),
            ("Đất", "500 m2", MORE),
            ("Xi măng", "nhiều", EXACT),
            ("Xi măng", "", EXACT),
        ]
    )
    assert [(each.what, each.measure, each.number, each.times) for each in found] == [
        ("Xi măng", "bao", Decimal(50), 2),
        ("Xi măng", "tấn", Decimal(2), 1),
        ("Xi măng", "", None, 2),
        ("Đất", "m2", Decimal(500), 1),
    ]
    assert [each.is_at_least for each in found] == [True, False, False, True]
    assert found[2].said == ("nhiều",)
