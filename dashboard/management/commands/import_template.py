"""`import_template KIND --output FILE`: an empty list with headings, an example and a guide."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from common.spreadsheets.writing import write_template
from dashboard.importing import KINDS


class Command(BaseCommand):
    help = "Ghi mẫu bảng tính của một loại danh sách: hàng tiêu đề, một hàng ví dụ và trang hướng dẫn."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=KINDS, metavar="KIND")
        parser.add_argument("--output", required=True, metavar="FILE")

    def handle(self, *, kind, output, **options):
        kind = KINDS[kind]
        try:
            with open(output, "wb") as file:
                write_template(file, str(kind.title), kind.columns(), [str(note) for note in kind.notes])
        except OSError as error:
            raise CommandError(_("Không ghi được tệp %(file)s.") % {"file": output}) from error
        self.stdout.write(_("Đã ghi mẫu “%(kind)s” vào %(file)s.") % {"kind": kind.title, "file": output})
