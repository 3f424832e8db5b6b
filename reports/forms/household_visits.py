"""The form of a visit to a household: shape of input only. A minute on a phone; what is not said is left empty."""

from uuid import uuid4

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from common.forms import DayField
from reports.forms.rows import MOST, RecommendationRow, sent_rows
from reports.models import HouseholdVisit, HouseholdVisitWords
from reports.models.household_visits import SITUATION, WORDS

LONGEST = 2000
EMPTY_ROWS = 1
PREFIX = "kn"
NOT_HERE = _("Không ghi quan điểm chính trị, tôn giáo, sức khỏe, vi phạm pháp luật của cá nhân.")


class VisitWordsForm(forms.Form):
    """What may be put right afterwards as well."""

    use_required_attribute = False
    purpose = forms.ChoiceField(label=_("Thăm để làm gì"), choices=HouseholdVisit.Purpose.choices)
    next_visit_on = DayField(label=_("Hẹn lần thăm tới"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in WORDS:
            label = HouseholdVisitWords._meta.get_field(name).verbose_name
            self.fields[name] = forms.CharField(
                label=capfirst(label),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.initial = {"purpose": HouseholdVisit.Purpose.REGULAR} | self.initial

    @property
    def situation(self):
        return [self[name] for name in SITUATION]

    @property
    def is_situation_said(self):
        return any(field.value() or field.errors for field in self.situation)

    @property
    def values(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "client_key"}


class VisitForm(VisitWordsForm):
    """`topics`: the Topics of the day, for what the household asks of others."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)
    visited_on = DayField(label=_("Ngày thăm"))

    def __init__(self, *args, topics, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"visited_on": day, "client_key": uuid4()} | self.initial
        data = self.data if self.is_bound else None
        count = min(max(sent_rows(data, PREFIX), EMPTY_ROWS), MOST)
        self.rows = [
            RecommendationRow(data, prefix=f"{PREFIX}-{number}", topics=topics) for number in range(count)
        ]

    @property
    def written(self):
        return [row for row in self.rows if row.is_written]

    def is_valid(self):
        # All are asked, so that all errors are said at once.
        return all([super().is_valid(), *(row.is_valid() for row in self.written)])

    @property
    def row_errors(self) -> list[tuple]:
        """(sentence, id of the field) of the rows."""
        return [
            (f"{row[name].label}: {sentence}", row[name].id_for_label)
            for row in (self.written if self.is_bound else ())
            for name in row.fields
            for sentence in row[name].errors
        ]

    @property
    def values(self):
        """What `record_household_visit` takes, of a valid form."""
        rows = [row.said() for row in self.written]
        for row in rows:
            row.pop("row", None)
        return super().values | {"recommendations": rows}


class PaperVisitForm(VisitForm):
    """What the commune's office types from a sheet that was written by hand; `cadres`: who may have written it."""

    cadre = forms.ModelChoiceField(queryset=None, label=_("Người thăm"), to_field_name="key")

    def __init__(self, *args, cadres, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cadre"].queryset = cadres
        self.initial["visited_on"] = None


class VoidForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Vì sao hủy"),
        max_length=300,
        help_text=_("Ví dụ: ghi nhầm hộ, nhầm ngày. Không ghi tên hay hoàn cảnh của hộ."),
    )
