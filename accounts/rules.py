"""What a user name is and what stands on a slip. Plain values: no Django, no database."""

import re
from datetime import timedelta
from ipaddress import ip_address

# Neither 0 nor O, 1, I, 2, Z, 5, S, 8, B: a slip is read by eye and typed with a thumb.
CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
CODE_LENGTH = 10
CODE_TRIES = 5
CODE_LIFE = timedelta(days=14)
# Letters for a forgotten password: to one address, and asked for from one computer or office.
LETTER_WINDOW = timedelta(hours=1)
LETTERS_TO_ONE = 3
LETTERS_FROM_ONE = 30

_SEPARATORS = re.compile(r"[\s.\-()]+")
_PHONE = re.compile(r"\+?\(?\d[\d\s.\-()]{7,16}")


def phone_digits(text: str) -> str:
    """The telephone number as people dial it at home: "+84 912.345.678" gives "0912345678"; "" where it is none."""
    text = text.strip()
    if not _PHONE.fullmatch(text):
        return ""
    digits = _SEPARATORS.sub("", text)
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    digits = digits.lstrip("+")
    return digits if 8 <= len(digits) <= 12 else ""


def login_name(text: str) -> str:
    """The user name that a person means: a telephone number however spaced, a code in any case, without spaces."""
    return phone_digits(text) or "".join(text.split()).lower()


def letter_address(text: str) -> str:
    """An address by which letters are counted: "THU@example.org" and what the database thinks equal to it are one."""
    return text.strip().upper().lower()


def letter_is_due(*, to_one: int, from_one: int) -> bool:
    """Whether another letter may go, after so many in LETTER_WINDOW to its address and for its asker."""
    return to_one < LETTERS_TO_ONE and from_one < LETTERS_FROM_ONE


def read_code(text: str) -> str:
    """A slip's code as typed: capitals or not, with or without spaces and dashes."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def shown_code(code: str) -> str:
    """A code in two groups of five: ACDEF-GHJKL."""
    return f"{code[:5]}-{code[5:]}"


def code_is_live(*, expires_at, used_at, tries: int, now) -> bool:
    """Whether a slip's code may still be tried at the moment `now`."""
    return used_at is None and tries < CODE_TRIES and now < expires_at


def client_address(remote: str, forwarded: str, proxies: int) -> str:
    """Where a request comes from: `remote` is the other end of the connection, `forwarded` the X-Forwarded-For.

    With `proxies` trusted ones before us, the outermost of them wrote the last but `proxies` address; whatever stands
    to the left of it is the sender's own claim. Without any, the header is a claim altogether.
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if not proxies or len(hops) < proxies:
        return remote
    found = hops[-proxies]
    try:
        return str(ip_address(found))
    except ValueError:
        return remote
