from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = _("Phần dùng chung")

    def ready(self):
        from common.forms import speak_plainly
        from common.row_checks import check_rows_at_once

        speak_plainly()
        check_rows_at_once()
