"""Near-identical texts: what counts as a copy, and what does not. A table, without a database."""

import pytest

from reports.likeness import ENOUGH, KEPT, alike, likeness, shingles

MAY = (
    "Chi bộ sinh hoạt ngày 24/5 đúng giờ, có 18/20 đảng viên dự. Đồng chí bí thư điều hành buổi sinh hoạt đúng trình tự, "
    "nội dung bám sát nghị quyết tháng; đảng viên phát biểu sôi nổi về việc thu quỹ phòng chống thiên tai và đường ấp."
)
JUNE = MAY.replace("24/5", "24/6").replace("18/20", "17/20")
WITHOUT_MARKS = (
    "chi bo sinh hoat ngay dung gio co dang vien du dong chi bi thu dieu hanh buoi sinh hoat dung trinh tu "
    "noi dung bam sat nghi quyet thang dang vien phat bieu soi noi ve viec thu quy phong chong thien tai va duong ap"
)
OTHER = (
    "Buổi họp bàn hai việc: kết nạp một quần chúng ưu tú và sửa cống số ba. Có ý kiến trái nhau về mức đóng góp, chi bộ "
    "biểu quyết giữ mức cũ, giao tổ đảng hai khảo sát lại rồi báo cáo trong kỳ sau; chưa ai nhận phần tuyên truyền."
)
WORDS = [f"{a}{b}{c}" for a in "bcdghklmnp" for b in "aeiou" for c in "mntpc"]


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [
        pytest.param(MAY, MAY, 100, 100, id="the same text"),
        pytest.param(MAY, JUNE, 100, 100, id="only the numbers are new"),
        pytest.param(MAY, WITHOUT_MARKS, 90, 100, id="typed without marks"),
        pytest.param(MAY, MAY.upper(), 100, 100, id="in capitals"),
        pytest.param(MAY, MAY + " Trời mưa nên họp muộn.", 80, 95, id="one sentence added"),
        pytest.param(MAY, OTHER, 0, 10, id="another meeting"),
        pytest.param(MAY, MAY + " " + OTHER, 30, 65, id="half of it is new"),
    ],
)
def test_how_alike_two_texts_are(first, second, least, most):
    percent = likeness(shingles([first]), shingles([second]))
    assert least <= percent <= most
    assert likeness(shingles([second]), shingles([first])) == percent


@pytest.mark.parametrize("text", ["", "   ", "24/11/2026", "Tốt.", "Họp đúng giờ, đủ nội dung."])
def test_a_few_words_say_nothing(text):
    assert len(shingles([text])) < ENOUGH
    assert likeness(shingles([text]), shingles([text])) is None
    assert likeness(shingles([text]), shingles([MAY])) is None


def test_the_order_of_the_boxes_does_not_matter_and_empty_ones_are_nothing():
    assert shingles([MAY, "", OTHER]) == shingles([OTHER, MAY, None])
    assert shingles([]) == []


def test_a_long_text_is_kept_bounded_and_still_compared():
    long = " ".join(WORDS[i * 7 % 250] + WORDS[i * 13 % 249] for i in range(3000))
    longer = long + " " + OTHER
    assert len(shingles([long])) == KEPT
    assert likeness(shingles([long]), shingles([longer])) >= 90
    assert likeness(shingles([long]), shingles([OTHER])) < 10


def test_a_text_cannot_be_read_from_its_pieces():
    assert all(isinstance(piece, int) for piece in shingles([MAY]))


def test_those_alike_come_the_most_alike_first_and_the_threshold_is_reached_or_not():
    own = shingles([MAY])
    others = [
        ("half", shingles([MAY + " " + OTHER])),
        ("june", shingles([JUNE])),
        ("added", shingles([MAY + " Trời mưa nên họp muộn."])),
        ("short", shingles(["Tốt."])),
    ]
    assert [thing for _percent, thing in alike(own, others, 80)] == ["june", "added"]
    assert alike(own, others, 101) == []
    [percent] = [percent for percent, thing in alike(own, others, 0) if thing == "half"]
    assert [thing for _p, thing in alike(own, others, percent)][-1] == "half"
    assert "half" not in [thing for _p, thing in alike(own, others, percent + 1)]
