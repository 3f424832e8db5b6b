"""The forms of bringing in a list, and of what is said about a year."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Scheme
from branches.forms.fields import NameField
from branches.models import OfficialDocument
from common.forms import DayField
from common.spreadsheets.limits import MAX_FILE_SIZE
from reports.models.year_papers import number_of_office

MAX_PASTED = 500_000  # characters
SPREADSHEETS = ".xlsx,.xls,.ods,.csv"


class UploadForm(forms.Form):
    """A file of one kind and the day from which its facts hold."""

    file = forms.FileField(
        label=_("Tệp bảng tính"),
        help_text=_("Tệp Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV, nhiều nhất 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": SPREADSHEETS}),
        error_messages={"empty": _("Tệp này trống.")},
        required=False,
    )
    pasted = forms.CharField(
        label=_("Hoặc dán từ bảng tính"),
        help_text=_("Chép cả hàng tiêu đề và các hàng dữ liệu trong Excel rồi dán vào đây."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        required=False,
        strip=False,
        max_length=MAX_PASTED,
    )
    on = DayField(
        label=_("Có hiệu lực từ ngày"),
        help_text=_("Áp dụng cho hàng không ghi ngày riêng."),
    )

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.scope = scope

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_FILE_SIZE:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB; hãy tách thành nhiều tệp nhỏ hơn."))
        return file

    def clean(self):
        cleaned = super().clean()
        if (
            "file" not in self.errors
            and not cleaned.get("file")
            and not (cleaned.get("pasted") or "").strip()
        ):
            self.add_error("file", _("Hãy chọn tệp, hoặc dán bảng vào ô bên dưới."))
        return cleaned

    def content(self) -> tuple[bytes, str]:
        """The table and what it is called; what was pasted is a file of its own kind (tabs between the cells)."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return self.cleaned_data["pasted"].encode(), str(_("dan-tu-bang-tinh.csv"))

    def options(self) -> dict:
        """What the run remembers besides its file."""
        return {"on": self.cleaned_data["on"].isoformat()}


class AssignmentUploadForm(UploadForm):
    """Assignments may name their scheme here instead of in a column."""

    scheme = forms.ModelChoiceField(
        label=_("Chủ trương"),
        queryset=Scheme.objects.none(),
        required=False,
        help_text=_("Dùng khi tệp không có cột “Mã chủ trương”."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = Scheme.objects.writable_by(self.scope).order_by("sort_key")

    def options(self):
        scheme = self.cleaned_data["scheme"]
        return {**super().options(), "scheme": scheme.code if scheme else ""}


class AnnexUploadForm(AssignmentUploadForm):
    """An annex goes under a scheme and a document, into force or into a draft."""

    document = forms.ModelChoiceField(
        label=_("Văn bản"),
        queryset=OfficialDocument.objects.none(),
        required=False,
        help_text=_(
            "Quyết định mà phụ lục này kèm theo. Chưa có thì nhập văn bản trước, hoặc đưa vào dự thảo."
        ),
    )
    into = forms.ChoiceField(
        label=_("Đưa vào"),
        choices=[
            ("draft", _("một đợt điều chỉnh dự thảo, để xem lại rồi cho có hiệu lực")),
            ("force", _("phân công ngay")),
        ],
        widget=forms.RadioSelect,
        initial="draft",
    )
    replaces = forms.BooleanField(
        label=_("Người đang theo dõi các địa bàn này thôi từ ngày hiệu lực"),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].required = True
        self.fields["scheme"].help_text = ""
        documents = OfficialDocument.objects.writable_by(self.scope).order_by("-issued_on", "-pk")
        self.fields["document"].queryset = documents
        self.fields["document"].label_from_instance = _document_label

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("into") == "force" and not cleaned.get("document"):
            self.add_error("document", _("Phân công ngay phải có văn bản."))
        return cleaned

    def options(self):
        document = self.cleaned_data["document"]
        said = {"into": self.cleaned_data["into"], "replaces": self.cleaned_data["replaces"]}
        return {**super().options(), **said, "document": document.key if document else ""}


class AnswerForm(forms.Form):
    """The doubtful rows of a file, each with its choices."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=_("Hàng %(row)s: %(text)s") % {"row": question["row"], "text": question["text"]},
                choices=[tuple(each) for each in question["choices"]],
                widget=forms.RadioSelect,
            )
        self.questions = questions

    def answers(self) -> dict:
        """{question id: value} of those that were answered; the others are asked again."""
        self.full_clean()
        return {
            question["id"]: self.cleaned_data[f"q{number}"]
            for number, question in enumerate(self.questions)
            if self.cleaned_data.get(f"q{number}")
        }


FORMS = {"assignments": AssignmentUploadForm, "annex": AnnexUploadForm}


def upload_form_of(kind: str) -> type[UploadForm]:
    return FORMS.get(kind, UploadForm)


def _document_label(document):
    return _("%(document)s ngày %(day)s: %(title)s") % {
        "document": document,
        "day": f"{document.issued_on:%d/%m/%Y}",
        "title": document.title[:80],
    }


class YearNoteForm(forms.Form):
    """What one side says; `seen`: the note that stood when the page was opened."""

    text = forms.CharField(
        label=_("Nhận xét"),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 4000}),
        max_length=4000,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PaperNumberForm(forms.Form):
    """The number and day that the office gave the printed sheet; `seen`: the row that stood when the page was opened. Where there
    is one, its figures stay unless they are asked for `anew`."""

    number = NameField(
        label=_("Số văn bản"),
        max_length=40,
        help_text=_("Như văn thư đã cấp, ví dụ 127 hay 127-PKQ/HU."),
        validators=[number_of_office],
    )
    issued_on = DayField(label=_("Ngày ký"))
    anew = forms.BooleanField(
        label=_("Chốt lại số liệu và nhận xét theo hôm nay"),
        help_text=_("Không đánh dấu thì chỉ sửa số, ngày; phiếu giữ số liệu đã chốt khi ghi số lần trước."),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, has_number=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_number:
            del self.fields["anew"]
