from django.urls import path

from linge.desk import views
from linge.desk.search import search

app_name = "desk"

urlpatterns = [
    path("", views.today, name="today"),
    path("due/", views.DueSoon.as_view(), name="due_soon"),
    path("clears/", views.Clears.as_view(), name="clears"),
    path("search/", search, name="search"),
    path("look/", views.look, name="look"),
    path("me/", views.Me.as_view(), name="me"),
]
