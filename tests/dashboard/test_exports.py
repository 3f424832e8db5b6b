"""Every list that a page shows can be taken out as a spreadsheet, within the reader's own ground."""

import io

import openpyxl
import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.world import HOME, World, marker

pytestmark = pytest.mark.django_db
LISTS = [
    "/dia-ban/",
    "/dia-ban/to-chuc/",
    "/dia-ban/co-quan/",
    "/dia-ban/cum-xa/",
    "/dia-ban/van-ban/",
    "/dia-ban/chuc-danh/",
    "/dia-ban/phan-quyen/",
    "/phan-cong/can-bo/",
    "/phan-cong/to-cong-tac/",
    "/phan-cong/chu-truong/",
    "/phan-cong/danh-sach/",
    "/phan-cong/dot/",
    "/nhap/",
]


def test_every_list_comes_out_as_a_spreadsheet():
    world = World()
    for address in LISTS:
        with transaction.atomic():
            response = world.client("org_head").get(address, {"export": "xlsx"})
            assert response.status_code == 200, address
            body = response.getvalue()
            assert not world.foreign_markers(HttpResponse(body)), address
            transaction.set_rollback(True)
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        assert any(marker(HOME)[:-3] in text for text in texts), address
