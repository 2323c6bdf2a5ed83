from django.urls import path

from linge.screen import views

app_name = "screen"

urlpatterns = [
    path("", views.choose, name="choose"),
    path("<slug:place>/", views.overview, name="overview"),
]
