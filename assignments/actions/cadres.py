"""Cadres: registered, moved to another post, let go with all that they followed. Merging two records is in `merging`."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actions import change_contact
from assignments.actions.assigning import end_or_void, lock
from assignments.actions.checking import day_text, where_of
from assignments.models import Assignment, Cadre, CadrePosition, Post
from common.errors import BUSY, refused_in_words
from common.history import recorded_by
from common.text import match_key, normalise, search_key

# Stored with the row, so not translated: data are in one language.
_WHY_VOIDED = "Cán bộ thôi công tác trước ngày bắt đầu"
CHANGEABLE = frozenset({"full_name", "code", "unit", "home_unit", "expertise", "phone", "email"})


@transaction.atomic
def register_cadre(
    *,
    full_name,
    unit,
    starts_on,
    by,
    code="",
    post=None,
    agency=None,
    organisation=None,
    group=None,
    home_unit=None,
    expertise="",
    phone="",
    email="",
) -> Cadre:
    """A new cadre of `unit`'s system, in `post` (a Post or its name) of an agency or an organisation from `starts_on`.

    Without a `code` one is made up. Whether he is there already is asked before: `querysets.cadres.likely_same`.
    """
    cadre = Cadre(
        code=code or next_code(),
        full_name=normalise(full_name),
        unit=unit,
        home_unit=home_unit,
        expertise=expertise,
        phone=phone,
        email=email,
        started_on=starts_on,
    )
    with recorded_by(by), refused_in_words():
        cadre.full_clean()
        cadre.save()
        if post:
            _hold(
                cadre, post, starts_on, agency=agency, organisation=organisation, group=group, is_primary=True
            )
    return cadre


@transaction.atomic
def change_cadre(cadre, *, by, **fields) -> Cadre:
    """Changes what is written about a person (CHANGEABLE); posts and assignments have their own actions."""
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a cadre has no {sorted(unknown)} to change")
    fresh = _locked(cadre)
    for field, value in fields.items():
        setattr(fresh, field, value)
    with recorded_by(by), refused_in_words():
        fresh.full_clean()
        fresh.save()
    return fresh


@transaction.atomic
def change_own_contact(cadre, *, by, phone, email) -> Cadre:
    """A cadre's own telephone number and address (domain.md §7, "U contact (o)"), in his record and in the login
    `by` with which he does it: letters for a forgotten password go to the login's address."""
    change_contact(by, phone=phone, email=email, by=by)
    return change_cadre(cadre, by=by, phone=phone, email=email)


@transaction.atomic
def change_position(
    cadre,
    *,
    on,
    by,
    post,
    agency=None,
    organisation=None,
    group=None,
    is_primary=True,
    ending=None,
) -> CadrePosition:
    """A cadre takes `post` from `on`. `ending`: the positions that he gives up that day; None is his main one when the
    new one is to be the main one, () is none. Nothing that he follows changes by it."""
    cadre = _locked(cadre)
    running = cadre.positions.on(on)
    if ending is None:
        ending = running.filter(is_primary=True) if is_primary else ()
    with recorded_by(by), refused_in_words():
        for position in ending:
            _give_up(position, on)
        if is_primary:
            cadre.positions.on(on).filter(is_primary=True).update(is_primary=False)
        return _hold(
            cadre, post, on, agency=agency, organisation=organisation, group=group, is_primary=is_primary
        )


@transaction.atomic
def end_position(position, *, on, by) -> CadrePosition:
    """Ends a position: `on` is the first day on which it is not held."""
    _locked(position.cadre)
    with recorded_by(by), refused_in_words():
        return _give_up(CadrePosition.objects.get(pk=position.pk), on)


def falling_vacant(cadre, on) -> list[Assignment]:
    """The assignments of `cadre` from `on` on whose place nobody else follows under the same scheme: what has to be
    filled when he goes that day. One that begins later counts with its own first day."""
    rows = list(Assignment.objects.standing().during(on, None).filter(cadre=cadre).for_list().order_by("pk"))
    others = Assignment.objects.standing().during(on, None).exclude(cadre=cadre)
    others = list(others.filter(_same_places(rows), scheme__in={row.scheme_id for row in rows}))

    def is_kept(row):
        day = max(on, row.starts_on)
        return any(
            other.scheme_id == row.scheme_id and where_of(other) == where_of(row) and other.holds_on(day)
            for other in others
        )

    return [row for row in rows if not is_kept(row)]


@transaction.atomic
def let_cadre_go(cadre, *, on, reason, by, document=None) -> list[Assignment]:
    """A cadre leaves (`reason`: Cadre.LeavingReason): `on` is the first day on which he does not serve. His posts, places
    in teams and assignments end that day; what had not begun by then is voided. Returns what falls vacant.

    Raises ValidationError: he has left already, or had not started.
    """
    if not reason:
        raise ValidationError(_("Hãy chọn lý do thôi công tác."))
    lock_with_places([cadre], on)
    fresh = Cadre.objects.get(pk=cadre.pk)
    if fresh.left_on:
        raise ValidationError(
            _("%(cadre)s đã thôi công tác từ %(day)s.") % {"cadre": fresh, "day": day_text(fresh.left_on)}
        )
    vacant = {row.pk for row in falling_vacant(fresh, on)}
    rows = list(Assignment.objects.standing().during(on, None).filter(cadre=fresh).order_by("pk"))
    with recorded_by(by), refused_in_words():
        fresh.left_on, fresh.leaving_reason = on, reason
        fresh.full_clean()
        fresh.save()
        _end_dated(fresh.positions, on)
        _end_dated(fresh.team_memberships, on)
        end_or_void(
            rows, on=on, reason=Assignment.EndReason(reason), why=_WHY_VOIDED, by=by, document=document
        )
    return list(Assignment.objects.filter(pk__in=vacant).for_list().order_by("pk"))


def next_code() -> str:
    """A code that no cadre has: from the sequence of the ids, so that two people at once never draw the same."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('assignments_cadre', 'id'))")
            code = f"CB{cursor.fetchone()[0]:05}"
            if not Cadre.objects.filter(code=code).exists():
                return code


def find_post(name) -> Post:
    """The post of that name, however it is spelt (`Uỷ viên` = `Ủy viên`); made when there is none."""
    name = normalise(name)
    for post in Post.objects.filter(search_key=search_key(name)):
        if match_key(post.name) == match_key(name):
            return post
    return Post.objects.create(name=name)


def _hold(cadre, post, on, **fields) -> CadrePosition:
    position = CadrePosition(
        cadre=cadre, post=post if isinstance(post, Post) else find_post(post), starts_on=on, **fields
    )
    position.full_clean()
    position.save()
    return position


def _give_up(position, on) -> CadrePosition:
    if position.starts_on >= on:
        raise ValidationError(
            _("%(post)s bắt đầu từ %(day)s; hãy chọn ngày thôi sau ngày đó.")
            % {"post": position.post, "day": day_text(position.starts_on)}
        )
    position.ends_on = on
    position.full_clean()
    position.save(update_fields=["ends_on"])
    return position


def _end_dated(rows, on) -> None:
    """Ends positions or memberships on `on`; what would have begun by then never does (history keeps that it was
    planned)."""
    rows.filter(starts_on__gte=on).delete()
    rows.during(on, None).update(ends_on=on)


def _locked(cadre) -> Cadre:
    return Cadre.objects.select_for_update(no_key=True).get(pk=cadre.pk)


def lock_with_places(cadres, on) -> None:
    """Locks the units that the cadres follow (from `on` on; None: ever), then the cadres. Raises ValidationError when
    somebody assigned one of them meanwhile."""
    rows = Assignment.objects.standing().filter(cadre__in=cadres)
    rows = rows.during(on, None) if on else rows
    unit_ids = set(rows.values_list("unit_id", flat=True))
    lock(unit_ids, {("cadre", cadre.pk) for cadre in cadres})
    if set(rows.values_list("unit_id", flat=True)) - unit_ids:
        raise ValidationError(BUSY)


def _same_places(rows) -> Q:
    condition = Q(pk__in=[])
    for row in rows:
        field, pk = where_of(row)
        condition |= Q(**{f"{field}_id": pk})
    return condition
