"""The home: what to do first."""

from django.views.generic import TemplateView


class Home(TemplateView):
    template_name = "base.html"
