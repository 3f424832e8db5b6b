"""Forms of turns and absences."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.forms.people import WhoField, cadre_label, cadres_among
from assignments.models import Cadre
from branches.forms.fields import OFFERED, NameField
from branches.querysets.scoping import within
from common.forms import DayField
from common.periods import to_ends_on
from meetings.models import Absence


class AbsenceForm(forms.Form):
    """`cadre` None: an officer says whose absence it is, else it is that cadre's own."""

    who = WhoField(label=_("Cán bộ"), help_text=_("Tên hoặc mã."))
    starts_on = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))
    reason = forms.ChoiceField(label=_("Lý do"), choices=Absence.Reason.choices, widget=forms.RadioSelect)
    stand_in = WhoField(
        label=_("Người dự thay"),
        required=False,
        help_text=_("Tên hoặc mã; để trống nếu không có ai dự thay. Lượt dự tính cho người dự thay."),
    )
    note = NameField(label=_("Ghi chú"), required=False, max_length=300)

    def __init__(self, *args, scope, day, cadre=None, **kwargs):
        super().__init__(*args, **kwargs)
        serving = Cadre.objects.serving_on(day)
        if cadre is None:
            among = serving.filter(within(scope.reach("reports.clerk")))
            self.fields["who"].choose_from(
                cadres_among(among, day), [cadre_label(each) for each in among[:OFFERED]]
            )
        else:
            # Who stands in is one of the same system.
            among = serving.filter(unit=cadre.unit_id).exclude(pk=cadre.pk)
            del self.fields["who"]
        self.fields["stand_in"].choose_from(cadres_among(among, day))

    def clean(self):
        said = super().clean()
        starts_on, until = said.get("starts_on"), said.get("until")
        if starts_on and until and until < starts_on:
            raise ValidationError({"until": _("Ngày cuối không thể trước ngày đầu.")})
        said["ends_on"] = to_ends_on(until)
        return said
