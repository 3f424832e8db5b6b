from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AssignmentsConfig(AppConfig):
    name = "assignments"
    verbose_name = _("Cán bộ, phân công")

    def ready(self):
        from assignments.reference import load_reference

        post_migrate.connect(load_reference, sender=self)
