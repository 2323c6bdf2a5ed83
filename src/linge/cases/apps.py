from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "linge.cases"
    verbose_name = _("事件")

    def ready(self) -> None:
        """Offer “转为事件” beside what was heard. Named by text: models can't be imported yet."""
        import_string("linge.cases.panels.offer_ways")()
