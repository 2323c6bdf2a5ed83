"""The posts of a grid team and how they follow one another. Source: registry.md §2.3 (四位一体)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A post in a grid team. Grid manager 网格管理员 is the same post as grid lead 网格长."""

    LEAD = "lead", _("网格长")
    A = "a", _("A岗网格员")
    B = "b", _("B岗网格员")
    ASSISTANT = "assistant", _("网格协管员")
    SUPERVISOR = "supervisor", _("网格督导员")


SINGLE = (Role.LEAD, Role.A, Role.B)
WORKERS = (Role.A, Role.B)
