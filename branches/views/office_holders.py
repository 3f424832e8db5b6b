"""Who holds an office at the base: the list on a day, beginning, ending, putting right."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from branches.actions.office_holders import begin_office, correct_office_holder, end_office
from branches.facts.bodies import OrganisationFacts
from branches.filters.units import OfficeHolderFilter
from branches.forms.bodies import EndOfficeForm, OfficeHolderForm
from branches.models import OfficeHolder, Organisation, Unit
from branches.querysets.bodies import organisation_names
from branches.querysets.units import names_of
from branches.tables.units import OfficeHolderTable
from branches.views.shared import as_of, list_context, map_crumbs
from branches.views.steps import form_step, say
from common.pages import day_query, list_page
from common.periods import last_day
from common.policy import policy

_YES_NO = {True: "yes", False: "no", None: ""}


@policy("people.read")
def office_holder_list(request):
    day = as_of(request)
    return list_page(
        request,
        queryset=OfficeHolder.objects.on(day)
        .visible_to(request.scope)
        .select_related("office", "organisation", "unit")
        .order_by("office__sort", "given_name_key"),
        table=OfficeHolderTable,
        filterset=OfficeHolderFilter,
        title=_("Chức danh ở cơ sở"),
        template="branches/list.html",
        prepare=lambda holders: _prepared(holders, day, request),
        export="chuc-danh",
        empty={
            "why": _("Ngày này chưa ghi ai giữ chức danh trong địa bàn của bạn."),
            "what": _("Hãy mở trang của ấp, thôn hoặc chi bộ để thêm, hoặc nhập danh sách."),
        },
        crumbs=map_crumbs((_("Chức danh ở cơ sở"), None)),
        context=list_context(request, "office_holder_list"),
    )


def _prepared(holders, day, request):
    """Rows as the table takes them; three queries however many there are."""
    bodies = organisation_names({holder.organisation_id for holder in holders} - {None}, day)
    units = names_of({holder.unit_id for holder in holders}, day)
    secretaries = [holder.pk for holder in holders if holder.office.code == "secretary"]
    also = set(
        OfficeHolder.objects.filter(pk__in=secretaries)
        .also_holding("hamlet_head", day)
        .values_list("pk", flat=True)
    )
    query = day_query(day, request.day)
    return [
        {
            "full_name": holder.full_name,
            "url": (holder.organisation or holder.unit).get_absolute_url() + query,
            "office": holder.office.name,
            "place": ", ".join(
                filter(None, [bodies.get(holder.organisation_id, ""), units.get(holder.unit_id, "")])
            ),
            "phone": holder.phone,
            "also": _also(holder, holder.pk in also),
            "starts_on": holder.starts_on,
            "ends_on": holder.ends_on,
        }
        for holder in holders
    ]


def _also(holder, is_head):
    words = [_("trưởng ấp, thôn")] if is_head else []
    return ", ".join([*words, *([_("không chuyên trách")] if holder.is_part_time_cadre else [])])


@policy("units.write")
def office_holder_open(request, kind, key):
    """Somebody new in an office of a unit or an organisation (`kind`: don-vi, to-chuc)."""
    body, name, running = _body(request, kind, key)
    form = OfficeHolderForm(request.POST or None, running=running, initial={"starts_on": request.day})

    def act(form):
        data = dict(form.cleaned_data)
        del data["last_day"]
        begun = begin_office(by=request.user, **data, **{_field(kind): body})
        say(request, _("Đã ghi %(name)s.") % {"name": begun.full_name})
        return begun

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Thêm người giữ chức danh ở %(name)s") % {"name": name},
        button=_("Ghi"),
        back=body.get_absolute_url(),
        done=lambda begun: body.get_absolute_url(),
        crumbs=map_crumbs((name, body.get_absolute_url()), (_("Thêm người giữ chức danh"), None)),
    )


@policy("units.write")
def office_holder_change(request, key):
    holder, name = _holder(request, key)
    page = (holder.organisation or holder.unit).get_absolute_url()
    initial = {
        "office": holder.office_id,
        "full_name": holder.full_name,
        "phone": holder.phone,
        "starts_on": holder.starts_on,
        "last_day": last_day(holder.ends_on),
        "is_part_time_cadre": _YES_NO[holder.is_part_time_cadre],
        "is_local": _YES_NO[holder.is_local],
    }
    form = OfficeHolderForm(request.POST or None, initial=initial)

    def act(form):
        data = dict(form.cleaned_data)
        del data["last_day"], data["succeeds"]
        correct_office_holder(holder, by=request.user, **data)
        say(request, _("Đã sửa thông tin của %(name)s.") % {"name": data["full_name"]})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("Sửa thông tin của %(name)s") % {"name": holder.full_name},
        lead=_("Đổi số điện thoại, sửa chỗ ghi nhầm. Người khác lên thay thì thêm người mới."),
        button=_("Ghi"),
        back=page,
        done=lambda result: page,
        crumbs=map_crumbs((name, page), (holder.full_name, None)),
    )


@policy("units.write")
def office_holder_end(request, key):
    holder, name = _holder(request, key)
    page = (holder.organisation or holder.unit).get_absolute_url()
    form = EndOfficeForm(request.POST or None, initial={"last_day": request.day})

    def act(form):
        end_office(holder, on=form.ends_on, by=request.user)
        say(request, _("Đã ghi ngày thôi chức danh của %(name)s.") % {"name": holder.full_name})

    return form_step(
        request,
        form=form,
        act=act,
        title=_("%(name)s thôi chức danh %(office)s")
        % {"name": holder.full_name, "office": holder.office.name.lower()},
        button=_("Ghi ngày thôi"),
        back=page,
        done=lambda result: page,
        crumbs=map_crumbs((name, page), (holder.full_name, None)),
    )


def _body(request, kind, key):
    """(the unit or organisation, its name, who holds an office of it today): 403 where one may only read."""
    model = {"don-vi": Unit, "to-chuc": Organisation}[kind]
    body = get_object_or_404(model.objects.visible_to(request.scope), key=key)
    if not model.objects.writable_by(request.scope).filter(pk=body.pk).exists():
        raise PermissionDenied
    running = OfficeHolder.objects.on(request.day).select_related("office").order_by("office__sort")
    if kind == "to-chuc":
        facts = OrganisationFacts(body, request.day, request.scope)
        return body, facts.name, list(running.filter(organisation=body))
    return (
        body,
        names_of([body.pk], request.day).get(body.pk, ""),
        list(running.filter(unit=body, organisation=None)),
    )


def _field(kind):
    return {"don-vi": "unit", "to-chuc": "organisation"}[kind]


def _holder(request, key):
    rows = OfficeHolder.objects.visible_to(request.scope).select_related("office", "organisation", "unit")
    holder = get_object_or_404(rows, key=key)
    if not request.scope.reach("units.write").covers(holder.unit.access_path, holder.unit_id):
        raise PermissionDenied
    if holder.organisation:
        name = organisation_names([holder.organisation_id], request.day).get(holder.organisation_id, "")
    else:
        name = names_of([holder.unit_id], request.day).get(holder.unit_id, "")
    return holder, name
