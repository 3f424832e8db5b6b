from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Báo cáo")

    def ready(self):
        from accounts.digest import SIEVES
        from reports.actions.expiring import still_there
        from reports.reference import load_reference
        from reports.said import still_to_say

        post_migrate.connect(load_reference, sender=self)
        SIEVES.extend([still_to_say, still_there])
