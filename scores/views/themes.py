"""The theme of a year, by its issuer: said, corrected with a reason, the old words to be seen."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from branches.querysets.units import names_of
from branches.views.steps import form_step, say
from common.policy import policy
from scores.actions.targets import change_theme, set_theme
from scores.corrections import said, steps_of
from scores.forms.targets import ThemeChangeForm, ThemeForm
from scores.models import YearTheme
from scores.views.indicator_editing import issuers_of


def theme_rows(request, year) -> list[dict]:
    """Themes of the year that the reader is bound by, each with what was said before and where he may correct it."""
    rows = list(
        YearTheme.objects.visible_to(request.scope).standing().filter(year=year).select_related("issuer")
    )
    names = names_of({row.issuer_id for row in rows}, request.day) if rows else {}
    steps = steps_of(rows, year=year)
    reach = request.scope.reach("targets.write")
    return [
        {
            "text": row.text,
            "issuer": names.get(row.issuer_id, ""),
            "said_by": row.said_by,
            "corrected": [said(old, old.text, new.text) for old, new in steps.get(row.pk, ())],
            "url": reverse("scores:theme_change", args=[row.key])
            if reach.covers(row.issuer.access_path, row.issuer_id)
            else None,
        }
        for row in rows
    ]


@policy("targets.write")
def theme_new(request):
    issuers = issuers_of(request, "targets.write")
    form = ThemeForm(request.POST or None, issuers=issuers, initial={"year": request.day.year})

    def act(form):
        data = form.cleaned_data | {"issuer": form.issuers[form.cleaned_data["issuer"]]}
        say(request, _("Đã ghi chủ đề năm."))
        return set_theme(by=request.user, **data)

    return _step(request, form, act, _("Chủ đề năm"))


@policy("targets.write")
def theme_change(request, key):
    theme = get_object_or_404(YearTheme.objects.writable_by(request.scope).standing(), key=key)
    form = ThemeChangeForm(request.POST or None, initial={"text": theme.text, "said_by": theme.said_by})

    def act(form):
        made = change_theme(theme, by=request.user, **form.cleaned_data)
        say(request, _("Đã sửa chủ đề năm; lời cũ vẫn xem lại được."))
        return made

    return _step(request, form, act, _("Sửa chủ đề năm %(year)s") % {"year": theme.year})


def _step(request, form, act, title):
    back = reverse("scores:target_list")
    return form_step(
        request,
        form=form,
        act=act,
        title=title,
        button=_("Lưu"),
        back=back,
        done=lambda made: f"{back}?nam={made.year}",
        crumbs=[(_("Chỉ tiêu"), back), (title, None)],
    )
