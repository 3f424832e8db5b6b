"""What is written on a branch's timeline: inspections, contacts, documents of its shelf; and mistakes taken back."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.models import Cadre
from branches.models import OfficialDocument, Unit
from branches.querysets.scoping import within
from branches.querysets.units import names_of
from branches.views.steps import add_refusal, form_step, say
from common.periods import last_day, to_ends_on
from common.policy import policy
from meetings.actions.timeline import (
    put_on_shelf,
    record_contact,
    record_inspection,
    take_off_shelf,
    void_row,
)
from meetings.forms.timeline import ContactForm, InspectionForm, ShelfEndForm, ShelfForm, VoidForm
from meetings.models import Contact, Inspection, ShelfDocument
from meetings.querysets.bodies import cadres_following
from meetings.views.shared import branch_crumbs, name_of, writable_body


@policy("meetings.write")
def inspection_new(request, key):
    organisation = writable_body(request, key)
    form = InspectionForm(
        request.POST or None,
        cadres=_followers(request, organisation.unit, organisation),
        initial={"happened_on": request.day},
    )

    def act(form):
        data = dict(form.cleaned_data)
        record_inspection(
            organisation, on=data.pop("happened_on"), by=request.user, today=request.day, **data
        )
        say(request, _("Đã ghi đợt kiểm tra, giám sát."))

    return _form(request, organisation, form, act, _("Ghi kiểm tra, giám sát"), _("Ghi lại"))


@policy("contacts.write")
def contact_new(request, key):
    """A contact with a branch: by the cadre himself, or by whoever writes for the branch or its ground."""
    organisation = writable_body(request, key, "contacts.write")
    form = _contact_form(request, organisation.unit, organisation)

    def act(form):
        _record(request, form, organisation=organisation)

    return _form(request, organisation, form, act, _("Ghi lần liên hệ"), _("Ghi lại"))


@policy("contacts.write")
def unit_contact_new(request, key):
    """The same with a place as such: an activity of the hamlet, its people's committee."""
    units = Unit.objects.filter(within(request.scope.reach("contacts.write"), unit=""))
    unit = get_object_or_404(units, key=key)
    name = names_of([unit.pk], request.day).get(unit.pk, "")

    def act(form):
        _record(request, form, unit=unit)

    return form_step(
        request,
        form=_contact_form(request, unit, None),
        act=act,
        title=_("Ghi lần liên hệ"),
        lead=name,
        button=_("Ghi lại"),
        back=unit.get_absolute_url(),
        done=lambda result: unit.get_absolute_url(),
        crumbs=[(name, unit.get_absolute_url()), (_("Ghi lần liên hệ"), None)],
    )


def _contact_form(request, unit, organisation):
    cadres = None if request.scope.cadre_ids else _followers(request, unit, organisation)
    return ContactForm(
        request.POST or None, cadres=cadres, initial={"happened_on": request.day, "how": "visit"}
    )


def _record(request, form, **place):
    data = dict(form.cleaned_data)
    cadre = data.pop("cadre", None) or Cadre.objects.get(pk__in=request.scope.cadre_ids)
    record_contact(
        cadre=cadre, on=data.pop("happened_on"), by=request.user, today=request.day, **data, **place
    )
    say(request, _("Đã ghi lần liên hệ."))


def _followers(request, unit, organisation):
    """Those who follow the place today, as far as the writer may know them by name."""
    rows = cadres_following(request.day, unit=unit, organisation=organisation)
    if not request.scope.reach("assignments.read").covers(unit.access_path, unit.pk):
        rows = rows.filter(pk__in=request.scope.cadre_ids)
    return rows.order_by("given_name_key", "pk")


@policy("contacts.write")
def contact_void(request, key):
    rows = Contact.objects.standing().writable_by(request.scope).select_related("organisation", "unit")
    row = get_object_or_404(rows, key=key)
    return _void(request, row, _("Hủy lần liên hệ nhập nhầm?"))


@policy("meetings.write")
def inspection_void(request, key):
    rows = Inspection.objects.standing().writable_by(request.scope).select_related("organisation", "unit")
    row = get_object_or_404(rows, key=key)
    return _void(request, row, _("Hủy đợt kiểm tra, giám sát nhập nhầm?"))


def _void(request, row, question):
    organisation = row.organisation
    back = (
        reverse("meetings:branch_page", args=[organisation.key])
        if organisation
        else row.unit.get_absolute_url()
    )
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            void_row(row, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            say(request, _("Đã hủy dòng nhập nhầm."))
            return redirect(back)
    context = {
        "title": question,
        "lead": str(row),
        "consequences": [
            _(
                "Dòng này ra khỏi mọi trang và mọi số liệu; lịch sử sửa đổi vẫn giữ. Hủy rồi thì không lấy lại được."
            )
        ],
        "form": form,
        "button": _("Hủy dòng này"),
        "is_dangerous": True,
        "cancel_url": back,
        "crumbs": [(_("Quay lại"), back), (_("Hủy"), None)],
    }
    return render(request, "components/confirm.html", context)


@policy("meetings.write")
def shelf_new(request, key):
    organisation = writable_body(request, key)
    form = ShelfForm(request.POST or None, documents=_documents(request, organisation))

    def act(form):
        row = put_on_shelf(organisation, by=request.user, **form.facts)
        say(request, _("Đã thêm %(document)s.") % {"document": row.document})

    return _form(request, organisation, form, act, _("Thêm văn bản đang thực hiện"), _("Thêm văn bản"))


def _documents(request, organisation):
    """Those of the branch, of the places above it and of their bodies, that the writer may read and that do not stand there
    already."""
    above = organisation.unit.access_path.split(".")[:-1]
    rows = OfficialDocument.objects.visible_to(request.scope).filter(issuer_unit__key__in=above)
    return rows.exclude(pk__in=organisation.shelf.values("document"))


@policy("meetings.write")
def shelf_end(request, key):
    rows = ShelfDocument.objects.writable_by(request.scope).select_related("organisation__unit", "document")
    row = get_object_or_404(rows, key=key)
    form = ShelfEndForm(request.POST or None, initial={"last_day": last_day(row.ends_on) or request.day})

    def act(form):
        take_off_shelf(row, ends_on=to_ends_on(form.cleaned_data["last_day"]), by=request.user)
        say(request, _("Đã ghi."))

    title = _("Văn bản thôi thực hiện")
    return _form(request, row.organisation, form, act, title, _("Ghi lại"), lead=str(row.document))


def _form(request, organisation, form, act, title, button, lead=""):
    name = name_of(organisation, request.day)
    back = reverse("meetings:branch_page", args=[organisation.key])
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        lead=lead or name,
        button=button,
        back=back,
        done=lambda result: back,
        crumbs=branch_crumbs(organisation, name, title),
    )
