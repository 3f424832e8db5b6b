"""`import_rows KIND FILE`: a list in, all or nothing."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from branches.imports import pipeline
from branches.imports.plan import VERBS
from common.spreadsheets.columns import RowError
from common.spreadsheets.reading import SpreadsheetError
from dashboard.importing import KINDS

SHOWN_ERRORS = 50


class Command(BaseCommand):
    help = (
        "Nhập một danh sách từ tệp Excel hoặc CSV: kiểm tra mọi hàng trước, rồi ghi tất cả hoặc không ghi gì."
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--scheme", default="", metavar="CODE", help="chủ trương, khi tệp không có cột này"
        )
        parser.add_argument("--on", metavar="DATE", help="ngày có hiệu lực, mặc định hôm nay")
        parser.add_argument(
            "--accept-corrections", action="store_true", help="sửa mã mất số 0 ở đầu theo đề nghị"
        )
        parser.add_argument(
            "--document", default="", metavar="TEXT", help="văn bản của phụ lục: loại, số, ngày"
        )
        parser.add_argument(
            "--replaces", action="store_true", help="phụ lục: người đang theo dõi các nơi này thôi"
        )
        parser.add_argument(
            "--into", choices=["force", "draft"], default="force", help="phụ lục: vào đợt dự thảo"
        )
        parser.add_argument("--user", default="", metavar="NAME", help="tên đăng nhập của người nhập")
        parser.add_argument("--dry-run", action="store_true", help="chỉ kiểm tra, không ghi gì")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, kind, file, **options):
        kind = KINDS[kind]
        self.is_json = options["json"]
        today = timezone.localdate()
        context = pipeline.Context(
            on=_date(options["on"]) if options["on"] else today,
            today=today,
            is_dated=options["on"] is not None,
            user=_user(options["user"]),
            scheme=options["scheme"],
            accept_corrections=options["accept_corrections"],
            options={name: options[name] for name in ("document", "replaces", "into") if options[name]},
        )
        try:
            content = Path(file).read_bytes()
            _sheet, table = pipeline.read_file(kind, content, Path(file).name)
        except OSError:
            self._refuse(kind, [_whole_file(_("Không đọc được tệp %(file)s.") % {"file": file})])
        except SpreadsheetError as error:
            self._refuse(kind, [_whole_file(error.message)])
        if options["dry_run"]:
            plan = pipeline.check(kind, table, context)
            if refused := plan.errors or pipeline.unanswered(plan):
                self._refuse(kind, refused, plan.rows)
        else:
            run = pipeline.new_run(kind, context, filename=Path(file).name, content=content)
            try:
                plan = pipeline.apply(kind, table, context, run=run)
            except pipeline.Refused as refusal:
                self._refuse(kind, refusal.errors, refusal.rows)
        self._tell(kind, plan, options["dry_run"])

    def _tell(self, kind, plan, is_dry):
        if self.is_json:
            self.stdout.write(json.dumps(pipeline.as_json(kind, plan, []), ensure_ascii=False))
            return
        for notice in plan.notices:
            self.stdout.write(notice)
        if is_dry:
            for step in plan.steps.values():
                if step.verb != "unchanged":
                    self.stdout.write(
                        f"  {step.row}: {_verb(step.verb)}: {step.title} – {'; '.join(step.details)}"
                    )
        counts = ", ".join(f"{_verb(verb)} {count}" for verb, count in plan.counts.items())
        sentence = _("%(kind)s: %(rows)s hàng; %(counts)s.")
        self.stdout.write(sentence % {"kind": kind.title, "rows": plan.rows, "counts": counts})
        if is_dry:
            self.stdout.write(_("Chỉ kiểm tra, chưa ghi gì."))

    def _refuse(self, kind, errors, rows=0):
        """Says why nothing was written, and ends with a code that is not zero."""
        if self.is_json:
            self.stdout.write(json.dumps(pipeline.as_json(kind, None, errors, rows), ensure_ascii=False))
        sentences = [_sentence(error) for error in errors[:SHOWN_ERRORS]]
        if len(errors) > SHOWN_ERRORS:
            sentences.append(_("… và %(count)s lỗi nữa.") % {"count": len(errors) - SHOWN_ERRORS})
        count = ngettext("Không nhập gì: có %(count)s lỗi.", "Không nhập gì: có %(count)s lỗi.", len(errors))
        raise CommandError("\n".join([*sentences, count % {"count": len(errors)}]), returncode=1)


def _verb(verb: str) -> str:
    return dict(zip(VERBS, (_("mới"), _("thay đổi"), _("kết thúc"), _("giữ nguyên")), strict=True))[verb]


def _sentence(error: RowError) -> str:
    if not error.row:
        return error.message
    where = (
        _("Hàng %(row)s, cột “%(column)s”: %(message)s") if error.column else _("Hàng %(row)s: %(message)s")
    )
    return where % {"row": error.row, "column": error.column, "message": error.message}


def _whole_file(message: str) -> RowError:
    return RowError(0, "", message)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            _("“%(text)s” không phải ngày; hãy ghi như 2026-11-24.") % {"text": text}
        ) from error


def _user(username: str):
    if not username:
        return None
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise CommandError(_("Không có tài khoản “%(name)s”.") % {"name": username})
    return user
