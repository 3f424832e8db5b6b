"""`demo`: everything for a first look. The environment and the embedded server stand already (config/bootstrap.py)."""

import errno
import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboard.demonstration import serving, signins
from dashboard.demonstration.loading import NotForDemonstrationError, load_demonstration

# One start at a time prepares; any number, held while this process is connected.
_LOCK = 7_310_205


class Command(BaseCommand):
    help = "Xem thử: chuẩn bị cơ sở dữ liệu, nạp dữ liệu mẫu một lần, chạy máy chủ ở máy này."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--prepare-only", action="store_true", help="chỉ chuẩn bị, không chạy máy chủ")
        parser.add_argument("--port", type=int, help="cổng; không nêu thì lấy cổng trống đầu tiên từ 8000")

    def handle(self, *, prepare_only, port, **options):
        if not settings.IS_FIRST_LOOK:
            raise CommandError(
                _(
                    "demo chỉ để xem thử nên cần DEBUG=on; cơ quan dùng thật thì chạy «python3 manage.py setup»."
                )
            )
        server = None if prepare_only else self._listen(port)
        self._prepare()
        if prepare_only:
            self._say(_("Đã chuẩn bị xong. Chạy «python3 manage.py demo» để xem thử."))
            self._print_sign_ins()
            return
        connections.close_all()  # nothing that is open goes into the server's processes
        self._serve(server)

    def _listen(self, port):
        try:
            return serving.listen(port)
        except OSError as error:
            if port is None:
                raise CommandError(
                    _("Các cổng từ %(first)s đến %(last)s đều bận: hãy chọn cổng khác bằng --port.")
                    % {
                        "first": serving.FIRST_PORT,
                        "last": serving.FIRST_PORT + serving.TRIED_PORTS - 1,
                    }
                ) from error
            if error.errno == errno.EADDRINUSE:
                sentence = _(
                    "Cổng %(port)s đang có chương trình khác dùng: hãy chọn cổng khác, hoặc bỏ --port."
                )
            else:
                sentence = _("Không mở được cổng %(port)s (%(said)s): hãy chọn cổng khác, hoặc bỏ --port.")
            raise CommandError(sentence % {"port": port, "said": error.strerror}) from error
        except OverflowError as error:
            raise CommandError(_("Cổng phải là một số từ 1 đến 65535.")) from error

    def _prepare(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        except OperationalError as error:
            raise CommandError(
                _("Không vào được cơ sở dữ liệu: %(said)s") % {"said": str(error).splitlines()[0]}
            ) from error
        if "django_migrations" in connection.introspection.table_names():
            self._say(_("Cập nhật cơ sở dữ liệu…"))
        else:
            self._say(_("Lập cơ sở dữ liệu, mất khoảng nửa phút…"))
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        try:
            loaded = load_demonstration(today=timezone.localdate(), say=self._say)
        except NotForDemonstrationError as error:
            raise CommandError(str(error)) from error
        if not loaded:
            self._say(_("Dữ liệu mẫu đã có từ trước, giữ nguyên."))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])

    def _serve(self, server):
        worker = serving.start_worker()
        parent = os.getpid()
        port = server.getsockname()[1]
        self._say(
            _("Sát Cơ Sở đang chạy ở http://%(host)s:%(port)s/ (dừng bằng Ctrl+C).")
            % {"host": serving.HOST, "port": port}
        )
        self._print_sign_ins()
        try:
            serving.serve(server)
        finally:
            if os.getpid() == parent:  # the server's own processes leave by this road too
                serving.end_worker(worker)

    def _print_sign_ins(self):
        width = max(len(each.username) for each in signins.SIGN_INS)
        self._say(_("Tài khoản xem thử, mật khẩu chung là %(password)s") % {"password": signins.PASSWORD})
        for each in signins.SIGN_INS:
            self._say(f"  {each.username:<{width}}  {each.what}")

    def _say(self, sentence):
        self.stdout.write(str(sentence))
        self.stdout.flush()
