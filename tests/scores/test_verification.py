"""What `verify` says of rubrics: nothing where all is well, the first row that is not."""

from datetime import date

import pgtrigger
import pytest

from scores.actions.sheet_steps import send_sheet
from scores.actions.sheets import open_sheet
from scores.actions.targets import change_theme, set_theme
from scores.models import Rubric, Sheet, VetoRule, YearTheme
from scores.verification import CHECKS
from tests.factories import organisation, small_map
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


def test_a_total_that_is_not_that_of_its_rows_is_named():
    units = small_map()
    body = organisation(units["P1D1C1"], code="DU1", name="Đảng bộ 1", kind="grassroots_committee")
    sheet = open_sheet(
        rubric=issued_rubric(units["P1D1"], kind="month"), organisation=body, issuer=units["P1D1"],
        period_on=date(2026, 3, 1), scorer="own", by=None, on=date(2026, 4, 1),
    )  # fmt: skip
    sheet.rows.filter(criterion__section__is_extra=False).update(points=10)
    assert faults() == [], "a draft is not reckoned yet"
    sheet = send_sheet(sheet, by=None, on=date(2026, 4, 2))
    assert faults() == []
    Sheet.objects.filter(pk=sheet.pk).update(total=99)
    assert faults() == [f"Phiếu chấm điểm {sheet.key}: tổng hoặc xếp loại không khớp với các dòng điểm."]


def test_a_theme_that_corrects_one_that_still_stands_is_named():
    unit = small_map()["P1D1"]
    old = set_theme(issuer=unit, year=2026, text="Kỷ cương", by=None)
    new = change_theme(old, text="Kỷ cương, gương mẫu", said_by="", reason="Thiếu chữ", by=None)
    assert faults() == []
    YearTheme.objects.filter(pk=new.pk).update(said_by="Bí thư")
    YearTheme.objects.filter(pk=old.pk).update(voided_at=None, void_reason="")
    assert faults() == [f"Chủ đề năm số {new.pk} đính chính một dòng vẫn còn hiệu lực."]
