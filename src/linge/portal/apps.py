from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "linge.portal"
