"""Forms of what is told to those who follow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignments.models import Scheme
from assignments.querysets.schemes import may_issue
from branches.forms.fields import (
    NameField,
    PickManyField,
    document_label,
    document_offers,
    documents_among,
)
from branches.models import Level, OfficialDocument
from branches.querysets.scoping import within

ALL, ONE = "moi", "mot"


class BulletinForm(forms.Form):
    """Gives `values` of `matters.actions.bulletins`."""

    title = NameField(label=_("Tiêu đề"), max_length=200)
    to = forms.ChoiceField(label=_("Gửi cho cán bộ theo chủ trương"))
    level = forms.ModelChoiceField(
        label=_("Chỉ những người theo dõi cấp"),
        queryset=Level.objects.all(),
        required=False,
        empty_label=_("Mọi cấp"),
    )
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Ngắn gọn: những điều cần biết trước buổi tới. Không ghi bí mật nhà nước."),
    )
    documents = PickManyField(
        label=_("Văn bản cần nắm"),
        required=False,
        help_text=_("Mỗi dòng một văn bản: số, ký hiệu hoặc vài chữ trong trích yếu."),
    )

    def __init__(self, *args, scope, day, bulletin=None, **kwargs):
        if bulletin is not None:
            kwargs["initial"] = _initial(bulletin)
        super().__init__(*args, **kwargs)
        self.issuers = {unit.key: (unit, words) for unit, words in may_issue(scope, day, "bulletins.write")}
        running = Scheme.objects.on(day).filter(within(scope.reach("bulletins.write"), "issuer"))
        self.schemes = {
            scheme.key: scheme for scheme in running.select_related("issuer").order_by("sort_key")
        }
        asking = {scheme.issuer.key for scheme in self.schemes.values()}
        self.fields["to"].choices = [
            *((f"{ONE}:{scheme.key}", scheme.name) for scheme in self.schemes.values()),
            *(
                (f"{ALL}:{key}", _("Mọi chủ trương của %(unit)s") % {"unit": words})
                for key, (_unit, words) in self.issuers.items()
                if key in asking
            ),
        ]
        seen = OfficialDocument.objects.visible_to(scope)
        already = {document_label(row): row for row in bulletin.documents.all()} if bulletin else {}
        self.fields["documents"].choose_from(documents_among(seen), document_offers(seen), already)

    @property
    def values(self) -> dict:
        data = self.cleaned_data
        kind, key = data["to"].split(":")
        scheme = self.schemes[key] if kind == ONE else None
        return {
            "issuer": scheme.issuer if scheme else self.issuers[key][0],
            "scheme": scheme,
            **{name: data[name] for name in ("level", "title", "text", "documents")},
        }


class WithdrawForm(forms.Form):
    reason = NameField(label=_("Lý do rút"), max_length=300)


def _initial(bulletin) -> dict:
    scheme = bulletin.scheme
    return {
        "title": bulletin.title,
        "to": f"{ONE}:{scheme.key}" if scheme else f"{ALL}:{bulletin.issuer.key}",
        "level": bulletin.level_id,
        "text": bulletin.text,
        "documents": "\n".join(document_label(row) for row in bulletin.documents.all()),
    }
