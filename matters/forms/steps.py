"""Forms of the steps of a matter, one a step; what a step must say is required here and asked again by its action."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assignments.forms.citing import DocumentChoice, documents_for
from branches.forms.fields import OFFERED, PickField, PickManyField, agencies_among, agency_label
from branches.models import Agency
from common.attachments.forms import AttachmentsField
from common.forms import DayField
from matters.models import Handling, Recommendation, Topic
from matters.rules import closes_by_itself

Outcome = Recommendation.Outcome
# What is set by merging only.
ANSWERS = [choice for choice in Outcome.choices if choice[0] != Outcome.DUPLICATE]


def text_area(label, *, required=True, rows=4, max_length=4000, help_text=""):
    return forms.CharField(
        label=label,
        required=required,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": max_length}),
        help_text=help_text,
    )


def reason_field(label, help_text=""):
    return text_area(label, rows=3, max_length=500, help_text=help_text)


class StepForm(forms.Form):
    """`row`: the matter as it stands; what is asked and offered depends on it and on the reader's scope."""

    def __init__(self, *args, row, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.scope, self.day = row, scope, day
        self.prepare()

    def prepare(self):
        """Choices and what the fields begin with."""

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.day:
            raise ValidationError(_("Ngày này chưa đến."))
        return on


class CategoryMixin(forms.Form):
    """What decides by when a matter must be answered."""

    topic = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=None, required=False, empty_label=_("Chưa phân loại")
    )
    urgency = forms.ChoiceField(
        label=_("Mức độ"), choices=Recommendation.Urgency.choices, widget=forms.RadioSelect
    )
    level = forms.ChoiceField(
        label=_("Cấp giải quyết"),
        required=False,
        choices=[("", _("chưa rõ")), *Recommendation.Level.choices],
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=Recommendation.Kind.choices)

    def offer_topics(self, topics, day, present=None):
        """`topics`: of those that the writer, or the committee, may choose; `present` stays to be chosen."""
        offered = topics.on(day)
        if present:
            offered = offered | Topic.objects.filter(pk=present.pk)
        self.fields["topic"].queryset = offered


class ReceiveForm(StepForm, CategoryMixin):
    on = DayField(label=_("Ngày tiếp nhận"))
    due_on = DayField(
        label=_("Hạn trả lời"),
        required=False,
        help_text=_("Để trống thì tính theo thời hạn của lĩnh vực và mức độ, theo ngày làm việc."),
    )
    is_shared = forms.BooleanField(
        label=_("Nơi nêu được xem kiến nghị này"),
        required=False,
        help_text=_(
            "Xã và chi bộ nơi nêu thấy nội dung, ai đang giải quyết và trả lời; không thấy báo cáo, không thấy ai nêu."
        ),
    )

    field_order = ["on", "topic", "urgency", "kind", "level", "due_on", "is_shared"]

    def prepare(self):
        row = self.row
        self.offer_topics(Topic.objects.for_places(row.issuer, row.unit), self.day, row.topic)
        self.initial = {
            "on": self.day,
            "topic": row.topic_id,
            "urgency": row.urgency,
            "level": row.level,
            "kind": row.kind,
            # Who spoke for somebody promised an answer.
            "is_shared": row.is_shared or bool(row.on_behalf_of),
        } | self.initial


class HandForm(StepForm):
    """To an agency that leads, and those that work with it. Where one leads already the lead may move, with a reason."""

    on = DayField(label=_("Ngày chuyển"))
    lead = PickField(label=_("Cơ quan chủ trì"), required=False, help_text=_("Ghi tên hoặc mã."))
    reason = forms.CharField(label=_("Vì sao chuyển cơ quan khác chủ trì"), required=False, max_length=500)
    others = PickManyField(
        label=_("Cơ quan phối hợp"), required=False, help_text=_("Mỗi dòng một cơ quan, ghi tên hoặc mã.")
    )
    due_on = DayField(
        label=_("Hạn của cơ quan"),
        required=False,
        help_text=_("Để trống thì lấy hạn trả lời của kiến nghị."),
    )
    asked = text_area(_("Yêu cầu đối với cơ quan"), required=False)

    def prepare(self):
        open_now = list(self.row.handlings.filter(ended_on=None).select_related("agency"))
        self.leading = next((each.agency for each in open_now if each.is_lead), None)
        among = agencies_to_ask(self.row, self.scope, self.day).exclude(
            pk__in=[each.agency_id for each in open_now]
        )
        offers = [agency_label(each) for each in among[:OFFERED]]
        for name in ("lead", "others"):
            self.fields[name].choose_from(agencies_among(among), offers)
        wished = self.row.agency
        self.initial = {"on": self.day} | self.initial
        if self.leading:
            self.fields["lead"].label = _("Chuyển cơ quan khác chủ trì")
            self.fields["lead"].help_text = _("Đang chủ trì: %(agency)s. Để trống nếu giữ nguyên.") % {
                "agency": self.leading
            }
        else:
            del self.fields["reason"]
            self.fields["lead"].required = True
            if wished and among.filter(pk=wished.pk).exists():
                self.initial.setdefault("lead", agency_label(wished))

    def clean(self):
        data = super().clean()
        lead, others = data.get("lead"), data.get("others") or []
        if lead and lead in others:
            self.add_error("others", _("Cơ quan chủ trì không đồng thời là cơ quan phối hợp."))
        if self.leading and not self.errors:
            if lead and not data.get("reason"):
                self.add_error("reason", _("Chuyển cơ quan khác chủ trì thì phải nêu vì sao."))
            if not lead and not others:
                raise ValidationError(_("Hãy ghi ít nhất một cơ quan."))
        return data


class UpForm(StepForm):
    on = DayField(label=_("Ngày chuyển"))
    level = forms.ChoiceField(label=_("Cấp phải giải quyết"))
    agency = PickField(
        label=_("Cơ quan cấp trên"),
        required=False,
        help_text=_(
            "Ghi mã hoặc một phần tên để tìm. Để trống nếu cơ quan ấy không dùng chương trình này; cấp ủy tự theo dõi "
            "trả lời."
        ),
    )
    reason = reason_field(_("Vì sao chuyển lên cấp trên"))

    def prepare(self):
        levels = Recommendation.Level
        self.fields["level"].choices = [
            (each.value, each.label)
            for each in (levels.COMMUNE, levels.DISTRICT, levels.PROVINCE, levels.CENTRAL)
        ]
        self.fields["agency"].choose_from(agencies_among(agencies_above(self.row, self.day)))
        self.initial = {"on": self.day, "level": levels.PROVINCE} | self.initial


class HandlingChoice(forms.ModelChoiceField):
    def label_from_instance(self, handling):
        role = _("chủ trì") if handling.is_lead else _("phối hợp")
        return f"{handling.agency} ({role})"


class HandlingMixin(forms.Form):
    """One of the agencies that have it now."""

    handling = HandlingChoice(label=_("Cơ quan"), queryset=None, widget=forms.RadioSelect, empty_label=None)

    def offer_handlings(self):
        rows = self.row.handlings.filter(ended_on=None).select_related("agency")
        self.fields["handling"].queryset = rows
        first = rows.first()
        self.initial = {"handling": first.pk if first else None} | self.initial


class WithdrawForm(StepForm, HandlingMixin):
    on = DayField(label=_("Ngày rút lại"))
    reason = reason_field(_("Vì sao rút lại"))
    field_order = ["handling", "on", "reason"]

    def prepare(self):
        self.offer_handlings()
        self.initial = {"on": self.day} | self.initial


class DueForm(StepForm, HandlingMixin):
    due_on = DayField(label=_("Hạn mới"))
    reason = reason_field(_("Vì sao dời hạn"))
    field_order = ["handling", "due_on", "reason"]

    def prepare(self):
        self.offer_handlings()
        field = self.fields["handling"]
        field.label, field.required, field.empty_label = _("Hạn của"), False, _("cấp ủy (hạn của kiến nghị)")
        self.initial["handling"] = None
        if not field.queryset.exists():
            del self.fields["handling"]


class AnswerForm(StepForm):
    """On behalf of the committee, or of an agency that answered on paper."""

    handling = HandlingChoice(
        label=_("Ai trả lời"),
        queryset=None,
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("cấp ủy trả lời"),
    )
    on = DayField(label=_("Ngày trả lời"))
    outcome = forms.ChoiceField(label=_("Kết quả"), choices=ANSWERS, widget=forms.RadioSelect)
    text = text_area(
        _("Nội dung trả lời"), rows=6, help_text=_("Viết để nơi nêu đọc được và đọc cho chi bộ nghe.")
    )
    document = DocumentChoice(
        label=_("Văn bản trả lời đã có trong sổ"), queryset=None, required=False, empty_label=_("Không có")
    )
    document_words = forms.CharField(
        label=_("Hoặc số, ký hiệu, ngày của văn bản"), required=False, max_length=150
    )
    files = AttachmentsField(label=_("Bản chụp văn bản trả lời"), max_files=6)

    def prepare(self):
        rows = Handling.objects.filter(recommendation=self.row, ended_on=None).select_related("agency")
        self.fields["handling"].queryset = rows
        if not rows.exists():
            del self.fields["handling"]
        self.fields["document"].queryset = documents_for(self.scope, self.row.issuer)
        self.initial = {"on": self.day} | self.initial


class OutcomeForm(StepForm):
    on = DayField(label=_("Ngày"))
    outcome = forms.ChoiceField(label=_("Kết quả nay là"), widget=forms.RadioSelect)
    reason = reason_field(_("Vì sao, căn cứ nào"))

    def prepare(self):
        self.fields["outcome"].choices = [each for each in ANSWERS if each[0] != self.row.outcome]
        self.initial = {"on": self.day} | self.initial


class TellForm(StepForm):
    on = DayField(label=_("Ngày báo lại"))
    how = forms.ChoiceField(
        label=_("Báo bằng cách nào"), choices=Recommendation.Told.choices, widget=forms.RadioSelect
    )
    note = text_area(_("Ghi chú"), required=False, rows=3, max_length=500)

    def prepare(self):
        self.initial = {"on": self.day, "how": Recommendation.Told.MEETING} | self.initial


class FeedbackForm(StepForm):
    on = DayField(label=_("Ngày"))
    satisfaction = forms.ChoiceField(
        label=_("Nơi nêu thấy thế nào"),
        choices=Recommendation.Satisfaction.choices,
        widget=forms.RadioSelect,
        help_text=_("Chưa hài lòng thì kiến nghị được mở lại và đi tiếp."),
    )
    text = text_area(_("Lời của nơi nêu"), required=False, rows=3, max_length=2000)

    def prepare(self):
        self.initial = {"on": self.day} | self.initial

    def clean(self):
        data = super().clean()
        unhappy = data.get("satisfaction") == Recommendation.Satisfaction.NOT_SATISFIED
        if unhappy and not data.get("text"):
            self.add_error("text", _("Chưa hài lòng thì hãy ghi còn vướng gì: người giải quyết cần biết."))
        return data


class HeardForm(FeedbackForm):
    """Of the place itself: when and how it heard, and what it thinks of the answer."""

    on = DayField(label=_("Đã nghe trả lời ngày"))
    how = forms.ChoiceField(
        label=_("Nghe bằng cách nào"), choices=Recommendation.Told.choices, widget=forms.RadioSelect
    )
    field_order = ["on", "how", "satisfaction", "text"]

    def prepare(self):
        super().prepare()
        if self.row.told_on:
            self.fields["on"].label = _("Ngày phản hồi")
            del self.fields["how"]
        else:
            self.initial = {"how": Recommendation.Told.MEETING} | self.initial


class CloseForm(StepForm):
    on = DayField(label=_("Ngày kết thúc"))
    reason = text_area(_("Lý do"), required=False, rows=3, max_length=300)

    def prepare(self):
        self.initial = {"on": self.day} | self.initial
        if closes_by_itself(self.row.final_outcome, self.row.told_on):
            return
        self.fields["reason"].required = True
        self.fields["reason"].label = (
            _("Vì sao kết thúc khi chưa giải quyết xong")
            if self.row.told_on
            else _("Vì sao kết thúc khi nơi nêu chưa nghe trả lời")
        )


class ReopenForm(StepForm):
    on = DayField(label=_("Ngày mở lại"))
    reason = reason_field(_("Vì sao mở lại"))

    def prepare(self):
        self.initial = {"on": self.day} | self.initial


class TakeUpForm(StepForm):
    on = DayField(label=_("Ngày"))
    document = DocumentChoice(label=_("Nghị quyết, chỉ thị"), queryset=None, empty_label=_("Chọn văn bản"))

    def prepare(self):
        self.fields["document"].queryset = documents_for(self.scope, self.row.issuer)
        self.initial = {"on": self.day} | self.initial


class DirectForm(StepForm):
    note = text_area(_("Ý kiến chỉ đạo"), max_length=2000)


class VoidForm(StepForm):
    reason = forms.CharField(
        label=_("Vì sao là nhập nhầm"),
        max_length=300,
        help_text=_("Ví dụ: nhập trùng; nhầm nơi nêu. Nếu là cùng một việc do nhiều nơi nêu thì hãy gộp."),
    )


def agencies_to_ask(row, scope, day):
    """Agencies open on `day` that the officer reads, and those of the committee's own unit."""
    readable = Agency.objects.visible_to(scope) | Agency.objects.filter(unit=row.issuer_id)
    return readable.open_on(day).order_by("sort_key", "code")


def agencies_above(row, day):
    """Agencies open on `day` of the units above the committee: whom it may write to and look for by name, though it does not
    read them. None is named to whoever has not looked for it."""
    keys = row.issuer.access_path.split(".")[:-2]
    return Agency.objects.filter(unit__key__in=keys).open_on(day).order_by("sort_key", "code")
