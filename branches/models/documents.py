"""Official documents. Numbers return every term: a document is its issuer, type, number and date together."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from branches.models.organisations import Organisation
from branches.models.units import Unit
from branches.querysets.bodies import DocumentQuerySet
from common.fields import KeyField, SearchKeyField
from common.history import track


class OfficialDocument(models.Model):
    """A numbered decision, plan, announcement … `issuer_organisation` is empty when the unit's own committee issued it."""

    key = KeyField()
    issuer_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="documents", verbose_name=_("cơ quan ban hành")
    )
    issuer_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
        verbose_name=_("tổ chức ban hành"),
    )
    type = models.CharField(_("loại"), max_length=10, help_text=_("QĐ, QĐi, KH, TB, NQ, CT, CTr, KL, HD …"))
    number = models.CharField(_("số"), max_length=40)
    issued_on = models.DateField(_("ngày ban hành"))
    title = models.CharField(_("trích yếu"), max_length=500)
    term = models.CharField(_("nhiệm kỳ"), max_length=20, blank=True)
    effective_on = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    search_key = SearchKeyField(sources=("number", "type", "title"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-issued_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer_unit", "issuer_organisation", "type", "number", "issued_on"],
                nulls_distinct=False,
                name="branches_document_is_entered_once",
                violation_error_message=_("Đã có văn bản cùng nơi ban hành, loại, số và ngày."),
            )
        ]

    def __str__(self):
        return f"{self.type} {self.number}"

    def get_absolute_url(self):
        return reverse("dashboard:document_page", args=[self.key])

    @property
    def in_force_from(self):
        return self.effective_on or self.issued_on


class DocumentRelation(models.Model):
    """What a document does to an earlier one."""

    class Relation(models.TextChoices):
        AMENDS = "amends", _("sửa đổi, bổ sung")
        REPLACES = "replaces", _("thay thế")

    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="relations")
    relates_to = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="relations_in")
    relation = models.CharField(_("quan hệ"), max_length=10, choices=Relation)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "relates_to"],
                name="branches_documents_are_related_once",
                violation_error_message=_("Hai văn bản này đã được nối với nhau."),
            ),
            models.CheckConstraint(
                condition=~Q(document=F("relates_to")),
                name="branches_document_does_not_amend_itself",
                violation_error_message=_("Một văn bản không thể sửa đổi chính nó."),
            ),
        ]


track(OfficialDocument, exclude=["search_key"])
track(DocumentRelation)
