from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "linge.staff"
    verbose_name = _("队伍与责任单位")
