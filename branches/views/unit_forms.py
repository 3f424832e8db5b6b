"""What happens to a unit: opened beneath another, changed from a day on, put right, ended, named otherwise."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from branches.actions.codes import code_or_next
from branches.actions.units import change_unit, close_unit, correct_version, name_aliases, open_unit
from branches.facts.units import counts_in_words
from branches.forms.units import AliasesForm, UnitChangeForm, UnitCloseForm, UnitCorrectForm, UnitOpenForm
from branches.models import Unit, UnitPlacement, UnitVersion
from branches.models.units import HAMLET
from branches.querysets.browsing import counts_below
from branches.querysets.units import names_of, placements_by_unit
from branches.views.shared import as_of, chain_crumbs, map_crumbs
from branches.views.steps import confirmed_step, form_step, say
from common.periods import last_day
from common.policy import policy

NAMED = 10


@policy("units.write")
def unit_open(request, key):
    parent, version, crumbs = _unit(request, key, _("Thêm đơn vị"))
    form = UnitOpenForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        parent=version,
        initial={"starts_on": request.day},
    )

    def act(form):
        data = dict(form.cleaned_data)
        if data["level"] == HAMLET:
            data["code"] = code_or_next(data["code"], version.code, UnitVersion.objects)
        data["kind"] = data["kind"] or None
        unit = open_unit(parent=parent, by=request.user, today=request.day, **data)
        say(request, _("Đã lập %(name)s.") % {"name": data["name"]})
        return unit

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm đơn vị trực thuộc %(name)s") % {"name": version.name},
        button=_("Lập đơn vị"),
        back=parent.get_absolute_url(),
        done=lambda unit: unit.get_absolute_url(),
        crumbs=crumbs,
    )


@policy("units.write")
def unit_change(request, key):
    unit, version, crumbs = _unit(request, key, _("Thay đổi"))
    form = UnitChangeForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        version=version,
        parent_version=_parent_version(version, request.day),
    )

    def act(form):
        data = form.cleaned_data
        fresh = change_unit(
            unit,
            on=data["on"],
            by=request.user,
            today=request.day,
            document=data["document"],
            **form.changes,
        )
        say(request, _("Đã ghi thay đổi của %(name)s.") % {"name": fresh.name})
        return fresh

    def effects(form, fresh):
        day = form.cleaned_data["on"]
        return [
            _("Từ ngày %(day)s:") % {"day": _day(day)},
            *_differences(version, fresh, day),
            *_those_beneath(unit, day),
            _(
                "Phân công, chi bộ, hộ gia đình và lịch sử vẫn thuộc đơn vị này; số liệu trước ngày đó giữ nguyên."
            ),
        ]

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=effects,
        title=_("Thay đổi thông tin của %(name)s") % {"name": version.name},
        question=_("Thay đổi %(name)s?") % {"name": version.name},
        lead=_(
            "Đổi tên, đổi mã, chuyển nơi trực thuộc: đơn vị vẫn là đơn vị cũ, có thông tin mới từ một ngày."
        ),
        button=_("Ghi thay đổi"),
        back=unit.get_absolute_url(),
        done=lambda fresh: unit.get_absolute_url(),
        crumbs=crumbs,
    )


@policy("units.write")
def unit_correct(request, key):
    unit, version, crumbs = _unit(request, key, _("Đính chính"))
    form = UnitCorrectForm(
        request.POST or None,
        scope=request.scope,
        day=version.starts_on,
        version=version,
        parent_version=_parent_version(version, version.starts_on),
    )

    def act(form):
        right = correct_version(version, by=request.user, today=request.day, **form.changes)
        say(request, _("Đã đính chính %(name)s.") % {"name": right.name})
        return right

    def effects(form, right):
        return [
            _period_in_words(version),
            *_differences(version, right, version.starts_on),
            _("Thông tin nhập nhầm vẫn xem được trong lịch sử sửa đổi."),
        ]

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=effects,
        title=_("Đính chính thông tin của %(name)s") % {"name": version.name},
        question=_("Đính chính %(name)s?") % {"name": version.name},
        lead=_("Chỉ dùng khi thông tin đã nhập nhầm. Đơn vị đổi tên, đổi nơi trực thuộc thì ghi thay đổi."),
        button=_("Ghi đính chính"),
        back=unit.get_absolute_url(),
        done=lambda right: unit.get_absolute_url(),
        crumbs=crumbs,
    )


@policy("units.write")
def unit_close(request, key):
    unit, version, crumbs = _unit(request, key, _("Kết thúc, sáp nhập"))
    form = UnitCloseForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        version=version,
        has_children=UnitVersion.objects.filter(parent=unit).during(request.day, None).exists(),
    )

    def act(form):
        data = form.cleaned_data
        closed = close_unit(
            unit,
            on=data["on"],
            by=request.user,
            successors=form.successors,
            document=data["document"],
            leave_children=data.get("leave_children", False),
            today=request.day,
        )
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": version.name})
        return closed

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=lambda form, closed: _closing_in_words(form, version),
        title=_("Kết thúc %(name)s") % {"name": version.name},
        question=_("Kết thúc %(name)s?") % {"name": version.name},
        lead=_("Đơn vị đã kết thúc vẫn giữ nguyên lịch sử, phân công và số liệu của mình."),
        button=_("Kết thúc đơn vị"),
        back=unit.get_absolute_url(),
        done=lambda closed: unit.get_absolute_url(),
        crumbs=crumbs,
        is_dangerous=True,
    )


@policy("units.write")
def unit_aliases(request, key):
    unit, version, crumbs = _unit(request, key, _("Tên gọi khác"))
    names = "\n".join(unit.aliases.order_by("name").values_list("name", flat=True))
    form = AliasesForm(request.POST or None, initial={"names": names})

    def act(form):
        name_aliases(unit, form.cleaned_data["names"], by=request.user)
        say(request, _("Đã ghi tên gọi khác của %(name)s.") % {"name": version.name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Tên gọi khác của %(name)s") % {"name": version.name},
        button=_("Ghi"),
        back=unit.get_absolute_url(),
        done=lambda result: unit.get_absolute_url(),
        crumbs=crumbs,
    )


def _unit(request, key, here):
    """(unit, its version of the day asked for, crumbs): 404 out of scope, 403 where one may only read."""
    unit = get_object_or_404(Unit.objects.visible_to(request.scope), key=key)
    if not Unit.objects.writable_by(request.scope).filter(pk=unit.pk).exists():
        raise PermissionDenied
    day = as_of(request)
    versions = unit.versions.select_related("unit", "kind", "level", "parent").order_by("starts_on")
    version = versions.on(day).first() or versions.last()
    place = placements_by_unit([unit.pk], day).get(unit.pk)
    chain = chain_crumbs(place, day, request.scope, request.day)[:-1] if place else []
    return unit, version, map_crumbs(*chain, (version.name, unit.get_absolute_url()), (here, None))


def _parent_version(version, day):
    if version.parent_id is None:
        return None
    rows = UnitVersion.objects.filter(unit=version.parent_id).order_by("starts_on")
    return rows.on(day).first() or rows.last()


def _differences(before, after, day) -> list[str]:
    """What differs between two versions: "Tên: Ấp 3 → Ấp Bình Lộc"."""
    names = names_of({before.parent_id, after.parent_id} - {None}, day)
    found = []
    for field in ("name", "code", "kind", "level", "parent", "latitude", "longitude"):
        if getattr(before, f"{field}_id", getattr(before, field)) == getattr(
            after, f"{field}_id", getattr(after, field)
        ):
            continue
        values = [
            names.get(each.parent_id, "") if field == "parent" else getattr(each, field)
            for each in (before, after)
        ]
        old, new = (value if value not in (None, "") else _("không có") for value in values)
        label = before._meta.get_field(field).verbose_name
        found.append(_("%(label)s: %(old)s → %(new)s") % {"label": label, "old": old, "new": new})
    return found


def _those_beneath(unit, day) -> list[str]:
    path = UnitPlacement.objects.on(day).filter(unit=unit).values_list("path", flat=True).first()
    counts = counts_below([path], day)[path] if path else []
    if not counts:
        return []
    return [_("%(counts)s bên dưới đi theo đơn vị này.") % {"counts": counts_in_words(counts)}]


def _closing_in_words(form, version) -> list[str]:
    """What the closing did, read while it is done."""
    data = form.cleaned_data
    day = data["on"]
    names = names_of([each.pk for each, *_rest in form.successors], day)
    words = [
        _("%(name)s không còn từ ngày %(day)s; ngày cuối cùng là %(last)s.")
        % {"name": version.name, "day": _day(day), "last": _day(last_day(day))}
    ]
    for successor, extent, is_default in form.successors:
        if extent == "whole":
            sentence = _(
                "Toàn bộ nhập vào %(name)s; ai phụ trách %(name)s thì đọc được lịch sử của đơn vị cũ."
            )
        elif is_default:
            sentence = _("Phần lớn về %(name)s; ai phụ trách %(name)s thì đọc được lịch sử của đơn vị cũ.")
        else:
            sentence = _("Một phần về %(name)s.")
        words.append(sentence % {"name": names.get(successor.pk, "")})
    before = UnitVersion.objects.filter(parent=version.unit, ends_on=day)
    takers = [each.pk for each, extent, _default in form.successors if extent == "whole"]
    moved = UnitVersion.objects.filter(starts_on=day, parent__in=takers, unit__in=before.values("unit"))
    words += _children_in_words(list(moved.order_by("sort_key")), data.get("leave_children"))
    words.append(_("Phân công ở đơn vị này không tự chuyển: hãy kết thúc và phân công lại ở nơi tiếp nhận."))
    words.append(_("Quyền đã cấp ở đơn vị này không mở sang nơi tiếp nhận."))
    return words


def _children_in_words(moved, are_left) -> list[str]:
    if moved:
        names = ", ".join(each.name for each in moved[:NAMED]) + (" …" if len(moved) > NAMED else "")
        sentence = ngettext(
            "%(count)s đơn vị trực thuộc đi theo: %(names)s.",
            "%(count)s đơn vị trực thuộc đi theo: %(names)s.",
            len(moved),
        )
        return [sentence % {"count": len(moved), "names": names}]
    if are_left:
        return [_("Các đơn vị trực thuộc chưa thuộc đơn vị nào, cho đến khi bạn chuyển từng đơn vị.")]
    return []


def _period_in_words(version) -> str:
    if version.ends_on:
        return _("Trong những ngày từ %(first)s đến hết %(last)s:") % {
            "first": _day(version.starts_on),
            "last": _day(last_day(version.ends_on)),
        }
    return _("Từ ngày %(day)s đến nay:") % {"day": _day(version.starts_on)}


def _day(day):
    return date_format(day, "d/m/Y")
