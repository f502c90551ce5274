"""My caseload."""

from django.views.generic import TemplateView


class Caseload(TemplateView):
    template_name = "base.html"
