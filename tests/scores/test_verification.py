"""What `verify` says of rubrics: nothing where all is well, the first row that is not."""

from datetime import date

import pgtrigger
import pytest

from scores.models import Rubric, VetoRule
from scores.verification import CHECKS
from tests.factories import small_map
from tests.score_things import draft_rubric, issued_rubric

pytestmark = pytest.mark.django_db


def faults():
    return [sentence for _name, check in CHECKS for sentence in check(date(2026, 11, 27))]


def test_what_ships_and_what_is_issued_is_well():
    issued_rubric(small_map()["P1D1"])
    assert faults() == []


def test_a_part_of_another_rubric_a_gap_between_editions_and_bands_out_of_order_are_named():
    units = small_map()
    one, other = draft_rubric(units["P1D1"], code="a"), draft_rubric(units["P1D2"], code="b")
    VetoRule.objects.filter(rubric=one).update(band=other.bands.get(code="kem"))
    assert faults() == ["Bộ tiêu chí a/1: “Có đảng viên bị kỷ luật” gắn với một bộ tiêu chí khác."]
    VetoRule.objects.filter(rubric=one).update(band=one.bands.get(code="kem"))
    issued = issued_rubric(units["P2D1"], code="c")
    Rubric.objects.filter(pk=issued.pk).update(ends_on=date(2026, 9, 1))
    assert faults() == ["Bộ tiêu chí c/1 là phiên bản cuối mà đã hết hiệu lực."]
    Rubric.objects.filter(pk=issued.pk).update(ends_on=None)
    with pgtrigger.ignore("scores.Band:band_of_an_issued_rubric_stays"):
        issued.bands.filter(code="kha").update(minimum=95)
    assert faults() == ["Bộ tiêu chí c/1: mức “Tốt” không từ điểm cao hơn mức “Khá”."]
