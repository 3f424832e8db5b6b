"""What an office must not run with, said in sentences before the first page is served."""

import os
import sys

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register, run_checks
from django.core.checks.security.base import SECRET_KEY_MIN_LENGTH


@register()
def production_has_its_own_secrets(app_configs, **kwargs):
    """Errors that stop any command where it is no first look and the demonstration's means are still in use."""
    if settings.IS_FIRST_LOOK:
        return []
    problems = []
    if settings.SECRET_KEY == settings.DEMO_SECRET_KEY or len(settings.SECRET_KEY) < SECRET_KEY_MIN_LENGTH:
        problems.append(
            Error(
                "Chưa có khóa bí mật: hãy đặt SECRET_KEY (ít nhất 50 ký tự ngẫu nhiên) trước khi chạy thật.",
                hint="A missing secret key: set SECRET_KEY to at least 50 random characters.",
                id="config.E001",
            )
        )
    if settings.IS_EMBEDDED:
        problems.append(
            Error(
                "PostgreSQL kèm theo chỉ dùng để xem thử: hãy đặt DATABASE_URL tới máy chủ PostgreSQL của cơ quan.",
                hint="The embedded server is for a first look only: set DATABASE_URL.",
                id="config.E002",
            )
        )
    return problems


@register(Tags.database)
def nobody_signs_in_as_a_demonstration(app_configs, databases=None, **kwargs):
    """An error where a sign-in of the demonstration, whose password is public, stands in an office's database."""
    if settings.IS_FIRST_LOOK or not databases:
        return []
    from django.db import DatabaseError, transaction

    from accounts.models import User
    from dashboard.demonstration.signins import PREFIX

    try:
        with transaction.atomic():
            number = User.objects.filter(username__startswith=PREFIX, is_active=True).count()
    except DatabaseError:
        return []  # before the first migration there is nobody; a server that is down says so itself
    if not number:
        return []
    return [
        Error(
            f"Có {number} tài khoản xem thử ({PREFIX}…) trong cơ sở dữ liệu này: hãy dùng một cơ sở dữ liệu mới rồi "
            "chạy «python3 manage.py setup».",
            hint="Demonstration sign-ins, whose password is public, may not be used in production.",
            id="config.E003",
        )
    ]


def refuse_in_sentences():
    """Ends the program, with every sentence, when a check finds an error; for a server, which runs no command."""
    import django
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    errors = [str(found.msg) for found in run_checks(databases=["default"]) if found.is_serious()]
    connection.close_pool()  # the server's processes are forked after this, and each has its own
    if not settings.IS_FIRST_LOOK and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        errors.append("Chưa gom tệp giao diện: hãy chạy «python3 manage.py collectstatic --no-input» trước.")
    if errors:
        sys.exit("\n".join(errors))


@register(deploy=True)
def application_is_not_the_owner(app_configs, **kwargs):
    """A warning where one database role does everything, so that history could be rewritten by the application."""
    if settings.DATABASES["default"].get("USER") != settings.DATABASES["owner"].get("USER"):
        return []
    return [
        Warning(
            "Ứng dụng đang dùng vai trò chủ của cơ sở dữ liệu: hãy đặt DATABASE_OWNER_URL riêng (docs/van-hanh.md).",
            id="config.W001",
        )
    ]
