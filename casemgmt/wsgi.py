"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from casemgmt.garbage import look_less_often

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings")

application = get_wsgi_application()

# With every view and form that there is, which the first request would load otherwise.
get_resolver().url_patterns  # noqa: B018
look_less_often()
