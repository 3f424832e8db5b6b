from datetime import datetime, timedelta

import pytest

from accounts.rules import (
    CODE_ALPHABET,
    CODE_TRIES,
    client_address,
    code_is_live,
    login_name,
    phone_digits,
    read_code,
    shown_code,
)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0912345678", "0912345678"),
        ("  0912 345.678 ", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("(075) 3851-234", "0753851234"),
        ("", ""),
        ("BM-001", ""),
        ("12345", ""),
        ("0912345678 hoặc 0987654321", ""),
    ],
)
def test_a_telephone_number_is_its_digits_however_it_is_written(typed, digits):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "name"),
    [("BM-001", "bm-001"), (" bm-001 ", "bm-001"), ("+84 912.345.678", "0912345678"), ("b m 0 1", "bm01")],
)
def test_a_user_name_does_not_mind_case_or_spaces(typed, name):
    assert login_name(typed) == name


def test_a_code_is_read_in_any_case_and_spacing():
    assert read_code("acdef-34679") == read_code(" ACDEF 34679 ") == "ACDEF34679"
    assert shown_code("ACDEF34679") == "ACDEF-34679"


def test_a_code_holds_nothing_that_can_be_mistaken_for_another_sign():
    for pair in ("0O", "1I", "2Z", "5S", "8B"):
        assert len(set(pair) & set(CODE_ALPHABET)) == 0, pair


def test_a_code_lives_until_it_is_used_tried_too_often_or_late():
    now = datetime(2026, 11, 24, 8)
    live = {"expires_at": now + timedelta(seconds=1), "used_at": None, "tries": CODE_TRIES - 1, "now": now}
    assert code_is_live(**live)
    assert not code_is_live(**{**live, "expires_at": now})
    assert not code_is_live(**{**live, "used_at": now})
    assert not code_is_live(**{**live, "tries": CODE_TRIES})


@pytest.mark.parametrize(
    ("forwarded", "proxies", "found"),
    [
        ("", 0, "10.0.0.9"),
        ("1.2.3.4", 0, "10.0.0.9"),  # nobody stands before us: a claim
        ("1.2.3.4", 1, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),  # what the sender claimed stands to the left
        ("6.6.6.6, 1.2.3.4, 10.0.0.8", 2, "1.2.3.4"),
        ("1.2.3.4", 2, "10.0.0.9"),
        ("unknown", 1, "10.0.0.9"),
    ],
)
def test_an_address_is_what_the_outermost_trusted_proxy_saw(forwarded, proxies, found):
    assert client_address("10.0.0.9", forwarded, proxies) == found
