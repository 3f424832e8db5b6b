"""What form pages share: a form and an action, with or without a page between them that says what would happen."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

CONFIRMED, BACK = "xac-nhan", "sua-lai"


def form_step(
    request, *, form, act, title, button, back, done, crumbs=(), lead="", template=None, context=None
):
    """The form; when it is right, `act(form)` writes and the reader goes on to `done(result)`, an address, with the
    message that `act` may have left. What the action refuses is said in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            result = act(form)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            return redirect(done(result))
    return render(
        request,
        template or "components/form_page.html",
        {
            "title": title,
            "lead": lead,
            "form": form,
            "button": button,
            "cancel_url": back,
            "crumbs": crumbs,
            **(context or {}),
        },
    )


def confirmed_step(
    request,
    *,
    form,
    act,
    effects,
    title,
    question,
    button,
    back,
    done,
    crumbs=(),
    lead="",
    is_dangerous=False,
    template=None,
    more=None,
):
    """The same with a page in between: the action is tried and taken back, and `effects(form, result)` says in sentences
    what it did, while it is done. Nothing is written before the second press."""
    if request.method == "POST" and BACK not in request.POST and form.is_valid():
        is_confirmed = CONFIRMED in request.POST
        request.is_trial = not is_confirmed
        try:
            with transaction.atomic():
                result = act(form)
                consequences = [] if is_confirmed else effects(form, result)
                if not is_confirmed:
                    transaction.set_rollback(True)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            if is_confirmed:
                return redirect(done(result))
            context = {
                "title": question(form) if callable(question) else question,
                "consequences": consequences,
                "button": button,
                "cancel_url": back,
                "crumbs": crumbs,
                "is_dangerous": is_dangerous,
                "kept": _kept(request),
                "confirmed": CONFIRMED,
                "again": BACK,
            }
            return render(request, "branches/confirm_change.html", context)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "button": _("Xem trước khi ghi"),
        "cancel_url": back,
        "crumbs": crumbs,
        **(more or {}),
    }
    return render(request, template or "components/form_page.html", context)


def add_refusal(form, error):
    """The sentences of a refusal, beside the field that they are about where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields and field != NON_FIELD_ERRORS else None, errors)


def say(request, sentence):
    """Tells the reader what was done: nothing while it is only tried."""
    if getattr(request, "is_trial", False):
        return
    messages.success(request, sentence)


def _kept(request):
    left_out = {"csrfmiddlewaretoken", CONFIRMED, BACK}
    return [
        (name, value) for name, values in request.POST.lists() if name not in left_out for value in values
    ]
