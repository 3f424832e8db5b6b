"""Who signs in. What a person may see is a grant or an assignment, never a field here."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from common.fields import GivenNameKeyField, KeyField, SearchKeyField
from common.history import track


def new_session_nonce() -> str:
    return secrets.token_hex(8)


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **fields):
        return self.create_user(username, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username.strip())


class Letters(models.TextChoices):
    """How what is told in the product also comes by e-mail."""

    DAILY = "daily", _("gộp mỗi ngày một thư")
    NONE = "none", _("không gửi thư")


class User(AbstractBaseUser, PermissionsMixin):
    """A login. The user name is a telephone number or a code: most cadres have no e-mail."""

    key = KeyField()
    username = models.CharField(
        _("tên đăng nhập"),
        max_length=60,
        validators=[RegexValidator(r"^[\w.@+-]+$", _("Tên đăng nhập chỉ gồm chữ, số và các dấu . @ + - _."))],
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=5, blank=True)
    # What is told in the product also comes by letter, gathered once a day, unless one does not want it.
    letters = models.CharField(_("thư báo"), max_length=6, choices=Letters, default=Letters.DAILY)
    is_active = models.BooleanField(_("còn dùng"), default=True)
    is_staff = models.BooleanField(_("quản trị hệ thống"), default=False)
    must_change_password = models.BooleanField(_("phải đổi mật khẩu"), default=False)
    # Part of every session's hash: a new nonce ends all sessions, and a login that is switched off and on again
    # does not wake the old ones.
    session_nonce = models.CharField(max_length=16, default=new_session_nonce, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    search_key = SearchKeyField(sources=("full_name", "username"))
    given_name_key = GivenNameKeyField(sources=("full_name",))

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["given_name_key", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_name_is_taken_once",
                violation_error_message=_("Tên đăng nhập này đã có người dùng."),
            )
        ]

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.split()[-1] if self.full_name else self.username

    def get_session_auth_hash(self):
        return f"{super().get_session_auth_hash()}{self.session_nonce}"

    def get_session_auth_fallback_hash(self):
        return (f"{each}{self.session_nonce}" for each in super().get_session_auth_fallback_hash())


class Activation(models.Model):
    """A one-time code on a printed slip, with which a person sets the first or a new password."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="activations")
    code_hash = models.CharField(max_length=128)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("hết hạn"))
    used_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("phiếu kích hoạt")
        verbose_name_plural = _("phiếu kích hoạt")
        ordering = ["-created_at"]


class Notice(models.Model):
    """A line to a person: something happened, or is due. `about` names the thing, so that it is said once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(_("nội dung"), max_length=300)
    url = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=100)
    # What the digest says of it; empty: nothing of this goes into a letter.
    subject = models.CharField(_("loại việc"), max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tin báo")
        verbose_name_plural = _("tin báo")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "about"], name="accounts_notice_is_given_once")
        ]
        # Counted on every page.
        indexes = [
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="accounts_notice_unread")
        ]

    def __str__(self):
        return self.text

    @property
    def state(self) -> str:
        return "new" if self.read_at is None else "read"


track(User, exclude=["password", "last_login", "session_nonce"])
