from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BranchesConfig(AppConfig):
    name = "branches"
    verbose_name = _("Địa bàn, tổ chức")

    def ready(self):
        from branches.reference import load_reference

        post_migrate.connect(load_reference, sender=self)
