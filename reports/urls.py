"""The home, and the month's compliance."""

from django.urls import path

from reports.views.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
]
