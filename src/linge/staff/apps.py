from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "linge.staff"
    verbose_name = _("队伍与责任单位")

    def ready(self) -> None:
        """Add the team to a grid's page. Named by text: models can't be imported before they load."""
        import_string("linge.staff.panels.show_teams")()
