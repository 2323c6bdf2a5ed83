from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class IntegrationsConfig(AppConfig):
    name = "linge.integrations"
    verbose_name = _("对接")

    def ready(self) -> None:
        """Offer “转到其他系统” on a case. Named by text: models can't be imported yet."""
        import_string("linge.integrations.panels.offer_ways")()
