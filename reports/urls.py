"""The month's compliance, the month in progress, its return, and the quarterly review."""

from django.urls import path

from reports.views.month import Compliance, CompliancePeople, HowMade
from reports.views.progress import MonthInProgress
from reports.views.quarter import QuarterlyReviewPage
from reports.views.returns import ReturnPage, Returns, SignPage

urlpatterns = [
    path("compliance/", Compliance.as_view(), name="compliance"),
    path("compliance/how/", HowMade.as_view(), name="how_made"),
    path("compliance/progress/", MonthInProgress.as_view(), name="compliance_progress"),
    path("compliance/people/", CompliancePeople.as_view(), name="compliance_people"),
    path("compliance/returns/", Returns.as_view(), name="returns"),
    path("compliance/returns/sign/<int:ldu>/<str:month>/", SignPage.as_view(), name="sign_return"),
    path("compliance/returns/<int:pk>/", ReturnPage.as_view(), name="return"),
    path("quarter/", QuarterlyReviewPage.as_view(), name="quarter"),
]
