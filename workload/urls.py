"""Addresses of the workload pages."""

from django.urls import path

from workload.views import figures, thresholds, weightings

urlpatterns = [
    path("workload/", figures.TeamWorkload.as_view(), name="team_workload"),
    path("workload/<int:pk>/", figures.OfficerWorkload.as_view(), name="officer_workload"),
    path("workload/<int:pk>/adjust/", thresholds.RecordAdjustment.as_view(), name="record_adjustment"),
    path("workload/<int:pk>/allow/", thresholds.RecordAllowance.as_view(), name="record_allowance"),
    path("workload/<int:pk>/rurality/", thresholds.SetRurality.as_view(), name="set_rurality"),
    path("workload/adjustments/<int:pk>/", thresholds.EndAdjustment.as_view(), name="end_adjustment"),
    path("workload/allowances/<int:pk>/", thresholds.EndAllowance.as_view(), name="end_allowance"),
    path("workload/how/", weightings.HowWorkedOut.as_view(), name="workload_how"),
    path("workload/models/draft/", weightings.DraftModel.as_view(), name="draft_model"),
    path("workload/models/<int:pk>/", weightings.ModelPage.as_view(), name="workload_model"),
    path("workload/models/<int:pk>/change/", weightings.ChangeDraft.as_view(), name="change_draft"),
]
