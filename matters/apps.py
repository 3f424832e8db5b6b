from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MattersConfig(AppConfig):
    name = "matters"
    verbose_name = _("Kiến nghị, nguồn lực")

    def ready(self):
        from matters.reference import load_reference

        post_migrate.connect(load_reference, sender=self)
