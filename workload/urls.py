"""Addresses of the workload pages."""

from django.urls import path

from workload import views

urlpatterns = [
    path("workload/", views.TeamWorkload.as_view(), name="team_workload"),
    path("workload/<int:pk>/", views.OfficerWorkload.as_view(), name="officer_workload"),
]
