"""Addresses of the workload pages."""

from django.urls import path

from workload.views import checklists, figures, forecast, plans, reviews, thresholds, weightings

urlpatterns = [
    path("workload/", figures.TeamWorkload.as_view(), name="team_workload"),
    path("workload/<int:pk>/", figures.OfficerWorkload.as_view(), name="officer_workload"),
    path("workload/forecast/", forecast.TeamForecast.as_view(), name="team_forecast"),
    path("workload/<int:pk>/forecast/", forecast.OfficerForecast.as_view(), name="officer_forecast"),
    path("workload/<int:pk>/adjust/", thresholds.RecordAdjustment.as_view(), name="record_adjustment"),
    path("workload/<int:pk>/allow/", thresholds.RecordAllowance.as_view(), name="record_allowance"),
    path("workload/<int:pk>/rurality/", thresholds.SetRurality.as_view(), name="set_rurality"),
    path("workload/adjustments/<int:pk>/", thresholds.EndAdjustment.as_view(), name="end_adjustment"),
    path("workload/allowances/<int:pk>/", thresholds.EndAllowance.as_view(), name="end_allowance"),
    path("workload/how/", weightings.HowWorkedOut.as_view(), name="workload_how"),
    path("workload/models/draft/", weightings.DraftModel.as_view(), name="draft_model"),
    path("workload/models/<int:pk>/", weightings.ModelPage.as_view(), name="workload_model"),
    path("workload/models/<int:pk>/change/", weightings.ChangeDraft.as_view(), name="change_draft"),
    path("workload/checklist/", checklists.Checklists.as_view(), name="checklists"),
    path("workload/checklist/new/", checklists.NewChecklist.as_view(), name="new_checklist"),
    path("workload/reviews/", reviews.WorkloadReviews.as_view(), name="workload_reviews"),
    path("workload/reviews/ask/", reviews.AskForReview.as_view(), name="ask_review"),
    path("workload/<int:pk>/review/", reviews.OpenReview.as_view(), name="open_review"),
    path("workload/plans/<int:pk>/add/", plans.AddAction.as_view(), name="add_action"),
    path("workload/plans/<int:pk>/review/", plans.ReviewPlan.as_view(), name="review_plan"),
    path("workload/escalations/<int:pk>/", plans.DecideEscalation.as_view(), name="decide_escalation"),
]
