from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ScoresConfig(AppConfig):
    name = "scores"
    verbose_name = _("Chấm điểm, chỉ tiêu")

    def ready(self):
        from scores.reference import load_reference

        post_migrate.connect(load_reference, sender=self)
