"""The columns of a list of recommendations, in the words that offices use."""

from django.utils.translation import gettext_lazy as _

from common.spreadsheets.columns import Column
from matters.imports.topics import topic_column
from matters.models import Recommendation


def columns():
    return [
        Column(
            "reference",
            _("Mã kiến nghị"),
            required=True,
            kind="code",
            max_length=40,
            aliases=("Mã", "Số kiến nghị", "Ký hiệu"),
            example="VD-2026-01",
        ),
        Column(
            "unit_code",
            _("Mã địa bàn"),
            required=True,
            kind="code",
            aliases=("Mã đơn vị", "Mã ấp", "Mã xã"),
            example="VD",
        ),
        Column("raised_on", _("Ngày nêu"), required=True, kind="date", example="2020-06-24"),
        topic_column(required=True, example="Giao thông nông thôn"),
        Column(
            "content",
            _("Nội dung"),
            required=True,
            aliases=("Nội dung kiến nghị", "Kiến nghị"),
            example="Sửa đoạn đường liên ấp",
        ),
        Column("kind", _("Loại"), kind="choice", choices=_labels(Recommendation.Kind)),
        Column(
            "source", _("Từ đâu"), kind="choice", choices=_labels(Recommendation.Source), aliases=("Nguồn",)
        ),
        Column("on_behalf_of", _("Thay mặt"), max_length=150, aliases=("Người kiến nghị",)),
        Column("urgency", _("Mức độ"), kind="choice", choices=_labels(Recommendation.Urgency)),
        Column(
            "agency_code",
            _("Mã cơ quan chủ trì"),
            kind="code",
            aliases=("Mã cơ quan", "Cơ quan chủ trì", "Mã cơ quan giải quyết"),
        ),
        Column(
            "co_agency_codes",
            _("Mã cơ quan phối hợp"),
            kind="list",
            aliases=("Cơ quan phối hợp", "Mã các cơ quan phối hợp"),
        ),
        Column(
            "due_on",
            _("Hạn trả lời"),
            kind="date",
            aliases=("Thời hạn",),
            note=_("Để trống thì tính theo thời hạn của lĩnh vực, từ ngày tiếp nhận."),
        ),
        Column("received_on", _("Ngày tiếp nhận"), kind="date"),
        Column("answered_on", _("Ngày trả lời"), kind="date"),
        Column("answer", _("Nội dung trả lời"), aliases=("Trả lời",)),
        Column("outcome", _("Kết quả"), kind="choice", choices=_labels(Recommendation.Outcome)),
        Column("resolved_on", _("Ngày giải quyết xong"), kind="date", aliases=("Ngày hoàn thành",)),
        Column(
            "told_on", _("Ngày thông báo lại"), kind="date", aliases=("Ngày báo lại", "Ngày báo lại nơi nêu")
        ),
        Column("on_the_spot", _("Giải quyết tại chỗ"), kind="bool", aliases=("Tại chỗ",)),
    ]


def _labels(choices) -> dict:
    return {value: str(label) for value, label in choices.choices}
