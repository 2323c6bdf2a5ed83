from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "linge.field"
    verbose_name = "网格员手机端"
