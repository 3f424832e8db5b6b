import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.legacy_text import TCVN3, UTF_16, VNI, WINDOWS_1258
from common.text import guess_legacy_encoding
from tests.common.words import WORDS, in_tcvn3, in_vni

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
cases = st.sampled_from([str, str.upper, str.lower, str.title, str.capitalize])

_FOREIGN = """
café résumé naïve Zürich São Paulo El Niño Noël Müller façade über Ångström François señor mañana Haïti Taïwan
Microsoft® © ™ 5 µm 3×4 m² 20 °C ½ «Hoa» § 5 ¿Qué? Straße smörgåsbord Kraków Björk Malmö Þór piñata Citroën Dvořák
Krông Búk Ea H'Leo Plei Kần Chư Prông Lộc Ninh Pờ Tó Đắk Mil Xốp Kôn Tum Plei Bôt Cư M'gar Ê-đê Bru-Vân Kiều
"""
FOREIGN = _FOREIGN.split()


@given(phrases, cases)
def test_vietnamese_in_unicode_is_never_taken_for_an_old_encoding(phrase, case):
    assert guess_legacy_encoding(case(phrase)) is None
    assert guess_legacy_encoding(case(phrase).encode()) is None


def test_no_single_word_of_unicode_and_no_foreign_word_is_taken_for_an_old_encoding():
    for word in WORDS + FOREIGN:
        for shape in (word, word.upper(), word.capitalize()):
            assert guess_legacy_encoding(shape) is None, shape
    assert guess_legacy_encoding(" ".join(FOREIGN)) is None


@given(st.lists(st.sampled_from(FOREIGN), max_size=6).map(" ".join))
def test_foreign_words_in_any_company_are_not_taken_for_an_old_encoding(phrase):
    assert guess_legacy_encoding(phrase) is None


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_english_is_never_taken_for_an_old_encoding(text):
    assert guess_legacy_encoding(text) is None
    assert guess_legacy_encoding(text.replace("\0", "").encode()) is None


LINES = [
    "Ấp Bình Hòa", "Nguyễn Văn Đức", "Trưởng ban Tổ chức Huyện ủy", "xã Thới Thuận, huyện Bình Đại", "Địa bàn phân công",
    "Họ và tên", "Chức vụ", "Đơn vị công tác", "Bí thư chi bộ", "Phó Chủ tịch Ủy ban nhân dân xã", "Lê Thị Ngọc Huyền",
    "Quyết định số 634-QĐ/HU", "đường", "huyện", "Hội Nông dân", "Trần Quốc Tuấn", "ẤP 3", "Ấp",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_lines_of_real_lists_are_recognised_in_both_old_encodings(line):
    assert guess_legacy_encoding(in_tcvn3(line)) == TCVN3
    assert guess_legacy_encoding(in_vni(line)) == VNI


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ÊP", TCVN3),
        ("huyÖn", TCVN3),
        ("x· B×nh §¹i", TCVN3),
        ("Huyeän", VNI),
        ("Ñaïi", VNI),
        ("Nguyeãn Vaên A", VNI),
    ],
)
def test_what_officers_send_is_named(text, encoding):
    assert guess_legacy_encoding(text) == encoding


def test_most_phrases_are_recognised():
    """Some words look the same in both; a phrase of four seldom does."""
    for turn, encoding in ((in_tcvn3, TCVN3), (in_vni, VNI)):
        phrases = [" ".join(WORDS[at : at + 4]) for at in range(0, len(WORDS) - 4, 2)]
        phrases = [phrase for phrase in phrases if not turn(phrase).isascii()]
        found = [guess_legacy_encoding(turn(phrase)) for phrase in phrases]
        assert found.count(encoding) / len(found) > 0.97
        assert set(found) <= {encoding, None}


def test_bytes_of_text_files_are_named():
    text = "STT;Họ và tên;Đơn vị công tác\n" + "\n".join(
        f"{at};{line};Huyện ủy" for at, line in enumerate(LINES)
    )
    assert guess_legacy_encoding(in_tcvn3(text).encode("latin-1")) == TCVN3
    assert guess_legacy_encoding(in_vni(text).encode("latin-1")) == VNI
    assert guess_legacy_encoding(_in_1258(text)) == WINDOWS_1258
    assert guess_legacy_encoding(text.encode("utf-16")) == UTF_16
    assert guess_legacy_encoding(text.encode("utf-16-le")) == UTF_16
    assert guess_legacy_encoding(text.encode("utf-16-be")) == UTF_16
    assert guess_legacy_encoding(text.encode("utf-8-sig")) is None
    assert guess_legacy_encoding("déjà vu à l'hôtel, un été".encode("latin-1")) is None
    assert guess_legacy_encoding(b"") is None


def test_a_letter_cut_by_the_end_of_the_sample_is_no_proof():
    assert guess_legacy_encoding(b"x" + "ế".encode() * 40_000) is None


def _in_1258(text: str) -> bytes:
    """Windows-1258 has its tones as letters of their own after the vowel."""
    out = b""
    for character in text:
        for form in (character, *_with_tone_apart(character)):
            try:
                out += form.encode("cp1258")
                break
            except UnicodeEncodeError:
                continue
        else:
            raise AssertionError(character)
    return out


def _with_tone_apart(character: str):
    import unicodedata

    parts = unicodedata.normalize("NFD", character)
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        if tone in parts:
            yield unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
