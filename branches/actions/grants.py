"""Giving and ending roles. A role is ended, never widened; one that has not begun can be withdrawn."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from branches.granting import OVER, may_give, may_manage_login
from branches.models import Agency, Grant, Organisation, Unit, Zone
from branches.models.grants import Role
from branches.scope import GrantFact, Place

KINDS = {Unit: "unit", Zone: "zone", Organisation: "organisation", Agency: "agency"}

TO_HIMSELF = _("Không ai tự cấp hay tự kết thúc vai trò của mình.")
OUT_OF_REACH = _("Bạn chỉ cấp được vai trò trong địa bàn của mình, với những quyền mà bạn có ở đó.")


@transaction.atomic
def give_grant(*, user, role, over, starts_on, ends_on=None, by=None, scope=None) -> Grant:
    """`role` for `user` over a unit, zone, organisation or agency in `[starts_on, ends_on)`.

    `by` and `scope` are the giver's; both None is a command of the machine's keeper. Raises ValidationError: to
    himself, beyond his ground, a right that he has not, a closed place, or a role that the person has there already.
    """
    kind = KINDS[type(over)]
    if scope is not None:
        _check_giver(user, role, over, by, scope)
    if kind not in OVER.get(role, {"unit"}):
        raise ValidationError(
            _("Vai trò “%(role)s” không cấp trên loại nơi này."), params={"role": Role(role).label}
        )
    if getattr(over, "closed_on", None):
        raise ValidationError(_("Nơi này đã kết thúc hoạt động; hãy chọn đơn vị kế thừa nó."))
    # One after another for a person, so that two officers do not give the same role at once.
    type(user).objects.select_for_update().get(pk=user.pk)
    same = Grant.objects.filter(user=user, role=role, **{kind: over})
    if same.during(starts_on, ends_on).exists():
        raise ValidationError(_("Người này đã có vai trò đó ở đây trong những ngày này."))
    grant = Grant(user=user, role=role, starts_on=starts_on, ends_on=ends_on, created_by=by, **{kind: over})
    grant.full_clean()
    grant.save()
    return grant


@transaction.atomic
def end_grant(grant, *, ends_on, on, by=None, scope=None):
    """Ends a role: `ends_on` is the first day without it, `on` today. One that has not begun before today is
    withdrawn instead. Returns the grant, or None where it was withdrawn. Raises ValidationError as `give_grant`, and
    for a day that is past: what was allowed until now stays on record.
    """
    grant = Grant.objects.select_for_update(of=("self",)).for_list().get(pk=grant.pk)
    if scope is not None:
        _check_giver(grant.user, grant.role, grant.over, by, scope)
    if grant.ends_on is not None and grant.ends_on <= on:
        raise ValidationError(_("Vai trò này đã kết thúc từ trước."))
    if ends_on < on:
        raise ValidationError({"ends_on": _("Không kết thúc được vai trò vào một ngày đã qua.")})
    if ends_on <= grant.starts_on:
        grant.delete()
        return None
    grant.ends_on = ends_on
    grant.full_clean()
    grant.save()
    return grant


def may_manage(scope, user, day) -> bool:
    """Whether the holder of `scope` may reset or lock this login, by the roles that its owner has or will have.

    It says nothing of a login without a role: whether its cadre is in scope is the caller's question. A system keeper
    is nobody's to manage here, and nobody manages himself.
    """
    if user.pk == scope.user_id or user.is_staff or user.is_superuser:
        return False
    grants = Grant.objects.running_or_to_come(day).filter(user=user).for_list()
    return may_manage_login(scope, [_fact(grant) for grant in grants])


def _fact(grant):
    unit = _unit_of(grant.over)
    return GrantFact(
        grant.role,
        grant.starts_on,
        grant.ends_on,
        places=(Place(unit.pk, unit.access_path, is_open=unit.closed_on is None),),
    )


def _check_giver(user, role, over, by, scope):
    if by is not None and by.pk == user.pk:
        raise ValidationError(TO_HIMSELF)
    unit = _unit_of(over)
    if not may_give(scope, role, unit.access_path, unit.pk):
        raise ValidationError(OUT_OF_REACH)


def _unit_of(over):
    return over if isinstance(over, Unit) else over.unit
