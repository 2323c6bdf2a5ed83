from django.apps import AppConfig
from django.utils.module_loading import import_string


class SiteConfig(AppConfig):
    name = "linge.site"
    verbose_name = "邻格"

    def ready(self) -> None:
        """Bind what joins the contexts: reactions, carriers, values that may be opened."""
        import_string("linge.site.reactions.bind_all")()
