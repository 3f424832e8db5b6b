"""Forms of conferences and of what was said there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.forms.people import WhoManyField, cadre_label, cadres_among
from assignments.models import Scheme
from branches.forms.fields import (
    OFFERED,
    NameField,
    PickField,
    day_said,
    organisations_among,
    unit_label,
    units_among,
)
from branches.models import Organisation, Unit, UnitVersion, Zone
from branches.querysets.bodies import organisation_versions
from branches.querysets.scoping import within
from common.attachments.forms import AttachmentsField
from common.forms import DayField
from matters.models import Conference
from meetings.forms.fields import HourField

COUNTS = ("participants", "people_speaking", "opinions", "turns_speaking", "answered_on_the_spot")
MOST = 1_000_000


def _number(label, help_text=""):
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={"min_value": _("Số này không thể nhỏ hơn 0."), "max_value": _("Số này lớn quá.")},
    )


def _lines(label, help_text="", rows=2, most=2000):
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AttendeesField(WhoManyField):
    """People whom the writer may name, and those who stand there already."""

    def pick(self, text):
        return self.already[text] if text in self.already else super().pick(text)


class CountsForm(forms.Form):
    """How many came, and the three counts of what was said, which are never one another."""

    participants = _number(_("Số người dự"))
    people_speaking = _number(_("Số người phát biểu"), _("Đếm người: một người nói ba lần là một."))
    turns_speaking = _number(_("Số lượt phát biểu"), _("Đếm lượt: một người nói ba lần là ba."))
    opinions = _number(_("Số ý kiến"), _("Đếm việc được nêu: một lượt có thể nêu vài việc."))
    answered_on_the_spot = _number(_("Số ý kiến trả lời tại chỗ"))

    def clean(self):
        cleaned = super().clean()
        answered, opinions = cleaned.get("answered_on_the_spot"), cleaned.get("opinions")
        if answered is not None and opinions is not None and answered > opinions:
            self.add_error(
                "answered_on_the_spot", _("Số ý kiến trả lời tại chỗ không thể nhiều hơn số ý kiến.")
            )
        return cleaned


class ConferenceForm(CountsForm):
    """`conference`: the one that is changed. Its unit stays: whose conference it was is no slip of the pen."""

    kind = forms.ChoiceField(label=_("Loại hội nghị"), choices=Conference.Kind.choices)
    unit = PickField(label=_("Đơn vị tổ chức"), help_text=_("Tên hoặc mã."))
    organisation = PickField(
        label=_("Cấp ủy tổ chức"), required=False, help_text=_("Chỉ ghi khi cần nói rõ là tổ chức nào.")
    )
    title = NameField(label=_("Tên hội nghị"), max_length=300)
    zone = forms.ModelChoiceField(
        label=_("Của cụm xã"), queryset=None, required=False, empty_label=_("Không theo cụm")
    )
    scheme = forms.ModelChoiceField(
        label=_("Theo chủ trương"), queryset=None, required=False, empty_label=_("Không theo chủ trương")
    )
    planned_on = DayField(label=_("Dự kiến ngày"), required=False)
    held_on = DayField(label=_("Đã họp ngày"), required=False, help_text=_("Để trống nếu chưa họp."))
    starts_at = HourField(label=_("Giờ"), required=False)
    place = NameField(label=_("Nơi họp"), max_length=200, required=False)
    chairs = _lines(_("Chủ trì"), _("Mỗi người một dòng: họ tên, chức vụ."))
    guests = _lines(_("Khách mời"), _("Mỗi người một dòng."))
    attendees = AttendeesField(
        label=_("Cán bộ theo dõi có dự"), required=False, help_text=_("Mỗi người một dòng: tên hoặc mã.")
    )
    minutes = _lines(
        _("Diễn biến, kết luận"), _("Không ghi nội dung thuộc bí mật nhà nước."), rows=6, most=20000
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    main = ("kind", "unit", "title", "planned_on", "held_on", "starts_at", "place")
    wider = ("organisation", "zone", "scheme")
    people = ("chairs", "guests", "attendees")
    counts = COUNTS

    def __init__(self, *args, scope, day, cadres, conference=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.day, self.conference = day, conference
        otherwise = conference.on if conference else day
        on = day_said(self, "held_on", None) or day_said(self, "planned_on", otherwise)
        reach = scope.reach("conferences.write")
        if conference is None:
            units = Unit.objects.filter(within(reach, unit=""))
            self.fields["unit"].choose_from(units_among(units, on), _unit_offers(units, on))
        else:
            del self.fields["unit"]
        self._offer_what_stands(scope, on, reach, cadres)

    def _offer_what_stands(self, scope, on, reach, cadres):
        """What the conference has already stays to be chosen, though it lies out of the writer's sight or is over."""
        row = self.conference
        bodies = organisations_among(Organisation.objects.filter(within(reach)), on)
        body = row.organisation if row else None
        self.fields["organisation"].choose_from(
            bodies, already={body_label(body, on): body} if body else None
        )
        already = {cadre_label(each): each for each in row.attendees.all()} if row else None
        self.fields["attendees"].choose_from(cadres_among(cadres, on), already=already)
        zones, schemes = Zone.objects.visible_to(scope).on(on), Scheme.objects.visible_to(scope)
        if row:
            zones |= Zone.objects.filter(pk=row.zone_id)
            schemes |= Scheme.objects.filter(pk=row.scheme_id)
        for name, rows in (
            ("zone", zones.order_by("sort_key")),
            ("scheme", schemes.order_by("-starts_on", "name")),
        ):
            self.fields[name].queryset = rows
            if not rows.exists():
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("planned_on") and not cleaned.get("held_on"):
            if not {"planned_on", "held_on"} & set(self.errors):
                self.add_error("held_on", _("Hãy ghi ngày đã họp, hoặc ngày dự kiến."))
        elif cleaned.get("held_on") and cleaned["held_on"] > self.day:
            self.add_error("held_on", _("Ngày này chưa đến: hãy ghi là ngày dự kiến."))
        if not cleaned.get("held_on") and "held_on" not in self.errors:
            for name in COUNTS:
                if cleaned.get(name) is not None:
                    self.add_error(name, _("Hội nghị chưa họp thì chưa có số này."))
        self._organiser_agrees(cleaned)
        return cleaned

    def _organiser_agrees(self, cleaned):
        body = cleaned.get("organisation")
        unit = self.conference.unit if self.conference else cleaned.get("unit")
        if body and unit and body.unit_id != unit.pk:
            self.add_error("organisation", _("Tổ chức này không thuộc đơn vị tổ chức hội nghị."))

    @property
    def is_opened(self) -> dict:
        """Which of the folded parts stand open: those in which something is written or wrong."""
        return {
            part: any(
                self[name].errors or self[name].value() not in (None, "")
                for name in names
                if name in self.fields
            )
            for part, names in (
                ("wider", self.wider),
                ("people", self.people),
                ("counts", (*self.counts, "minutes")),
            )
        }

    @property
    def values(self) -> dict:
        """As the actions take them."""
        left_out = {"unit", "attendees", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


def initial_of(conference) -> dict:
    """What the form shows of a conference that is changed."""
    names = (*ConferenceForm.main, *ConferenceForm.wider, "chairs", "guests", *COUNTS, "minutes", "version")
    initial = {name: getattr(conference, name) for name in names if name not in ("unit", "organisation")}
    body = conference.organisation
    return initial | {
        "organisation": body_label(body, conference.on) if body else "",
        "attendees": "\n".join(cadre_label(each) for each in conference.attendees.all()),
    }


def body_label(organisation, on) -> str:
    version = organisation_versions([organisation.pk], on)[organisation.pk]
    return f"{version.name} ({version.code})"


def _unit_offers(units, on) -> list[str]:
    rows = UnitVersion.objects.on(on).filter(unit__in=units).order_by("level", "sort_key")
    return [unit_label(row) for row in rows[:OFFERED]]


class HeldForm(CountsForm):
    held_on = DayField(label=_("Đã họp ngày"))
    minutes = _lines(
        _("Diễn biến, kết luận"), _("Không ghi nội dung thuộc bí mật nhà nước."), rows=6, most=20000
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = ("held_on", *COUNTS, "minutes", "version")

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_held_on(self):
        held_on = self.cleaned_data["held_on"]
        if held_on > self.day:
            raise forms.ValidationError(_("Ngày này chưa đến."))
        return held_on


class FilesForm(forms.Form):
    files = AttachmentsField(required=True, error_messages={"required": _("Hãy chọn ít nhất một tệp.")})


class VoidForm(forms.Form):
    reason = NameField(
        label=_("Vì sao là nhập nhầm"),
        max_length=300,
        error_messages={"required": _("Hãy ghi vì sao: người xem sau cần biết.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
