"""Addresses of the phone app: one shell, whatever the screen; and its service worker."""

from django.urls import path

from . import views

app_name = "field"

urlpatterns = [
    path("", views.shell, name="shell"),
    path("sw.js", views.worker, name="worker"),
    path("<path:screen>", views.shell, name="screen"),
]
