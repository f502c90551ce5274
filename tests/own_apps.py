"""The apps of the product itself, so that what every test of the whole project goes through includes a new one."""

from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent
OWN_APPS = [config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
