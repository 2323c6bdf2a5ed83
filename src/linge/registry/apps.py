from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "linge.registry"
    verbose_name = _("户籍台账")

    def ready(self) -> None:
        """Add the wall to a building's page. Named by text: models can't be imported yet."""
        import_string("linge.registry.panels.show_walls")()
