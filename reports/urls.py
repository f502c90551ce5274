"""The home, and the month's compliance."""

from django.urls import path

from reports.views.compliance import Compliance, CompliancePeople
from reports.views.home import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("compliance/", Compliance.as_view(), name="compliance"),
    path("compliance/people/", CompliancePeople.as_view(), name="compliance_people"),
]
