"""Addresses of the portal's own pages, mounted under ``/portal/``."""

from django.urls import path

from . import views

portal = [
    path("", views.home, name="home"),
    path("my-grid/", views.my_grid, name="my_grid"),
]
