from django.apps import AppConfig
from django.utils.module_loading import import_string


class DeskConfig(AppConfig):
    name = "linge.desk"

    def ready(self) -> None:
        """Loaded by name: the models its pages name stand only once every app is known."""
        import_string("linge.desk.map.panels.offer_editor")()
