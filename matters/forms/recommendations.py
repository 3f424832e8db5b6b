"""Forms of raising a matter by hand and of putting its words right."""

from django import forms
from django.core.exceptions import ValidationError
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
from branches.querysets.scoping import within, within_bodies
from common.forms import DayField
from matters.committees import committee_above, committee_of
from matters.forms.steps import CategoryMixin, text_area
from matters.models import Recommendation


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


class NewForm(WordsForm):
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
        self.offer_topics(day, None)
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


class OwnNewForm(WordsForm):
    """Of a commune's office or a branch's secretary: for their own place, to the committee above it."""

    place = forms.ChoiceField(label=_("Nơi nêu"))
    field_order = ["place", "content", "proposed_solution", "on_behalf_of", "topic", "kind", "urgency"]

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope, self.day = scope, day
        self.offer_topics(day, None)
        del self.fields["level"]
        self.places = own_places(scope, day)
        self.fields["place"].choices = [(key, label) for key, (label, _unit, _body) in self.places.items()]
        self.initial = {
            "kind": Recommendation.Kind.RECOMMENDATION,
            "urgency": Recommendation.Urgency.NORMAL,
        } | self.initial

    def clean(self):
        data = super().clean()
        if "place" in data:
            _label, data["unit"], data["organisation"] = self.places[data.pop("place")]
            data["issuer"] = committee_above(data["unit"], self.day)
            if data["issuer"] is None:
                raise ValidationError(_("Chưa có cấp ủy cấp trên nào tiếp nhận kiến nghị trên chương trình."))
        return data


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
        self.offer_topics(day, row.topic)


def own_places(scope, day) -> dict:
    """{key: (label, Unit, Organisation or None)} for which one may raise: for a commune's office the commune and the units
    and branches beneath it, for a secretary his branch."""
    from branches.querysets.bodies import organisation_names
    from branches.querysets.units import names_of

    bodies = list(
        Organisation.objects.filter(within_bodies(scope, "matters.own", organisation=""))
        .open_on(day)
        .select_related("unit")
    )
    of_places = [hold for hold in scope.holds_of("matters.own") if not hold.body_ids]
    ground = [within(hold.reach, unit="") for hold in of_places]
    units = []
    for condition in ground:
        units += Unit.objects.filter(condition).open_on(day).order_by("access_path")
    names = names_of({unit.pk for unit in units}, day)
    body_names = organisation_names({body.pk for body in bodies}, day)
    found = {f"u-{unit.key}": (names.get(unit.pk, ""), unit, None) for unit in units}
    named = sorted(bodies, key=lambda body: body_names.get(body.pk, ""))
    return found | {f"o-{body.key}": (body_names.get(body.pk, ""), body.unit, body) for body in named}


def refuse_to_come(form, data):
    if data.get("raised_on") and data["raised_on"] > form.day:
        form.add_error("raised_on", _("Ngày này chưa đến."))
