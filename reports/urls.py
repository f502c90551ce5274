"""The month's compliance, the month in progress, and the quarterly review."""

from django.urls import path

from reports.views.month import Compliance, CompliancePeople, HowMade
from reports.views.progress import MonthInProgress
from reports.views.quarter import QuarterlyReviewPage

urlpatterns = [
    path("compliance/", Compliance.as_view(), name="compliance"),
    path("compliance/how/", HowMade.as_view(), name="how_made"),
    path("compliance/progress/", MonthInProgress.as_view(), name="compliance_progress"),
    path("compliance/people/", CompliancePeople.as_view(), name="compliance_people"),
    path("quarter/", QuarterlyReviewPage.as_view(), name="quarter"),
]
