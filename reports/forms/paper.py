"""Entering a paper report: for whom, on which meeting; and the form itself with its scan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Cadre
from branches.forms.fields import PickField, organisations_among
from branches.models import Organisation
from branches.querysets.scoping import within
from common.attachments.forms import AttachmentsField
from common.forms import DayField
from common.text import search_key
from reports.forms.writing import WriteForm


class PaperChoiceForm(forms.Form):
    cadre = PickField(
        label=_("Báo cáo của ai"),
        help_text=_("Tên hoặc mã cán bộ."),
        error_messages={"required": _("Hãy ghi tên hoặc mã cán bộ.")},
    )
    organisation = PickField(
        label=_("Chi bộ, cấp ủy nào"),
        help_text=_("Tên hoặc mã chi bộ."),
        error_messages={"required": _("Hãy ghi tên hoặc mã chi bộ.")},
    )
    met_on = DayField(label=_("Ngày sinh hoạt"), error_messages={"required": _("Hãy ghi ngày sinh hoạt.")})

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["cadre"].choose_from(_cadres_among(cadres_of_clerk(scope)))
        bodies = Organisation.objects.visible_to(scope)
        self.fields["organisation"].choose_from(organisations_among(bodies, day))

    def clean_met_on(self):
        day = self.cleaned_data["met_on"]
        if day > self.day:
            raise forms.ValidationError(_("Ngày sinh hoạt chưa tới: chưa thể báo cáo."))
        return day


class PaperForm(WriteForm):
    """A paper is in time by the day on which the office received it, not by the day on which it is typed."""

    received_on = DayField(
        label=_("Ngày nhận bản giấy"), error_messages={"required": _("Hãy ghi ngày nhận bản giấy.")}
    )
    scans = AttachmentsField(label=_("Bản chụp báo cáo giấy"), max_files=6)
    no_scan_reason = forms.CharField(
        label=_("Nếu không có bản chụp, vì sao"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: bản giấy giữ ở văn phòng, máy quét hỏng."),
    )

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if not self.target.met_on <= day <= self.target.day:
            raise forms.ValidationError(_("Ngày nhận phải từ ngày sinh hoạt đến hôm nay."))
        return day


def cadres_of_clerk(scope):
    """Those whose paper one may enter: of the committees that one is a clerk of."""
    return Cadre.objects.persons().filter(within(scope.reach("reports.clerk")))


def _cadres_among(rows):
    """`find` of a PickField: by code, or by words of the name."""

    def find(text):
        code = text[text.rindex("(") + 1 : -1].strip() if text.endswith(")") and "(" in text else text
        exact = list(rows.filter(code=code)[:1])
        found = exact or list(rows.matching(text).order_by("given_name_key")[:20])
        same = [row for row in found if search_key(row.full_name) == search_key(text)]
        return [(f"{row.full_name} ({row.code})", row) for row in same or found]

    return find
