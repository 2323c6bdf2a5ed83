"""Addresses of the pages of teams and agencies, mounted under ``/desk/staff/``."""

from django.urls import path

from . import views

app_name = "staff"

desk = [
    path("", views.Teams.as_view(), name="teams"),
    path("grids/<uuid:uuid>/appoint/", views.Appoint.as_view(), name="appoint"),
    path("grids/<uuid:uuid>/stand-in/", views.ArrangeStandIn.as_view(), name="stand_in"),
    path("posts/<uuid:uuid>/end/", views.EndPost.as_view(), name="end_post"),
    path("stand-ins/<uuid:uuid>/end/", views.end_stand_in, name="end_stand_in"),
    path("grids/<uuid:uuid>/rate/", views.Rate.as_view(), name="rate"),
    path("four-in-one/", views.SetFour.as_view(), name="four_in_one"),
    path("words/", views.SetWord.as_view(), name="role_word"),
    path("agencies/", views.Agencies.as_view(), name="agencies"),
    path("agencies/new/", views.NewAgency.as_view(), name="agency_new"),
    path("agencies/<uuid:uuid>/", views.EditAgency.as_view(), name="agency"),
]
