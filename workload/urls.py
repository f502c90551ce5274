"""Addresses of the workload pages."""

from django.urls import path

from workload.views import figures

urlpatterns = [
    path("workload/", figures.TeamWorkload.as_view(), name="team_workload"),
    path("workload/<int:pk>/", figures.OfficerWorkload.as_view(), name="officer_workload"),
]
