from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from linge.ui.templatetags.assets import MANIFEST


class UiConfig(AppConfig):
    name = "linge.ui"

    def ready(self) -> None:
        register(assets_are_built)


def assets_are_built(**_: Any) -> list[CheckMessage]:
    """Pages without the built client code still work, but nobody should wonder why they look bare."""
    if MANIFEST.exists():
        return []
    return [Warning("Client code is not built.", hint="Run `make assets`.", id="ui.W001")]
