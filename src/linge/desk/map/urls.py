"""Addresses of the map, mounted under ``/desk/map/``."""

from django.urls import path

from . import views

app_name = "desk_map"

urlpatterns = [
    path("", views.choose, name="map"),
    path("divisions/<uuid:uuid>/", views.division, name="division"),
    path("<str:code>/", views.show, name="of_community"),
    path("<str:code>/layers.json", views.layers, name="layers"),
    path("<str:code>/cases.json", views.cases, name="cases"),
    path("<str:code>/base.json", views.base, name="base"),
]
