"""`backup FILE`: the database and the attachments in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.backups.errors import BackupError
from config.backups.saving import make_backup


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và tệp đính kèm vào một tệp."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="tệp sẽ ghi, ví dụ sao-luu-2026-11-24.tar")

    def handle(self, *, file, **options):
        say = self.stdout.write if options["verbosity"] > 1 else lambda sentence: None
        try:
            manifest = make_backup(Path(file), say=say)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Đã sao lưu vào %(file)s: %(rows)s dòng của %(tables)s bảng, %(files)s tệp đính kèm.")
            % {
                "file": file,
                "rows": sum(manifest["counts"].values()),
                "tables": len(manifest["counts"]),
                "files": len(manifest["attachments"]),
            }
        )
        self.stdout.write(_("Tệp này chứa mọi dữ liệu: hãy cất nơi chỉ người có trách nhiệm mở được."))
