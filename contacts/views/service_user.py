"""A service user's page, and the page of one contact."""

from django.views.generic import TemplateView


class ServiceUserPage(TemplateView):
    template_name = "base.html"


class ContactPage(TemplateView):
    template_name = "base.html"
