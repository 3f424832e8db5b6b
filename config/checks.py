"""What an office must not run with, said in sentences before the first page is served."""

from django.conf import settings
from django.core.checks import Error, Warning, register
from django.core.checks.security.base import SECRET_KEY_MIN_LENGTH


@register()
def production_has_its_own_secrets(app_configs, **kwargs):
    """Errors that stop any command when DEBUG is off and the demonstration's means are still in use."""
    if settings.DEBUG:
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
