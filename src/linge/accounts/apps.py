from django.apps import AppConfig
from django.utils.module_loading import import_string


class AccountsConfig(AppConfig):
    name = "linge.accounts"
    verbose_name = "账号与授权"

    def ready(self) -> None:
        """Read the access tables; an unknown word in them stops the start."""
        import_string("linge.accounts.tables.load")()
