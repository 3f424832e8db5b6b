"""`figures NAME`: the numbers that the pages show, as lines of text or as JSON."""

import json
from argparse import RawDescriptionHelpFormatter
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import sentences
from dashboard.figures import EITHER_FIGURES, FIGURES, PERIOD_FIGURES

NAMES = (*FIGURES, *PERIOD_FIGURES, *EITHER_FIGURES)
OF_A_YEAR = ("urgent_matters", "targets")

# The keys of "recommendations": two ways of counting in one answer. Whole, with all other names: docs/so-lieu.md.
DEFINITIONS = """\
recommendations: điều nêu trong kỳ (bỏ trống là từ trước đến nay), như biết được vào ngày --on.
  Một tiếng nói là điều một nơi nêu; nhiều tiếng nói gộp lại là một kiến nghị.
  Đếm TIẾNG NÓI:
    raised       đã nêu
    received     cấp ủy đã tiếp nhận
    answered     đã trả lời (đã gộp thì theo kiến nghị của nó); chưa phải là đã giải quyết
    resolved     kết quả là "đã giải quyết", kể cả khi đổi sau ngày trả lời
    told         chính nơi nêu đã nghe trả lời
    on_the_spot  giải quyết tại chỗ: không mở, không phải chờ trả lời
    rates        answered, resolved trên số phải trả lời (raised trừ on_the_spot)
  Đếm KIẾN NGHỊ:
    open         chưa kết thúc, không giải quyết tại chỗ (đã trả lời, chưa báo lại nơi nêu vẫn là mở)
    overdue      trong open, chưa trả lời, hạn trước ngày --on
    matters      số việc khi đã gộp
  by_agency, with_nobody theo cơ quan chủ trì: held, answered, resolved đếm tiếng nói; open, overdue đếm kiến nghị.

Đủ các khóa và các số liệu khác: docs/so-lieu.md."""


class Formatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Keeps the lines of the definitions below the options."""


class Command(BaseCommand):
    help = "Số liệu như trên các trang: " + ", ".join(NAMES) + "."

    def create_parser(self, prog_name, subcommand, **kwargs):
        own = {"formatter_class": Formatter, "epilog": DEFINITIONS}
        return super().create_parser(prog_name, subcommand, **own, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("name", help=", ".join(NAMES))
        parser.add_argument("--unit", help="mã đơn vị vào ngày đó; bỏ trống là nơi ban hành chủ trương")
        parser.add_argument("--scheme", help="mã chủ trương")
        parser.add_argument("--on", help="ngày, dạng 2026-11-24; bỏ trống là hôm nay")
        parser.add_argument("--from", dest="starts_on", help="từ ngày (các số liệu theo kỳ)")
        parser.add_argument("--to", dest="ends_on", help="đến trước ngày (các số liệu theo kỳ)")
        parser.add_argument("--year", type=int, help="năm của sổ việc cấp bách, của chỉ tiêu")
        parser.add_argument("--json", action="store_true", help="in ra JSON")

    def handle(self, *args, name, unit, scheme, on, starts_on, ends_on, year=None, **options):
        if name not in NAMES:
            raise CommandError(
                _("Không có số liệu tên %(name)s. Các tên có: %(names)s.")
                % {"name": name, "names": ", ".join(NAMES)}
            )
        asked = {"on": _day(on) if on else timezone.localdate(), "unit_code": unit, "scheme_code": scheme}
        if year is not None:
            if name not in OF_A_YEAR:
                raise CommandError(_("Số liệu này không tính theo --year."))
            asked["year"] = year
        if name in PERIOD_FIGURES or (name in EITHER_FIGURES and (starts_on or ends_on)):
            asked |= _period(starts_on, ends_on)
        elif starts_on or ends_on:
            raise CommandError(_("Số liệu này tính vào một ngày: hãy dùng --on thay cho --from, --to."))
        try:
            figures = (FIGURES | PERIOD_FIGURES | EITHER_FIGURES)[name](**asked)
        except ValidationError as error:
            raise CommandError(" ".join(sentences(error))) from error
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))
        else:
            for line in _lines(figures):
                self.stdout.write(line)


def _period(starts_on, ends_on) -> dict:
    if not (starts_on and ends_on):
        raise CommandError(_("Số liệu này tính theo kỳ: hãy cho cả --from và --to (ngày đầu tiên sau kỳ)."))
    period = {"starts_on": _day(starts_on), "ends_on": _day(ends_on)}
    if period["ends_on"] <= period["starts_on"]:
        raise CommandError(_("Ngày của --to phải sau ngày của --from."))
    return period


def _day(text) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("“%(text)s” không phải là ngày. Hãy viết theo dạng 2026-11-24.") % {"text": text}
        ) from error


def _lines(figures):
    """Plain text: a number stands beside its key, a list as one line a row below it."""
    for key, value in figures.items():
        rows = value.items() if isinstance(value, dict) else value if isinstance(value, list) else None
        if rows is None:
            yield f"{key}: {value}"
            continue
        yield f"{key}: {len(value)}"
        for row in rows:
            parts = row.values() if isinstance(row, dict) else row
            yield "  " + " · ".join(_plain(part) for part in parts)


def _plain(value) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values())
    return str(value)
