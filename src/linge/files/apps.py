from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "linge.files"
    verbose_name = "文件"
