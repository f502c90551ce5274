"""Wiring only: settings, URLs, Celery and the embedded servers. No app imports this package."""

from casemgmt.celery import app as celery_app

__all__ = ["celery_app"]
