"""Party organisations: the list on a day, and what happens to one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from branches.actions.organisations import (
    change_organisation,
    close_organisation,
    correct_organisation,
    count_members,
    cover_units,
    open_organisation,
)
from branches.facts.bodies import OrganisationFacts
from branches.facts.units import latest_counts
from branches.filters.bodies import OrganisationFilter
from branches.forms.bodies import (
    ClosingForm,
    GroundForm,
    MemberCountForm,
    OrganisationChangeForm,
    OrganisationCorrectForm,
    OrganisationOpenForm,
)
from branches.forms.fields import unit_label
from branches.models import (
    OfficeHolder,
    Organisation,
    OrganisationUnit,
    OrganisationVersion,
    Unit,
)
from branches.querysets.bodies import organisation_names, organisation_versions
from branches.querysets.units import names_of, placements_by_unit
from branches.tables.bodies import OrganisationTable
from branches.views.shared import as_of, list_context, map_crumbs
from branches.views.steps import confirmed_step, form_step, say
from common.pages import day_query, list_page
from common.policy import policy


@policy("units.read")
def organisation_list(request):
    """Organisations of the day; `?thuoc=` only those on the ground of that unit."""
    day = as_of(request)
    area = _area(request)
    rows = OrganisationVersion.objects.on(day).visible_to(request.scope)
    if area:
        rows = rows.on_ground_of(area, day)
    name = names_of([area.pk], day).get(area.pk, "") if area else ""
    may_write = request.scope.may("units.write")
    return list_page(
        request,
        queryset=rows.select_related("organisation").order_by("sort_key", "code"),
        table=OrganisationTable,
        filterset=OrganisationFilter,
        title=_("Tổ chức đảng ở %(name)s") % {"name": name} if area else _("Tổ chức đảng"),
        template="branches/list.html",
        prepare=lambda versions: _prepared(versions, day, request),
        export="to-chuc-dang",
        primary=(_("Thêm tổ chức đảng"), reverse("branches:organisation_open")) if may_write else None,
        empty={
            "why": _("Ngày này chưa có tổ chức đảng nào trong địa bàn của bạn."),
            "what": _("Hãy thêm từng tổ chức, hoặc nhập danh sách tổ chức đảng."),
        },
        crumbs=map_crumbs((_("Tổ chức đảng"), None)),
        context=list_context(request, "organisation_list"),
    )


def _area(request):
    key = request.GET.get("thuoc")
    return get_object_or_404(Unit.objects.visible_to(request.scope), key=key) if key else None


def _prepared(versions, day, request):
    """Rows as the table takes them: five queries however many there are."""
    ids = [version.organisation_id for version in versions]
    parents = organisation_names({version.parent_id for version in versions} - {None}, day)
    links: dict = {}
    for link in OrganisationUnit.objects.on(day).filter(organisation__in=ids).order_by("-is_main", "pk"):
        links.setdefault(link.organisation_id, []).append(link.unit_id)
    names = names_of({unit_id for units in links.values() for unit_id in units}, day)
    counts = latest_counts(ids, day)
    secretaries: dict = {}
    holders = OfficeHolder.objects.on(day).visible_to(request.scope)
    for holder in holders.filter(organisation__in=ids, office__code="secretary").order_by("starts_on"):
        secretaries[holder.organisation_id] = holder.full_name
    query = day_query(day, request.day)
    return [
        {
            "name": version.name,
            "url": version.organisation.get_absolute_url() + query,
            "parent": parents.get(version.parent_id, ""),
            "kind": capfirst(version.organisation.get_kind_display()),
            "ground": ", ".join(names.get(pk, "") for pk in links.get(version.organisation_id, ())),
            "secretary": secretaries.get(version.organisation_id, ""),
            "members": counts[version.organisation_id].total if version.organisation_id in counts else None,
            "code": version.code,
        }
        for version in versions
    ]


@policy("units.write")
def organisation_open(request):
    """A new organisation; `?o=` (a unit's key) and `?thuoc=` (an organisation's) fill the form."""
    form = OrganisationOpenForm(
        request.POST or None, scope=request.scope, day=request.day, initial=_filled(request)
    )

    def act(form):
        made = open_organisation(by=request.user, **form.cleaned_data)
        say(request, _("Đã lập %(name)s.") % {"name": form.cleaned_data["name"]})
        return made

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm tổ chức đảng"),
        button=_("Lập tổ chức"),
        back=reverse("branches:organisation_list"),
        done=lambda made: made.get_absolute_url(),
        crumbs=_crumbs((_("Thêm tổ chức đảng"), None)),
    )


def _filled(request):
    values = {"opened_on": request.day}
    unit = Unit.objects.writable_by(request.scope).filter(key=request.GET.get("o", "")).first()
    if unit:
        place = placements_by_unit([unit.pk], request.day).get(unit.pk)
        values["unit"] = unit_label(place.version) if place else ""
    parent = Organisation.objects.visible_to(request.scope).filter(key=request.GET.get("thuoc", "")).first()
    if parent:
        version = organisation_versions([parent.pk], request.day)[parent.pk]
        values["parent"] = f"{version.name} ({version.code})"
    return values


@policy("units.write")
def organisation_change(request, key):
    facts, crumbs = _organisation(request, key, _("Thay đổi"))
    version = facts.version
    form = OrganisationChangeForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        version=version,
        parent_version=_parent(version, request.day),
    )

    def act(form):
        fresh = change_organisation(
            facts.organisation, on=form.cleaned_data["on"], by=request.user, **form.changes
        )
        say(request, _("Đã ghi thay đổi của %(name)s.") % {"name": fresh.name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thay đổi thông tin của %(name)s") % {"name": facts.name},
        lead=_("Đổi tên, đổi mã, chuyển nơi trực thuộc: từ một ngày; trước ngày đó vẫn như cũ."),
        button=_("Ghi thay đổi"),
        back=facts.organisation.get_absolute_url(),
        done=lambda result: facts.organisation.get_absolute_url(),
        crumbs=crumbs,
    )


@policy("units.write")
def organisation_correct(request, key):
    facts, crumbs = _organisation(request, key, _("Đính chính"))
    version = facts.version
    form = OrganisationCorrectForm(
        request.POST or None,
        scope=request.scope,
        day=version.starts_on,
        version=version,
        parent_version=_parent(version, version.starts_on),
    )

    def act(form):
        right = correct_organisation(version, by=request.user, **form.changes)
        say(request, _("Đã đính chính %(name)s.") % {"name": right.name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Đính chính thông tin của %(name)s") % {"name": facts.name},
        lead=_("Chỉ dùng khi thông tin đã nhập nhầm. Tổ chức đổi tên, đổi nơi trực thuộc thì ghi thay đổi."),
        button=_("Ghi đính chính"),
        back=facts.organisation.get_absolute_url(),
        done=lambda result: facts.organisation.get_absolute_url(),
        crumbs=crumbs,
    )


@policy("units.write")
def organisation_ground(request, key):
    """Which units it covers from a day on."""
    facts, crumbs = _organisation(request, key, _("Địa bàn"))
    already, main, others = _present_ground(facts)
    form = GroundForm(
        request.POST or None,
        scope=request.scope,
        day=request.day,
        already=already,
        initial={"on": request.day, "main": main, "others": "\n".join(others)},
    )

    def act(form):
        cover_units(facts.organisation, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi địa bàn của %(name)s.") % {"name": facts.name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Địa bàn của %(name)s") % {"name": facts.name},
        button=_("Ghi địa bàn"),
        back=facts.organisation.get_absolute_url(),
        done=lambda result: facts.organisation.get_absolute_url(),
        crumbs=crumbs,
    )


def _present_ground(facts):
    links = list(facts.organisation.unit_links.on(facts.shown_on).select_related("unit"))
    places = placements_by_unit([link.unit_id for link in links], facts.shown_on)
    labels = {link: unit_label(places[link.unit_id].version) for link in links if link.unit_id in places}
    already = {label: link.unit for link, label in labels.items()}
    main = next((label for link, label in labels.items() if link.is_main), "")
    return already, main, [label for link, label in labels.items() if not link.is_main]


@policy("units.write")
def organisation_count(request, key):
    facts, crumbs = _organisation(request, key, _("Số đảng viên"))
    form = MemberCountForm(request.POST or None, initial={"counted_on": request.day})

    def act(form):
        count_members(facts.organisation, by=request.user, **form.cleaned_data)
        say(request, _("Đã ghi số đảng viên của %(name)s.") % {"name": facts.name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Số đảng viên của %(name)s") % {"name": facts.name},
        lead=_("Chỉ ghi số lượng ở một ngày. Ghi lại cùng một ngày thì số mới thay số cũ."),
        button=_("Ghi số đảng viên"),
        back=facts.organisation.get_absolute_url(),
        done=lambda result: facts.organisation.get_absolute_url(),
        crumbs=crumbs,
    )


@policy("units.write")
def organisation_close(request, key):
    facts, crumbs = _organisation(request, key, _("Kết thúc"))
    form = ClosingForm(request.POST or None)

    def act(form):
        closed = close_organisation(facts.organisation, on=form.cleaned_data["on"], by=request.user)
        say(request, _("Đã ghi ngày kết thúc của %(name)s.") % {"name": facts.name})
        return closed

    def effects(form, closed):
        day = form.cleaned_data["on"]
        ended = closed.office_holders.filter(ends_on=day).order_by("given_name_key")
        names = [holder.full_name for holder in ended] if request.scope.may("people.read") else []
        words = [
            _("%(name)s không còn từ ngày %(day)s.") % {"name": facts.name, "day": date_format(day, "d/m/Y")}
        ]
        if names:
            words.append(_("Thôi chức danh cùng ngày: %(names)s.") % {"names": ", ".join(names)})
        words.append(_("Lịch sử, số đảng viên và phân công cũ vẫn giữ nguyên."))
        return words

    return confirmed_step(
        request,
        form=form,
        act=act,
        effects=effects,
        title=_("Kết thúc %(name)s") % {"name": facts.name},
        question=_("Kết thúc %(name)s?") % {"name": facts.name},
        button=_("Kết thúc tổ chức"),
        back=facts.organisation.get_absolute_url(),
        done=lambda closed: facts.organisation.get_absolute_url(),
        crumbs=crumbs,
        is_dangerous=True,
    )


def _organisation(request, key, here):
    """(facts on the day asked for, crumbs): 404 out of scope, 403 where one may only read."""
    rows = Organisation.objects.visible_to(request.scope).select_related("unit")
    organisation = get_object_or_404(rows, key=key)
    if not Organisation.objects.writable_by(request.scope).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    facts = OrganisationFacts(organisation, as_of(request), request.scope)
    return facts, _crumbs((facts.name, organisation.get_absolute_url()), (here, None))


def _parent(version, day):
    return organisation_versions([version.parent_id], day)[version.parent_id] if version.parent_id else None


def _crumbs(*more):
    return map_crumbs((_("Tổ chức đảng"), reverse("branches:organisation_list")), *more)
