"""Model branches: who registered for a year, was recognised, withdrew."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.models import OfficialDocument, Organisation
from branches.querysets.bodies import organisation_names
from branches.querysets.scoping import within
from branches.querysets.units import names_with_commune
from branches.views.steps import say
from common.months import asked_year
from common.pages import list_page
from common.policy import policy
from scores.actions.targets import close_registration, register_model
from scores.forms.targets import DayForm, RegistrationForm
from scores.models import ModelRegistration
from scores.sections import sections
from scores.tables.targets import RegistrationTable
from scores.views.targets import target_step


@policy("targets.read")
def registration_list(request):
    year, scope = asked_year(request), request.scope
    rows = (
        ModelRegistration.objects.visible_to(scope)
        .standing()
        .filter(year=year)
        .select_related("title", "unit")
    )
    query = f"{reverse('scores:registration_list')}?nam="
    return list_page(
        request,
        queryset=rows,
        table=RegistrationTable,
        title=_("Chi bộ đăng ký mô hình năm %(year)s") % {"year": year},
        template="scores/list.html",
        prepare=lambda found: _registration_rows(request, list(found)),
        export=f"chi-bo-mo-hinh-{year}",
        primary=(_("Đăng ký"), reverse("scores:registration_new"))
        if scope.may("registrations.write")
        else None,
        links=[(_("Năm trước"), f"{query}{year - 1}")],
        empty={
            "why": _("Chưa có chi bộ nào đăng ký trong năm này."),
            "what": _("Chi bộ đăng ký đầu năm; cuối năm cấp trên công nhận, hoặc chi bộ rút."),
        },
        crumbs=[(_("Chỉ tiêu"), reverse("scores:target_list")), (_("Chi bộ mô hình"), None)],
        context={"sections": sections(request)},
    )


def _registration_rows(request, found):
    names = organisation_names({row.organisation_id for row in found}, request.day)
    places = names_with_commune({row.unit_id for row in found}, request.day)
    scope = request.scope
    cited = {row.document_id for row in found} - {None}
    documents = OfficialDocument.objects.visible_to(scope).in_bulk(cited) if cited else {}
    for row in found:
        unit, is_open = row.unit, not row.withdrawn_on
        recognise = (
            is_open
            and not row.recognised_on
            and scope.reach("registrations.recognise").covers(unit.access_path, unit.pk)
        )
        withdraw = is_open and scope.reach("registrations.write").covers(unit.access_path, unit.pk)
        yield {
            "organisation": names.get(row.organisation_id, ""),
            "place": places.get(row.unit_id, ""),
            "model": row.title.name,
            "year": str(row.year),
            "registered_on": row.registered_on,
            "recognised_on": row.recognised_on,
            "withdrawn_on": row.withdrawn_on,
            "document": str(documents.get(row.document_id, "")),
            "state": "withdrawn" if row.withdrawn_on else "recognised" if row.recognised_on else "registered",
            "recognise": _("Ghi công nhận") if recognise else "",
            "recognise_url": reverse("scores:registration_recognise", args=[row.key]) if recognise else None,
            "withdraw": _("Ghi rút") if withdraw else "",
            "withdraw_url": reverse("scores:registration_withdraw", args=[row.key]) if withdraw else None,
        }


@policy("registrations.write")
def registration_new(request):
    bodies = Organisation.objects.open_on(request.day).filter(
        within(request.scope.reach("registrations.write"))
    )
    initial = {"year": request.day.year, "registered_on": request.day}
    form = RegistrationForm(request.POST or None, bodies=bodies, day=request.day, initial=initial)

    def act(form):
        register_model(by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã đăng ký."))

    return target_step(
        request, form, act, _("Đăng ký chi bộ mô hình"), back=reverse("scores:registration_list")
    )


@policy("registrations.recognise")
def registration_recognise(request, key):
    return _close(
        request,
        key,
        "recognised_on",
        ModelRegistration.objects.recognisable_by(request.scope),
        _("Ghi công nhận"),
    )


@policy("registrations.write")
def registration_withdraw(request, key):
    return _close(
        request, key, "withdrawn_on", ModelRegistration.objects.writable_by(request.scope), _("Ghi rút")
    )


def _close(request, key, field, rows, title):
    row = get_object_or_404(rows.standing().filter(**{field: None}), key=key)

    def act(form):
        close_registration(row, field=field, by=request.user, on=request.day, **form.cleaned_data)
        say(request, _("Đã lưu."))

    form = DayForm(request.POST or None, initial={"day": request.day})
    return target_step(
        request, form, act, title, back=f"{reverse('scores:registration_list')}?nam={row.year}"
    )
