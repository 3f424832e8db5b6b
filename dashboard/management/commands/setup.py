"""`setup`: a real office's start. Asks for what the options do not say."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules import shown_code
from assignments.presets import PRESETS
from branches.models import Unit
from common.errors import sentences
from dashboard import official
from dashboard.management.commands.load_units import read_csv
from dashboard.setting_up import Person, Wishes, has_keeper, set_up

_LOCALITIES = {
    "binh-dai": "Bình Đại: huyện theo dõi ấp, khu phố",
    "quang-tri": "Quảng Trị: dự sinh hoạt chi bộ hằng tháng",
    "van-ho": "Vân Hồ: ngày cố định, thí điểm, cả cấp xã",
    "kim-son": "Kim Sơn: chọn chi bộ trong xã, không báo trước",
    "ben-tre": "Bến Tre: tỉnh tới xã, huyện tới ấp, xã tới hộ",
}


class Command(BaseCommand):
    help = "Bắt đầu dùng thật: người quản trị, cán bộ Ban Tổ chức, đơn vị của tôi, danh sách đơn vị, mẫu phân công."

    def add_arguments(self, parser):
        parser.add_argument("--keeper-username", help="tên đăng nhập của người quản trị hệ thống")
        parser.add_argument("--keeper-name", help="họ và tên người quản trị hệ thống")
        parser.add_argument("--officer-username", help="tên đăng nhập của cán bộ Ban Tổ chức (số điện thoại)")
        parser.add_argument("--officer-name", help="họ và tên cán bộ Ban Tổ chức")
        parser.add_argument("--unit", metavar="CODE", help="mã đơn vị của tôi")
        parser.add_argument(
            "--official", action="store_true", help="nạp danh sách đơn vị chính thức năm 2025"
        )
        parser.add_argument(
            "--province", metavar="CODE", help="chỉ nạp tỉnh này và các đơn vị đã nhập vào đó"
        )
        parser.add_argument("--list", metavar="FILE", help="danh sách đơn vị của mình (CSV như load_units)")
        parser.add_argument("--preset", choices=sorted(PRESETS), help="mẫu phân công của một địa phương")
        parser.add_argument("--scheme-code", default="", help="mã của chủ trương (mặc định: mẫu và năm)")
        parser.add_argument(
            "--issuer", metavar="CODE", default="", help="đơn vị ban hành (mặc định: của tôi)"
        )
        parser.add_argument("--from", dest="starts_on", metavar="DATE", help="từ ngày (mặc định: hôm nay)")
        parser.add_argument("--no-input", action="store_true", help="không hỏi; thiếu gì thì báo lỗi")

    def handle(self, **options):
        if options["no_input"]:
            self._require(options)
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        if has_keeper():
            raise CommandError(
                _("Cơ sở dữ liệu này đã có người quản trị hệ thống: setup chỉ chạy một lần, khi chưa có ai.")
            )
        if not options["no_input"]:
            self._ask(options)
        self._require(options)
        try:
            started = set_up(
                self._wishes(options), today=timezone.localdate(), progress=self._say_on_terminal
            )
        except ValidationError as error:
            raise CommandError("\n".join(sentences(error))) from error
        self._tell(started)

    def _ask(self, options):
        """Fills in what the options leave open; an empty answer takes what stands in brackets."""
        if not (options["official"] or options["list"] or Unit.objects.exists()):
            options["official"] = True
        if options["official"] and not options["province"]:
            options["province"] = official.province_of(options["unit"]) if options["unit"] else None
        if options["official"] and not options["province"]:
            known = official.provinces()
            self.stdout.write("  ".join(f"{code} {name}" for code, name in known.items()))
            options["province"] = self._answer(
                _("Mã tỉnh của mình (để trống: nạp cả nước)"), "", {"", *known}
            )
        questions = [
            ("unit", _("Mã đơn vị của mình"), options["province"] or ""),
            ("keeper_name", _("Họ và tên người quản trị hệ thống"), ""),
            ("keeper_username", _("Tên đăng nhập của người đó"), "quantri"),
            ("officer_name", _("Họ và tên cán bộ Ban Tổ chức dùng đầu tiên"), ""),
            ("officer_username", _("Tên đăng nhập của người đó (số điện thoại)"), ""),
        ]
        for name, question, default in questions:
            if not options[name]:
                options[name] = self._answer(question, default)
        if options["preset"] is None:
            for code, what in _LOCALITIES.items():
                self.stdout.write(f"  {code:<10} {what}")
            options["preset"] = self._answer(_("Mẫu phân công (để trống: lập sau)"), "", {"", *PRESETS})

    def _answer(self, question, default, known=None) -> str:
        while True:
            try:
                answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
            except (EOFError, KeyboardInterrupt) as error:
                raise CommandError(_("Đã dừng, chưa có gì được ghi.")) from error
            if (answer or known) and (known is None or answer in known):
                return answer
            self.stdout.write(_("Hãy trả lời, hoặc nhấn Ctrl+C để dừng."))

    def _require(self, options):
        needed = ("unit", "keeper_username", "keeper_name", "officer_username", "officer_name")
        missing = [f"--{name.replace('_', '-')}" for name in needed if not options[name]]
        if missing:
            raise CommandError(_("Còn thiếu: %(options)s.") % {"options": ", ".join(missing)})

    def _wishes(self, options) -> Wishes:
        return Wishes(
            keeper=Person(options["keeper_username"], options["keeper_name"]),
            officer=Person(options["officer_username"], options["officer_name"]),
            unit=options["unit"],
            starts_on=_day(options["starts_on"]),
            official=options["official"] or bool(options["province"]),
            province=options["province"] or None,
            rows=read_csv(options["list"]) if options["list"] else [],
            list_name=Path(options["list"]).name if options["list"] else "",
            preset=options["preset"] or "",
            scheme_code=options["scheme_code"],
            issuer=options["issuer"],
        )

    def _tell(self, started):
        say = self.stdout.write
        say(_("Đã thiết lập cho %(unit)s.") % {"unit": started.unit_name})
        for scheme in started.schemes:
            say(_("Chủ trương %(code)s: %(name)s") % {"code": scheme.code, "name": scheme.name})
        for user, code in ((started.keeper, started.keeper_code), (started.officer, started.officer_code)):
            say(
                _("%(name)s, tên đăng nhập %(username)s, mã kích hoạt %(code)s")
                % {"name": user.full_name, "username": user.username, "code": shown_code(code)}
            )
        say(
            _("Trong 14 ngày, mỗi người mở %(url)s/tai-khoan/kich-hoat/ , nhập mã và đặt mật khẩu của mình.")
            % {"url": settings.SITE_URL.rstrip("/")}
        )

    def _say_on_terminal(self, sentence):
        self.stderr.write(str(sentence))


def _day(text) -> date:
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("«%(text)s» không phải là ngày; hãy ghi như 2025-07-01.") % {"text": text}
        ) from error
