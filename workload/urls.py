"""Addresses of the workload pages."""

from django.urls import path

from workload.views import figures, forecast

urlpatterns = [
    path("workload/", figures.TeamWorkload.as_view(), name="team_workload"),
    path("workload/<int:pk>/", figures.OfficerWorkload.as_view(), name="officer_workload"),
    path("workload/forecast/", forecast.TeamForecast.as_view(), name="team_forecast"),
    path("workload/<int:pk>/forecast/", forecast.OfficerForecast.as_view(), name="officer_forecast"),
]
