"""Forms of raising a matter by hand and of putting its words right."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from branches.forms.fields import (
    OFFERED,
    NameField,
    PickField,
    agencies_among,
    agency_label,
    organisations_among,
    units_among,
)
from branches.models import Agency, Organisation, Unit
from branches.querysets.scoping import within
from common.forms import DayField
from matters.committees import committee_above, committee_of
from matters.forms.steps import CategoryMixin, text_area
from matters.models import Recommendation, Topic
from matters.raising_places import followed_places, own_places


class WordsForm(CategoryMixin):
    """What was said, by whom, and what it is about."""

    content = text_area(_("Nội dung kiến nghị"), rows=5)
    proposed_solution = text_area(_("Đề nghị giải quyết thế nào"), required=False, rows=3)
    on_behalf_of = NameField(
        label=_("Thay mặt ai"),
        required=False,
        max_length=150,
        help_text=_("Ví dụ: chi bộ ấp, nhân dân trong ấp. Không ghi họ tên, hoàn cảnh của hộ dân."),
    )


class SentOnce(forms.Form):
    """A key made with the form: sent twice, it is raised once."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"client_key": uuid4()} | self.initial


class NewForm(SentOnce, WordsForm):
    """Of the committee's staff: for any place on its ground."""

    unit = PickField(label=_("Nơi nêu"), help_text=_("Ghi tên hoặc mã ấp, xã."))
    organisation = PickField(
        label=_("Chi bộ, đảng bộ"), required=False, help_text=_("Khi một tổ chức đảng nêu.")
    )
    raised_on = DayField(label=_("Ngày nêu"))
    source = forms.ChoiceField(
        label=_("Từ đâu"),
        choices=[
            each
            for each in Recommendation.Source.choices
            if each[0] in ("hand", "household", "dialogue", "conference")
        ],
    )
    agency = PickField(
        label=_("Đề nghị cơ quan nào giải quyết"), required=False, help_text=_("Ghi tên hoặc mã.")
    )
    is_shared = forms.BooleanField(label=_("Nơi nêu được xem kiến nghị này"), required=False, initial=True)
    is_solved_on_the_spot = forms.BooleanField(label=_("Đã giải quyết tại chỗ"), required=False)

    field_order = [
        "unit",
        "organisation",
        "raised_on",
        "source",
        "content",
        "proposed_solution",
        "on_behalf_of",
        "topic",
        "kind",
        "urgency",
        "level",
        "agency",
        "is_shared",
        "is_solved_on_the_spot",
    ]

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope, self.day = scope, day
        self.offer_topics(Topic.objects.visible_to(scope), day)
        ground = scope.reach("matters.write")
        units = Unit.objects.filter(within(ground, unit="")).open_on(day)
        bodies = Organisation.objects.filter(within(ground)).open_on(day)
        agencies = Agency.objects.visible_to(scope).open_on(day).order_by("sort_key", "code")
        self.fields["unit"].choose_from(units_among(units, day))
        self.fields["organisation"].choose_from(organisations_among(bodies, day))
        offers = [agency_label(each) for each in agencies[:OFFERED]]
        self.fields["agency"].choose_from(agencies_among(agencies), offers)
        self.initial = {
            "raised_on": day,
            "source": Recommendation.Source.HAND,
            "kind": Recommendation.Kind.RECOMMENDATION,
            "urgency": Recommendation.Urgency.NORMAL,
        } | self.initial

    def clean(self):
        data = super().clean()
        refuse_to_come(self, data)
        unit, body = data.get("unit"), data.get("organisation")
        if unit and body and not body.unit_links.on(self.day).filter(unit=unit).exists():
            self.add_error("organisation", _("Tổ chức đảng này không ở địa bàn của nơi nêu."))
        if unit:
            data["issuer"] = committee_of(unit, self.day, self.scope)
        return data


class OwnNewForm(SentOnce, WordsForm):
    """Of a commune's office or a branch's secretary: for their own place, to the committee above it."""

    place = forms.ChoiceField(label=_("Nơi nêu"))
    field_order = ["place", "content", "proposed_solution", "on_behalf_of", "topic", "kind", "urgency"]

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope, self.day = scope, day
        self.offer_topics(Topic.objects.visible_to(scope), day)
        del self.fields["level"]
        self.places = self.offered()
        self.fields["place"].choices = [(key, place.label) for key, place in self.places.items()]
        self.initial = {
            "kind": Recommendation.Kind.RECOMMENDATION,
            "urgency": Recommendation.Urgency.NORMAL,
        } | self.initial

    def offered(self) -> dict:
        return own_places(self.scope, self.day)

    def clean(self):
        data = super().clean()
        if "place" in data:
            place = self.places[data.pop("place")]
            data["unit"], data["organisation"] = place.unit, place.organisation
            data |= self.of_place(place, data)
        return data

    def of_place(self, place, data) -> dict:
        """The committee that it goes to, and who sees it."""
        issuer = committee_above(place.unit, self.day)
        if issuer is None:
            raise ValidationError(_("Chưa có cấp ủy cấp trên nào tiếp nhận kiến nghị trên chương trình."))
        return {"issuer": issuer, "is_shared": True, "raised_on": self.day}


class FollowerNewForm(OwnNewForm):
    """Of a cadre: for a place that he follows, to the committee that assigned him; and for his own where he has one."""

    raised_on = DayField(label=_("Ngày nêu"))
    source = forms.ChoiceField(
        label=_("Từ đâu"),
        choices=[
            (Recommendation.Source.HAND, _("gặp, nghe trực tiếp")),
            *(each for each in Recommendation.Source.choices if each[0] in ("household", "dialogue")),
        ],
    )
    is_solved_on_the_spot = forms.BooleanField(label=_("Đã giải quyết tại chỗ"), required=False)

    field_order = [
        *OwnNewForm.field_order[:4],
        "raised_on",
        "source",
        *OwnNewForm.field_order[4:],
        "is_solved_on_the_spot",
    ]

    def __init__(self, *args, cadre, scope, day, **kwargs):
        self.cadre = cadre
        super().__init__(*args, scope=scope, day=day, **kwargs)
        self.initial = {"raised_on": day, "source": Recommendation.Source.HAND} | self.initial

    def offered(self):
        return followed_places(self.cadre, self.day) | super().offered()

    def clean(self):
        data = super().clean()
        refuse_to_come(self, data)
        return data

    def of_place(self, place, data):
        if place.assignment is None:
            return super().of_place(place, data) | {"raised_on": data.get("raised_on")}
        since = place.assignment.starts_on
        if data.get("raised_on") and data["raised_on"] < since:
            sentence = _("Ngày này trước ngày bạn được phân công nơi đó (%(day)s).")
            self.add_error("raised_on", sentence % {"day": date_format(since, "d/m/Y")})
        return {"issuer": place.assignment.scheme.issuer, "raised_by": self.cadre}


class ChangeForm(WordsForm):
    """What was written wrongly; days, deadline and outcome have steps of their own."""

    is_shared = forms.BooleanField(label=_("Nơi nêu được xem kiến nghị này"), required=False)

    field_order = [
        "content",
        "proposed_solution",
        "on_behalf_of",
        "topic",
        "kind",
        "urgency",
        "level",
        "is_shared",
    ]

    def __init__(self, *args, row, day, **kwargs):
        values = {name: getattr(row, name) for name in self.base_fields if name != "topic"}
        super().__init__(*args, initial={**values, "topic": row.topic_id}, **kwargs)
        self.offer_topics(Topic.objects.for_places(row.issuer, row.unit), day, row.topic)


def refuse_to_come(form, data):
    if data.get("raised_on") and data["raised_on"] > form.day:
        form.add_error("raised_on", _("Ngày này chưa đến."))
