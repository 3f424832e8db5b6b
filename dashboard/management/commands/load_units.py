"""`load_units FILE --from DATE`: an official list of units, checked whole and then written whole."""

import csv
import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from branches.loading import load_units


class Command(BaseCommand):
    help = "Nạp danh sách đơn vị chính thức, có hiệu lực từ một ngày."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", metavar="FILE", help="CSV: code,level,name,parent_code,latitude,longitude"
        )
        parser.add_argument(
            "--from", dest="starts_on", required=True, metavar="DATE", help="có hiệu lực từ ngày"
        )
        parser.add_argument("--to", dest="ends_on", metavar="DATE", help="hết hiệu lực từ ngày")
        parser.add_argument(
            "--successors", metavar="FILE", help="CSV: predecessor_code,successor_code,extent,is_default"
        )
        parser.add_argument("--json", action="store_true", help="in kết quả ra JSON")

    def handle(self, *, file, starts_on, ends_on, successors, **options):
        result = load_units(
            read_csv(file),
            read_csv(successors) if successors else None,
            starts_on=_day(starts_on),
            ends_on=_day(ends_on) if ends_on else None,
            progress=self.stderr.write,
            filename=Path(file).name,
        )
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self._tell(result)
        if result["errors"]:
            raise CommandError(_("Có %(count)s lỗi; không ghi gì.") % {"count": len(result["errors"])})

    def _tell(self, result):
        for error in result["errors"]:
            self.stderr.write(_sentence(error))
        if result["errors"]:
            return
        self.stdout.write(
            _(
                "%(rows)s dòng: %(added)s đơn vị mới, %(changed)s thay đổi, %(closed)s kết thúc, %(unchanged)s giữ "
                "nguyên, %(successions)s kế thừa, %(carried_over)s đơn vị vẫn là chính nó."
            )
            % result
        )
        if result["undecided"]:
            self.stdout.write(_("Chưa rõ trực thuộc đơn vị nào:"))
        for each in result["undecided"]:
            self.stdout.write(f"  {each['code']} {each['name']}")


def read_csv(path) -> list[dict]:
    """The rows of a CSV file in UTF-8 with a header row, as text. Raises CommandError in a sentence."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except OSError as error:
        raise CommandError(_("Không đọc được tệp %(file)s.") % {"file": path}) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CommandError(_("Tệp %(file)s không phải là CSV theo UTF-8.") % {"file": path}) from error


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("«%(text)s» không phải là ngày; hãy ghi như 2025-07-01.") % {"text": text}
        ) from error


def _sentence(error):
    where = {
        "list": _("Danh sách, dòng %(row)s, cột %(column)s: %(message)s"),
        "successors": _("Tệp kế thừa, dòng %(row)s, cột %(column)s: %(message)s"),
        None: "%(message)s",
    }[error["file"]]
    return where % error
