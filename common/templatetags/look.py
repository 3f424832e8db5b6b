"""Small pieces of the look that are quicker as a tag than as an include."""

import re
from functools import cache

from django import forms, template
from django.conf import settings
from django.contrib.messages import constants
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.states import SIGNS, badge_html

register = template.Library()

_STATES = {
    constants.SUCCESS: "ok",
    constants.WARNING: "warn",
    constants.ERROR: "bad",
}


_ALIKE: dict = {}
# Seven signs stand in the narrowest column of numbers.
_GREAT_SHARE = re.compile(r"(?=.{8})[\d.,]+/[\d.,]+")


@register.simple_tag
def alike(name):
    """The template `name`, which says the same to everybody: put together once for each language, since it stands on every
    page. It knows neither request nor reader."""
    key = (name, get_language())
    if key not in _ALIKE or settings.DEBUG:
        _ALIKE[key] = get_template(name).render()
    return _ALIKE[key]


# The address of a page without a key in it, reckoned once.
address = register.simple_tag(cache(reverse), name="address")


@register.simple_tag
@cache
def icon(name):
    """An icon of the sprite. It says nothing by itself: a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons/sprite.svg"), name
    )


@register.simple_tag
def badge(state, word):
    """A state (ok, warn, bad, info, none) as a sign and a word."""
    return badge_html(state, word)


@register.filter
def breaking(words):
    """A share of great numbers ("403/32.931"), which a narrow column may break at its stroke and not within a number."""
    parts = str(words).split("/") if _GREAT_SHARE.fullmatch(str(words)) else [words]
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def message_state(message):
    return _STATES.get(message.level, "info")


@register.filter
def message_sign(message):
    return SIGNS[message_state(message)]


@register.filter
def is_group(field):
    """Whether the field is a group of boxes or radios: it is named by a legend, not by a label."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_checkbox(field):
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def form_errors(form):
    """[(sentence, id of its field or "")] of a bound form, in the order of the fields, general ones first."""
    if not form or not getattr(form, "errors", None):
        return []
    found = [(sentence, "") for sentence in form.non_field_errors()]
    for field in form:
        target = field.auto_id if is_group(field) else field.id_for_label
        for sentence in field.errors:
            words = _("%(label)s: %(sentence)s") % {"label": field.label, "sentence": sentence}
            found.append((words, "" if field.is_hidden else target))
    return found
