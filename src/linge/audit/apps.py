from django.apps import AppConfig
from django.utils.module_loading import import_string


class AuditConfig(AppConfig):
    name = "linge.audit"
    verbose_name = "审计"

    def ready(self) -> None:
        """Bind the recorder to the kernel's port."""
        import_string("linge.audit.actions.bind")()
