"""Every write about a login: slips, passwords, sessions. Who may ask for it is settled by the caller, in his scope."""

import secrets
from dataclasses import dataclass

from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import Activation, Notice, User, new_session_nonce
from accounts.querysets import letters_asked, live_activations
from accounts.rules import (
    CODE_ALPHABET,
    CODE_LENGTH,
    CODE_LIFE,
    letter_address,
    letter_is_due,
    login_name,
    phone_digits,
    read_code,
)
from accounts.tasks import send_reset_letter
from common.errors import refused_in_words
from common.history import recorded_by

NOT_ACTIVATED = _(
    "Tên đăng nhập hoặc mã không đúng, hoặc mã đã hết hạn. "
    "Hãy xem lại phiếu; nếu vẫn không được, xin phiếu mới ở Ban Tổ chức."
)


@dataclass(frozen=True)
class LoginFacts:
    """A person who needs a login: the telephone number becomes the user name, else the code does."""

    full_name: str
    code: str
    phone: str = ""
    email: str = ""


@transaction.atomic
def issue_activation(user, *, by) -> str:
    """A new one-time code for `user`, in clear for the only time; codes given before die. `by` None: a command."""
    User.objects.select_for_update().get(pk=user.pk)
    _end_codes(user)
    code = "".join(secrets.choice(CODE_ALPHABET) for _each in range(CODE_LENGTH))
    Activation.objects.create(
        user=user, code_hash=_hash(user, code), created_by=by, expires_at=timezone.now() + CODE_LIFE
    )
    return code


def activate(username, code, new_password):
    """The user whose slip bears `code`, with `new_password` set and all older sessions ended.

    Raises ValidationError: one sentence for an unknown name, a wrong, used, expired or exhausted code alike; for a
    password that is too weak, its reasons on the field "new_password1". A wrong code counts as a try.
    """
    user = User.objects.filter(username__iexact=login_name(username), is_active=True).first()
    if user is None or not _code_fits(user, read_code(code)):
        raise ValidationError(NOT_ACTIVATED)
    try:
        validate_password(new_password, user)
    except ValidationError as error:
        raise ValidationError({"new_password1": error.messages}) from error
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        used = _live_codes(user).update(used_at=timezone.now())
        if not used:
            raise ValidationError(NOT_ACTIVATED)
        set_password(user, new_password)
    return user


def set_password(user, new_password):
    """A new password: every session of the old one ends, and failed attempts to sign in are forgotten."""
    user.set_password(new_password)
    user.must_change_password = False
    user.session_nonce = new_session_nonce()
    user.save(update_fields=["password", "must_change_password", "session_nonce"])
    forget_failures(username=user.username.lower())


def ask_for_letter(email, *, asker, language):
    """Has the letter with which a forgotten password is replaced sent to `email`; nothing where the address, or `asker`
    (the network address), has had its fill of the hour. The caller cannot tell, nor can who asked.

    By the queue: neither the answer nor the time that it takes says whether somebody has this address.
    """
    email = letter_address(email)
    asker = salted_hmac("accounts.reset", asker, algorithm="sha256").hexdigest()[:32]
    asked = letters_asked(timezone.now())
    to_one, from_one = asked.filter(args__email=email).count(), asked.filter(args__asker=asker).count()
    if letter_is_due(to_one=to_one, from_one=from_one):
        send_reset_letter.defer(email=email, language=language, asker=asker)


@transaction.atomic
def change_contact(user, *, phone, email, by) -> User:
    """The telephone number and the address for letters of a login; the user name stays what it was."""
    fresh = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    fresh.phone, fresh.email = phone, email
    with recorded_by(by), refused_in_words():
        fresh.full_clean(exclude=["password"])
        fresh.save(update_fields=["phone", "email"])
    return fresh


def end_sessions(user):
    """Signs the person out everywhere. The caller keeps the present session by update_session_auth_hash."""
    user.session_nonce = new_session_nonce()
    user.save(update_fields=["session_nonce"])


@transaction.atomic
def deactivate(user, *, by):
    """Switches a login off: its sessions end and its slips die. Raises ValidationError for one's own."""
    if by is not None and user.pk == by.pk:
        raise ValidationError(_("Không ai tự khóa tài khoản của mình."))
    user.is_active = False
    user.session_nonce = new_session_nonce()
    user.save(update_fields=["is_active", "session_nonce"])
    _end_codes(user)


@transaction.atomic
def reactivate(user, *, by):
    """Switches a login on again. Its old sessions stay ended: the nonce is a new one."""
    user.is_active = True
    user.session_nonce = new_session_nonce()
    user.save(update_fields=["is_active", "session_nonce"])


@transaction.atomic
def make_logins(people, *, by) -> list:
    """Logins for many people (LoginFacts) at once: [(user, code)] in their order, all or none.

    The user name is the telephone number's digits; where it is missing or taken, the code. Raises ValidationError
    where a code cannot be a user name or is taken too.
    """
    people = list(people)
    names = [(phone_digits(person.phone), login_name(person.code)) for person in people]
    taken = set(
        User.objects.filter(username__in={name for pair in names for name in pair}).values_list(
            "username", flat=True
        )
    )
    pairs = []
    for person, (phone, code) in zip(people, names, strict=True):
        name = phone if phone and phone not in taken else code
        user = User(username=name, full_name=person.full_name, phone=person.phone, email=person.email)
        user.set_unusable_password()
        if name in taken or not name:
            raise ValidationError(
                _("Chưa tạo được tài khoản cho %(name)s: số điện thoại và mã đều đã có người dùng."),
                params={"name": person.full_name},
            )
        user.full_clean(exclude=["password"])
        with refused_in_words():
            user.save()
        taken.add(name)
        pairs.append((user, issue_activation(user, by=by)))
    return pairs


def _hash(user, code) -> str:
    # Keyed with the secret key and not a slow hash: a code has 47 random bits, five tries and a fortnight, and 93 of
    # them are made while an officer waits.
    return salted_hmac("accounts.activation", f"{user.pk}:{code}", algorithm="sha256").hexdigest()


def _live_codes(user):
    return live_activations(user, timezone.now())


def _end_codes(user):
    _live_codes(user).update(expires_at=timezone.now())


def _code_fits(user, code) -> bool:
    """Whether `code` is the user's live one. Where not, a try is counted, whatever becomes of the caller's work."""
    with transaction.atomic():
        activation = _live_codes(user).select_for_update().first()
        if activation is None:
            return False
        if constant_time_compare(activation.code_hash, _hash(user, code)):
            return True
        activation.tries += 1
        activation.save(update_fields=["tries"])
        return False


def tell(user, *, text, about, url="", subject="") -> None:
    """One line to a person; the same `about` is said to him once. `text` is a finished sentence, `url` a path of ours;
    `subject` is what the daily letter says of it ("": nothing)."""
    tell_many([Notice(user=user, text=str(text), url=url, about=about, subject=subject)])


def tell_many(notices) -> None:
    """Notices (not saved yet) to many people at once; what was said already is left out."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def read_notices(user, *, only=None) -> int:
    """Marks the notices of `user` (or of them `only` the one with this id) as read; says how many were new."""
    rows = Notice.objects.filter(user=user, read_at=None)
    return (rows if only is None else rows.filter(pk=only)).update(read_at=timezone.now())


def read_notices_about(user, about) -> None:
    """Who has seen the thing itself has read what was told of it."""
    Notice.objects.filter(user=user, about=about, read_at=None).update(read_at=timezone.now())


def choose_letters(user, letters, *, by) -> None:
    """How what is told in the product also comes by e-mail."""
    user.letters = letters
    with recorded_by(by), refused_in_words():
        user.full_clean(exclude=["password"])
        user.save(update_fields=["letters"])
