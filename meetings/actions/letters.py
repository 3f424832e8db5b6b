"""Writes of letters of introduction (Kim Sơn 3.15): made one by one or for a month, numbered by the office, revoked."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.models import Assignment, Scheme, TeamMember
from assignments.querysets.cadres import posts_by_cadre
from branches.models import Unit
from common.errors import refused_in_words
from common.fields import random_key
from common.history import recorded_by
from common.periods import last_day
from common.text import normalise
from meetings.choosing import Choice
from meetings.models import Letter
from meetings.territory import grounds_of

POINTERS = ("cadre", "scheme", "assignment", "issuer", "created_by", "revoked_by")
SIGNER_FIELDS = ("signer_authority", "signer_post", "signer")


@transaction.atomic
def make_letters(*, scheme, starts_on, ends_on, by, on, cadres=None, **signer) -> list[Letter]:
    """A draft for every cadre who is assigned under `scheme` on a day of `[starts_on, ends_on)`, himself or through a team;
    `cadres` names those who are meant. Person and post are those of `on` (today). `signer`: signer_authority,
    signer_post, signer.

    Who has an unrevoked letter of the scheme for these very days keeps it and gets no second one. Raises ValidationError.
    """
    Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    choices = _choices(scheme, starts_on, ends_on)
    if cadres is not None:
        choices = {cadre: found for cadre, found in choices.items() if cadre in cadres}
    if not choices:
        raise ValidationError(_("Trong những ngày này chưa có ai được phân công theo chủ trương này."))
    standing = Letter.objects.filter(
        scheme=scheme, starts_on=starts_on, ends_on=ends_on, revoked_at=None, cadre__in=choices
    )
    already = set(standing.values_list("cadre", flat=True))
    new = {cadre: found for cadre, found in choices.items() if cadre.pk not in already}
    letters = _drafts(new, scheme, starts_on, ends_on, by, on, signer)
    with recorded_by(by), refused_in_words():
        # The rows that they point to were just read, and the constraints are the database's: no query a letter.
        for letter in letters:
            letter.clean_fields(exclude=POINTERS)
            letter.clean()
        Letter.objects.bulk_create(letters)
    return letters


@transaction.atomic
def number_letters(letters, *, number, issued_on, by) -> int:
    """Writes number and date as the office typed them. With several letters `number` is the first one ("15-GGT/HU"): the
    others follow it in their order. Raises ValidationError in one sentence; then nothing is numbered."""
    issuers = sorted({each.issuer_id for each in letters})
    # Numbers of one issuer are given one after another: of two clerks at the same number the second is told.
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=issuers).order_by("pk"))
    rows = list(Letter.objects.select_for_update().filter(pk__in=[each.pk for each in letters]))
    order = {each.pk: at for at, each in enumerate(letters)}
    rows.sort(key=lambda each: order[each.pk])
    numbers = following_numbers(number, len(rows))
    for row in rows:
        if row.revoked_at:
            raise ValidationError(
                _("Giấy của %(name)s đã thu hồi nên không ghi số.") % {"name": row.full_name}
            )
        if issued_on >= row.ends_on:
            raise ValidationError(
                _("Ngày ký phải trước khi giấy hết hạn, tức là chậm nhất %(day)s.")
                % {"day": f"{last_day(row.ends_on):%d/%m/%Y}"}
            )
    _refuse_taken(rows, numbers, issued_on)
    with recorded_by(by), refused_in_words():
        for row, text in zip(rows, numbers, strict=True):
            row.number, row.issued_on = text, issued_on
            row.full_clean(validate_unique=False)
            row.save(update_fields=["number", "issued_on"])
    return len(rows)


@transaction.atomic
def revoke_letter(letter, *, reason, by) -> Letter:
    """The letter is good no more, and whoever scans its code is told so. Raises ValidationError."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.revoked_at:
        raise ValidationError(_("Giấy này đã được thu hồi."))
    letter.revoked_at, letter.revoked_by, letter.revoke_reason = timezone.now(), by, normalise(reason)
    with recorded_by(by), refused_in_words():
        letter.full_clean()
        letter.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    return letter


def following_numbers(number, count) -> list[str]:
    """ "15-GGT/HU" and two after it. A single one may be written in any way; several begin with digits."""
    number = normalise(number)
    if count == 1:
        return [number]
    digits = number[: len(number) - len(number.lstrip("0123456789"))]
    if not digits:
        raise ValidationError(_("Số đầu tiên phải bắt đầu bằng chữ số, ví dụ 15-GGT/HU."))
    rest = number[len(digits) :]
    return [f"{int(digits) + at:0{len(digits)}d}{rest}" for at in range(count)]


def _refuse_taken(rows, numbers, issued_on):
    """Numbers begin anew with a term, so one that returns in another year is another letter."""
    taken = Letter.objects.filter(
        issuer__in={row.issuer_id for row in rows}, number__in=numbers, issued_on__year=issued_on.year
    ).exclude(pk__in=[row.pk for row in rows])
    found = taken.values_list("number", flat=True).first()
    if found:
        raise ValidationError(
            _("Số %(number)s đã ghi cho một giấy khác trong năm %(year)s.")
            % {"number": found, "year": issued_on.year}
        )


def _choices(scheme, starts_on, ends_on) -> dict:
    """{cadre: [Choice]} of those who are assigned under the scheme in these days, by given name."""
    rows = Assignment.objects.standing().during(starts_on, ends_on).filter(scheme=scheme)
    rows = rows.filter(
        Q(cadre__isnull=False) | Q(team__isnull=False), target_household=None, target_group=None
    )
    rows = list(
        rows.select_related("scheme__issuer", "group_then", "target_organisation", "cadre__merged_into")
    )
    members = TeamMember.objects.during(starts_on, ends_on).filter(team__in={row.team_id for row in rows})
    by_team = defaultdict(list)
    for member in members.select_related("cadre__merged_into"):
        by_team[member.team_id].append(member.cadre)
    found = defaultdict(list)
    for row in rows:
        how = scheme.choice_for(row.group_then.code if row.group_then else "")
        for cadre in [row.cadre] if row.cadre else by_team[row.team_id]:
            found[cadre.merged_into or cadre].append(Choice(row, scheme, how))
    return dict(sorted(found.items(), key=lambda each: (each[0].given_name_key, each[0].pk)))


def _drafts(choices, scheme, starts_on, ends_on, by, on, signer) -> list[Letter]:
    posts = posts_by_cadre([cadre.pk for cadre in choices], on)
    grounds = grounds_of({cadre.pk: found for cadre, found in choices.items()}, max(on, starts_on))
    batch = random_key()
    return [
        Letter(
            cadre=cadre,
            scheme=scheme,
            assignment=found[0].assignment,
            issuer=scheme.issuer,
            full_name=cadre.full_name,
            post=posts.get(cadre.pk, "")[:300],
            territory="\n".join(grounds[cadre.pk].territory),
            addressee="\n".join(grounds[cadre.pk].addressees),
            basis=grounds[cadre.pk].basis,
            batch=batch,
            starts_on=starts_on,
            ends_on=ends_on,
            created_by=by,
            **{name: normalise(signer.get(name, "")) for name in SIGNER_FIELDS},
        )
        for cadre, found in choices.items()
    ]
