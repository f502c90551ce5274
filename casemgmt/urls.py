"""Every address of the site. Each app brings its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("staff.urls")),
    path("", include("home.urls")),
    path("", include("casework.urls")),
    path("", include("reports.urls")),
    path("", include("workload.urls")),
]
