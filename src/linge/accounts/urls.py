"""Addresses of sign-in and of accounts."""

from django.urls import path

from . import views

app_name = "accounts"

desk = [path("users/", views.users, name="users")]

public = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.sign_in_by_code, name="sign_in_by_code"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("reveal/", views.reveal, name="reveal"),
    path("dev/outbox/", views.dev_outbox, name="dev_outbox"),
]
