"""`restore FILE`: the database and the attachments out of a backup, checked by `verify` afterwards."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.backups.errors import BackupError
from config.backups.restoring import restore_backup


class Command(BaseCommand):
    help = "Khôi phục cơ sở dữ liệu và tệp đính kèm từ một tệp sao lưu."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="tệp do lệnh backup tạo ra")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="thay toàn bộ dữ liệu đang có (dữ liệu cũ được cất vào một tệp bên cạnh)",
        )

    def handle(self, *, file, replace, **options):
        try:
            manifest = restore_backup(Path(file), replace=replace, say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Đã khôi phục bản sao lưu lúc %(time)s: %(rows)s dòng, %(files)s tệp đính kèm.")
            % {
                "time": manifest["created_at"],
                "rows": sum(manifest["counts"].values()),
                "files": len(manifest["attachments"]),
            }
        )
        if "replaced" in manifest:
            self.stdout.write(_("Dữ liệu trước đó được cất ở %(file)s.") % {"file": manifest["replaced"]})
        call_command("verify", stdout=self.stdout, stderr=self.stderr)
