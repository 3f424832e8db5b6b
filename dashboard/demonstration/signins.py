"""The demonstration's sign-ins: one for each role, one password for all, only for a first look."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from branches.models import Grant, Role

PASSWORD = "demo-sat-co-so"  # noqa: S105 (shown on the terminal on purpose; production refuses its owners)
# No office's user may be named so: `config.checks` refuses to run with such users in production.
PREFIX = "demo-"


@dataclass(frozen=True)
class SignIn:
    """A demonstration login: `role` over the thing named `over` (see `grant_roles`), "" where an assignment says it."""

    name: str
    full_name: str
    what: str
    role: str = ""
    over: str = ""

    @property
    def username(self) -> str:
        return PREFIX + self.name


KEEPER = SignIn("quantri", "Quản trị Mẫu", _("quản trị hệ thống"), Role.SYSTEM_KEEPER, "province")
CADRE = SignIn("canbo", "", _("cán bộ theo dõi một ấp"))
ZONE_LEADER = SignIn("cumxa", "", _("phụ trách một cụm xã"))
SIGN_INS = [
    SignIn("tochuc", "Nguyễn Thị Tổ Chức", _("chuyên viên Ban Tổ chức Tỉnh ủy"), Role.ORG_STAFF, "province"),
    SignIn("truongban", "Trần Văn Trưởng Ban", _("trưởng Ban Tổ chức Tỉnh ủy"), Role.ORG_HEAD, "province"),
    SignIn("xa", "Lê Thị Xây Dựng", _("chuyên viên Ban Xây dựng Đảng một phường"), Role.ORG_STAFF, "commune"),
    SignIn("lanhdao", "Phạm Văn Lãnh Đạo", _("thường trực Tỉnh ủy"), Role.LEADER, "province"),
    SignIn("kiemtra", "Võ Thị Kiểm Tra", _("ủy ban kiểm tra Tỉnh ủy"), Role.INSPECTOR, "province"),
    SignIn("theodoi", "Đặng Văn Số Liệu", _("chỉ xem số liệu"), Role.VIEWER, "province"),
    ZONE_LEADER,
    SignIn("vanphong", "Huỳnh Thị Văn Phòng", _("văn phòng đảng ủy phường"), Role.COMMUNE_OFFICE, "commune"),
    SignIn("bithu", "Phan Văn Bí Thư", _("bí thư một chi bộ"), Role.BRANCH_SECRETARY, "organisation"),
    SignIn("thutruong", "Bùi Văn Thủ Trưởng", _("thủ trưởng đơn vị của cán bộ"), Role.EMPLOYER, "agency"),
    SignIn(
        "coquan",
        "Đỗ Thị Giải Quyết",
        _("người trả lời kiến nghị giao cho một cơ quan"),
        Role.HANDLER,
        "agency",
    ),
    CADRE,
    KEEPER,
]


def make_users() -> dict[str, User]:
    """{name: User} of all sign-ins, those of cadres still without a full name."""
    password = make_password(PASSWORD)  # one hash for all: a slow one, on purpose
    users = [
        User(
            username=each.username,
            full_name=each.full_name or each.username,
            password=password,
            is_staff=each is KEEPER,
            is_superuser=each is KEEPER,
        )
        for each in SIGN_INS
    ]
    return dict(zip((each.name for each in SIGN_INS), User.objects.bulk_create(users), strict=True))


def grant_roles(users, over, *, starts_on) -> None:
    """The roles, from `starts_on` on. `over`: {"province": Unit, "commune": Unit, "organisation": …, "agency": …}."""
    kinds = {"province": "unit", "commune": "unit"}
    Grant.objects.bulk_create(
        Grant(
            user=users[each.name],
            role=each.role,
            starts_on=starts_on,
            created_by=None if each is KEEPER else users[KEEPER.name],
            **{kinds.get(each.over, each.over): over[each.over]},
        )
        for each in SIGN_INS
        if each.role
    )


def become_cadre(user, cadre) -> None:
    """The login of a cadre: what he may see follows from his assignments."""
    user.full_name, user.phone = cadre.full_name, cadre.phone
    user.save(update_fields=["full_name", "phone", "search_key", "given_name_key"])
    cadre.user = user
    cadre.save(update_fields=["user"])
