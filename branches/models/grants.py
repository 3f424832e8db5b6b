"""Roles are grants: a person has a role over a place or a body, from one day to another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from branches.models.agencies import Agency
from branches.models.organisations import Organisation
from branches.models.units import Unit
from branches.models.zones import Zone
from branches.querysets.grants import GrantQuerySet
from common.fields import KeyField
from common.history import track
from common.records import Dated


class Role(models.TextChoices):
    """Who may be what (domain.md §7). A cadre is one by assignment and needs no grant."""

    SYSTEM_KEEPER = "system_keeper", _("quản trị hệ thống")
    ORG_STAFF = "org_staff", _("chuyên viên Ban Tổ chức")
    ORG_HEAD = "org_head", _("trưởng Ban Tổ chức")
    LEADER = "leader", _("thường trực, ban thường vụ")
    ZONE_LEADER = "zone_leader", _("phụ trách tiểu vùng, cụm xã")
    EMPLOYER = "employer", _("thủ trưởng đơn vị của cán bộ")
    COMMUNE_OFFICE = "commune_office", _("văn phòng đảng ủy xã")
    BRANCH_SECRETARY = "branch_secretary", _("bí thư, chi ủy chi bộ")
    HANDLER = "handler", _("cơ quan giải quyết kiến nghị")
    INSPECTOR = "inspector", _("ủy ban kiểm tra")
    VIEWER = "viewer", _("chỉ xem số liệu")


class Grant(Dated):
    """`role` over exactly one unit, zone, organisation or agency. It is ended, never widened: rows follow successors,
    grants do not."""

    key = KeyField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        verbose_name = _("phân quyền")
        verbose_name_plural = _("phân quyền")
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(unit__isnull=False, zone=None, organisation=None, agency=None)
                | Q(unit=None, zone__isnull=False, organisation=None, agency=None)
                | Q(unit=None, zone=None, organisation__isnull=False, agency=None)
                | Q(unit=None, zone=None, organisation=None, agency__isnull=False),
                name="branches_grant_is_over_one_thing",
                violation_error_message=_("Chọn đúng một nơi mà vai trò có hiệu lực."),
            ),
            models.CheckConstraint(
                condition=Q(created_by=None) | ~Q(created_by=models.F("user")),
                name="branches_nobody_grants_to_himself",
                violation_error_message=_("Không ai tự phân quyền cho mình."),
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on"], name="branches_grant_user")]

    def __str__(self):
        return self.get_role_display()

    @property
    def over(self):
        """The unit, zone, organisation or agency that the role is over."""
        return self.unit or self.zone or self.organisation or self.agency


track(Grant)
