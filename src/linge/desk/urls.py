from django.urls import path

from linge.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.today, name="today"),
    path("me/", views.Me.as_view(), name="me"),
]
