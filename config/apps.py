from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Cấu hình"

    def ready(self):
        from django.apps import apps
        from django.db.models.signals import post_migrate

        from common.rights import grant_rights
        from config import checks  # noqa: F401  (registers the checks)

        # The signal is sent for apps with tables, after all migrations: one sender is enough.
        post_migrate.connect(grant_rights, sender=apps.get_app_config("accounts"))
