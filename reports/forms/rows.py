"""The rows of a report: recommendations, resources, good models. Empty ones are no rows; without JavaScript there is a
fixed number of them, with it as many as one adds."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from common.money import EXACT, MoneyField
from matters.models import Contribution, Recommendation

MOST = 20
USUAL = Recommendation.Kind.RECOMMENDATION.value


class Row(forms.Form):
    """`topics`: the Topics of the day. `said()` is None where nothing was written."""

    use_required_attribute = False
    telling = ()
    # Which of the report's rows it was read from, where one is amended.
    row = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args, topics=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.topics = {topic.code: topic for topic in topics}
        if "topic" in self.fields:
            self.fields["topic"].choices = [
                ("", "–"),
                *((code, row.name) for code, row in self.topics.items()),
            ]

    @property
    def is_written(self) -> bool:
        return any(self.data.get(self.add_prefix(name), "").strip() for name in self.telling)

    def said(self):
        data = dict(self.cleaned_data)
        if self.add_prefix("row") not in self.data:
            del data["row"]
        if "topic" in data:
            data["topic"] = self.topics.get(data["topic"])
        return data


class RecommendationRow(Row):
    telling = ("content",)
    content = forms.CharField(
        label=_("Nội dung kiến nghị"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4000,
    )
    topic = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    level = forms.ChoiceField(
        label=_("Cấp giải quyết"), choices=[("", "–"), *Recommendation.Level.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("Loại"),
        # The usual one is chosen by saying nothing: an empty row is empty.
        choices=[
            ("", Recommendation.Kind.RECOMMENDATION.label),
            *(each for each in Recommendation.Kind.choices if each[0] != USUAL),
        ],
        required=False,
    )
    on_behalf_of = forms.CharField(label=_("Thay mặt ai"), max_length=150, required=False)
    proposed_solution = forms.CharField(
        label=_("Đề nghị giải quyết thế nào"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4000,
    )
    is_urgent = forms.BooleanField(label=_("Cấp bách"), required=False)
    is_solved_on_the_spot = forms.BooleanField(label=_("Đã giải quyết tại chỗ"), required=False)

    def said(self):
        data = super().said()
        data["urgency"] = "urgent" if data.pop("is_urgent") else "normal"
        data["kind"] = data["kind"] or USUAL
        return data


class ContributionRow(Row):
    telling = ("amount", "in_kind")
    amount = MoneyField(label=_("Số tiền (đồng)"), required=False)
    qualifier = forms.ChoiceField(label=_("Là"), choices=Contribution.Qualifier.choices, required=False)
    in_kind = forms.CharField(label=_("Hoặc hiện vật"), max_length=200, required=False)
    quantity = forms.CharField(label=_("Số lượng"), max_length=60, required=False)
    donor = forms.CharField(label=_("Nguồn"), max_length=200, required=False)
    topic = forms.ChoiceField(label=_("Lĩnh vực"), required=False)

    def said(self):
        data = super().said()
        money, data["qualifier"] = data["amount"], data["qualifier"] or EXACT
        if money is not None:
            # "hơn 276 triệu" says it in one word, whatever stands in the field beside it.
            data["amount"] = money.amount
            data["qualifier"] = money.qualifier if money.qualifier != EXACT else data["qualifier"]
        return data


class PracticeRow(Row):
    telling = ("title",)
    title = forms.CharField(label=_("Tên mô hình, cách làm"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Cách làm, kết quả"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=4000,
    )


# (name among the values, prefix of the fields, class, how many empty ones there are)
KINDS = (
    ("recommendations", "kn", RecommendationRow, 2),
    ("contributions", "nl", ContributionRow, 1),
    ("practices", "mh", PracticeRow, 1),
)


def rows_of(data, *, topics, initial=None) -> dict:
    """{name: [Row]} of a form that was sent or kept (`data`), else of `initial` {name: [dict]}, each with its empty rows."""
    found = {}
    for name, prefix, kind, empty in KINDS:
        given = (initial or {}).get(name) or []
        count = max(sent_rows(data, prefix), len(given))
        rows = [
            kind(
                data,
                prefix=f"{prefix}-{number}",
                topics=topics,
                initial=given[number] if number < len(given) else None,
            )
            for number in range(min(count + (empty if data is None else 0), MOST) or empty)
        ]
        found[name] = rows
    return found


def sent_rows(data, prefix) -> int:
    """How many rows a sent form has, written or not."""
    found = re.compile(rf"^{prefix}-(\d{{1,2}})-")
    numbers = [int(match.group(1)) for name in (data or ()) if (match := found.match(name))]
    return min(max(numbers, default=-1) + 1, MOST)
