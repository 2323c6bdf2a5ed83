from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "linge.kernel"
    verbose_name = "内核"
