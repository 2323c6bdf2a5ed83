from django.urls import path

from linge.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.Kit.as_view(), name="kit"),
    path("appearance/", views.appearance, name="appearance"),
    path("undone/", views.undone, name="undone"),
]
