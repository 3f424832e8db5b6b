"""Writes of the standing words of printed papers: other words begin on a day, what was printed before keeps its own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from branches.models import Paper, Unit
from branches.papers import FIELDS
from common.errors import refused_in_words
from common.history import recorded_by
from common.text import normalise, normalise_lines

_LINES = frozenset({"bases", "opening", "closing", "recipients"})


@transaction.atomic
def set_words(*, issuer, form, words, by, on) -> Paper:
    """The words of `form` for the committee of `issuer` from `on` (today) on; what is empty is the product's own. Words of the same
    day are put right, older ones end. Raises ValidationError: nothing changes."""
    Unit.objects.select_for_update(no_key=True).get(pk=issuer.pk)
    texts = {
        field: (normalise_lines if field in _LINES else normalise)(words.get(field, "")) for field in FIELDS
    }
    before = Paper.objects.on(on).filter(issuer=issuer, form=form).first()
    if texts == {field: getattr(before, field) if before else "" for field in FIELDS}:
        raise ValidationError(_("Không có gì thay đổi."))
    with recorded_by(by), refused_in_words():
        if before is not None and before.starts_on == on:
            made = before
        else:
            if before is not None:
                before.ends_on = on
                before.full_clean()
                before.save()
            made = Paper(issuer=issuer, form=form, starts_on=on, created_by=by)
        for field, text in texts.items():
            setattr(made, field, text)
        made.full_clean(exclude=["created_by"])
        made.save()
    return made
