"""A real office's first day: its map, its keeper, its first officer, its scheme; all of it or nothing."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import issue_activation
from accounts.models import User
from accounts.rules import login_name
from assignments.actions.schemes import apply_preset
from branches.actions.grants import give_grant
from branches.loading import load_units
from branches.models import Grant, Unit
from branches.models.grants import Role
from branches.querysets.units import names_of
from dashboard import official
from dashboard.demonstration.signins import PREFIX


@dataclass(frozen=True)
class Person:
    """Who gets a login: a telephone number or a code as user name."""

    username: str
    full_name: str


@dataclass(frozen=True)
class Wishes:
    """What an office says of itself. `unit` and `issuer` are codes of today; `rows` is a list of its own.

    `official`: load the two national lists, whole or (with `province`, a code of today) those of one province.
    `starts_on`: from when its own list is valid and its scheme runs. `preset`: a key of PRESETS, or "".
    """

    keeper: Person
    officer: Person
    unit: str
    starts_on: date
    official: bool = False
    province: str | None = None
    rows: list[dict] = field(default_factory=list)
    list_name: str = ""
    preset: str = ""
    scheme_code: str = ""
    issuer: str = ""


@dataclass(frozen=True)
class Started:
    """What was made, with the activation codes in clear for the only time."""

    unit_name: str
    keeper: User
    keeper_code: str
    officer: User
    officer_code: str
    schemes: list


def has_keeper() -> bool:
    """Whether somebody keeps this database already."""
    return (
        User.objects.filter(is_staff=True).exists() or Grant.objects.filter(role=Role.SYSTEM_KEEPER).exists()
    )


@transaction.atomic
def set_up(wishes: Wishes, *, today: date, progress=None) -> Started:
    """Does everything that `wishes` asks for. Raises ValidationError with sentences; then nothing has changed."""
    if has_keeper():
        raise ValidationError(
            _("Cơ sở dữ liệu này đã có người quản trị hệ thống: setup chỉ chạy một lần, khi chưa có ai.")
        )
    keeper = _make_user(wishes.keeper, is_staff=True, is_superuser=True)
    officer = _make_user(wishes.officer)
    _load_map(wishes, by=keeper, today=today, progress=progress)
    unit = _unit(wishes.unit, today)
    give_grant(user=keeper, role=Role.SYSTEM_KEEPER, over=unit, starts_on=today)
    # The daily work, and the right to give others their roles: nobody else could.
    for role in (Role.ORG_STAFF, Role.ORG_HEAD):
        give_grant(user=officer, role=role, over=unit, starts_on=today, by=keeper)
    schemes = []
    if wishes.preset:
        schemes = apply_preset(
            wishes.preset,
            code=wishes.scheme_code or f"{wishes.preset}-{wishes.starts_on.year}",
            issuer=_unit(wishes.issuer, today) if wishes.issuer else unit,
            starts_on=wishes.starts_on,
            by=officer,
        )
    return Started(
        unit_name=names_of([unit.pk], today)[unit.pk],
        keeper=keeper,
        keeper_code=issue_activation(keeper, by=None),
        officer=officer,
        officer_code=issue_activation(officer, by=keeper),
        schemes=schemes,
    )


def _make_user(person: Person, **rights) -> User:
    name = login_name(person.username)
    if name.startswith(PREFIX):
        raise ValidationError(
            _("Tên đăng nhập bắt đầu bằng «%(prefix)s» dành cho bản xem thử: hãy chọn tên khác.")
            % {"prefix": PREFIX}
        )
    user = User(username=name, full_name=person.full_name.strip(), **rights)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def _load_map(wishes, *, by, today, progress):
    if wishes.official:
        lists = official.official_lists(wishes.province)
        official.load_official_lists(lists, by=by, today=today, progress=progress)
    if wishes.rows:
        result = load_units(
            wishes.rows,
            starts_on=wishes.starts_on,
            by=by,
            today=today,
            progress=progress,
            filename=wishes.list_name,
        )
        official.refuse_errors(result)


def _unit(code, today) -> Unit:
    unit = Unit.objects.coded(code, today).first()
    if unit is None:
        raise ValidationError(
            _(
                "Không có đơn vị nào mang mã %(code)s: hãy nạp danh sách (--official hoặc --list), hoặc xem lại mã."
            )
            % {"code": code}
        )
    return unit
