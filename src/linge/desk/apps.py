from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "linge.desk"
