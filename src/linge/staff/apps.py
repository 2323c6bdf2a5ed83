from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "linge.staff"
    verbose_name = _("队伍与责任单位")

    def ready(self) -> None:
        """Open grids to their teams and show teams on grids' pages.

        Both are named by text, for models can't be imported before all are loaded.
        """
        import_string("linge.staff.grants.open_grids")()
        import_string("linge.staff.panels.show_teams")()
