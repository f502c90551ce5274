"""The month's compliance."""

from django.urls import path

from reports.views import Compliance, CompliancePeople

urlpatterns = [
    path("compliance/", Compliance.as_view(), name="compliance"),
    path("compliance/people/", CompliancePeople.as_view(), name="compliance_people"),
]
