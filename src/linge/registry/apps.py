from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "linge.registry"
    verbose_name = _("户籍台账")

    def ready(self) -> None:
        """Add tabs to the territory's pages, and the check of columns, once models are known."""
        import_string("linge.registry.panels.show_register")()
        import_string("linge.registry.views.taking.hand_out_places")()
        import_module("linge.registry.checks")
