"""`verify`: what must always be true, asked of the whole database. Names the first row that is not; changes nothing."""

import json
from itertools import islice

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from branches.verification import undecided, without_ground
from dashboard.verification import run_checks

SHOWN = 5


class Command(BaseCommand):
    help = "Kiểm tra những điều luôn phải đúng; nêu dòng đầu tiên không đúng."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="in kết quả ra JSON")

    def handle(self, **options):
        day = timezone.localdate()
        checks = []
        for name, faults in run_checks(day):
            found = list(islice(faults, SHOWN))
            checks.append({"name": name, "faults": found})
            if not options["json"]:
                self._tell(name, found)
        waiting, homeless = undecided(day), without_ground(day)
        faulty = [check for check in checks if check["faults"]]
        if options["json"]:
            answer = {"ok": not faulty, "checks": checks, "undecided": waiting, "without_ground": homeless}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self._list(_("Chưa rõ trực thuộc đơn vị nào:"), waiting)
            self._list(_("Tổ chức đảng chưa kết thúc mà địa bàn không còn, nên không số nào tính:"), homeless)
        if faulty:
            raise CommandError(
                _("Không đúng: %(name)s. %(fault)s")
                % {"name": faulty[0]["name"], "fault": faulty[0]["faults"][0]}
            )

    def _list(self, title, rows):
        if rows:
            self.stdout.write(title)
        for each in rows:
            self.stdout.write(f"  {each['code']} {each['name']}")

    def _tell(self, name, found):
        self.stdout.write((_("Sai: %(name)s") if found else _("Đúng: %(name)s")) % {"name": name})
        for fault in found:
            self.stdout.write(f"  {fault}")
