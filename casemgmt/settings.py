"""Settings, from the environment.

``CASEMGMT_MODE`` is ``local`` (the default: demonstration, development, tests) or ``production``. In production every
value that has no safe default must be set, and a missing one stops the start with a message that says how to mend it.
In local mode ``DATABASE_URL`` and ``REDIS_URL`` fall back to the embedded servers that ``make up`` starts.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import pgtrigger
import structlog
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from casemgmt import local, logs
from ui.words import WORDS

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = os.environ.get("CASEMGMT_MODE", "local")
if MODE not in ("local", "production"):
    raise ImproperlyConfigured(f"CASEMGMT_MODE is {MODE!r}: set it to 'local' or 'production'.")
PRODUCTION = MODE == "production"


def required(name: str, hint: str, fallback=None) -> str:
    """The environment variable ``name``; in local mode ``fallback()`` where it is unset, in production an error."""
    value = os.environ.get(name)
    if not value and fallback and not PRODUCTION:
        value = fallback()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


SECRET_KEY = required("SECRET_KEY", "Set it to a long random text that never changes.", local.secret_key)
DEBUG = os.environ.get("DEBUG", "") == "1" and not PRODUCTION
ALLOWED_HOSTS = required(
    "ALLOWED_HOSTS", "Set it to the host names of the site, separated by commas.", lambda: "localhost,127.0.0.1,[::1]"
).split(",")

INSTALLED_APPS = [
    "home",
    "casework",
    *([] if PRODUCTION else ["demonstration"]),
    "alerts",
    "reports",
    "interchange",
    "contacts",
    "workload",
    "cases",
    "staff",
    "audit",
    "base",
    "ui",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_tables2",
    "django_filters",
    "django_celery_beat",
    "django_structlog",
    "axes",
    "csp",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After authentication: every page is closed unless its view says that it is open.
    "staff.middleware.SignInFirst",
    "staff.middleware.private_pages",
    "staff.middleware.RequestLog",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "casemgmt.urls"
WSGI_APPLICATION = "casemgmt.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.navigation.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "ui.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "ui.renderer.GovukRenderer"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("All")

DATABASES = {
    "default": dj_database_url.parse(
        required("DATABASE_URL", "Run `make up`, or set it to a PostgreSQL address.", local.database_url),
        # One's own machine has no crowd to keep connections for, and tests must be able to drop their database.
        conn_max_age=60 if PRODUCTION else 0,
        conn_health_checks=True,
    )
}
# Statements here are many and short: compiling them costs more time than it saves.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "staff.backends.InPostBackend",
]
# An email address is unique among those in post only: `User` says how, and `get_by_natural_key` who signs in with it.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
# Ten tries, then a quarter of an hour's rest, for the account from that address.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "staff.lockout.account_tried"
AXES_LOCKOUT_TEMPLATE = "staff/locked_out.html"
AXES_VERBOSE = False

LANGUAGE_CODE = os.environ.get("LANGUAGE_CODE", "en-gb")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# In production collectstatic gathers the files here; in local mode they are served from where they lie.
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
# What staff upload about people. No address leads here: the pages serve it to whoever may see the person.
UPLOADS_ROOT = Path(os.environ.get("UPLOADS_ROOT") or BASE_DIR / "var" / "uploads").resolve()
if any(UPLOADS_ROOT.is_relative_to(folder) for folder in filter(None, (*STATICFILES_DIRS, STATIC_ROOT))):
    raise ImproperlyConfigured(f"UPLOADS_ROOT is {UPLOADS_ROOT}: set it to a folder that is not served.")
# A slip that is not too large stays in memory until it is checked; a larger one is refused.
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "uploads": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": UPLOADS_ROOT,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

REDIS_URL = required("REDIS_URL", "Run `make up`, or set it to a Redis or Valkey address.", local.redis_url)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"alerts.tasks.*": {"queue": "scan"}}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    # By the clock on the wall, in winter and summer. The second time reaches those for whom the first one failed.
    "send the daily emails": {
        "task": "casework.tasks.send_daily_emails",
        "schedule": crontab(minute=30, hour=7, day_of_week="mon-fri"),
    },
    "send the daily emails that failed": {
        "task": "casework.tasks.send_daily_emails",
        "schedule": crontab(minute=0, hour=8, day_of_week="mon-fri"),
    },
    # The first of the day is for tomorrow's appointments; the others reach what was booked or failed since.
    "send reminders": {
        "task": "casework.tasks.send_reminders",
        "schedule": crontab(minute=0, hour="10-17", day_of_week="mon-fri"),
    },
    "ask whether messages arrived": {
        "task": "casework.tasks.ask_for_receipts",
        "schedule": crontab(minute=30),
    },
    "scan contacts, hourly in working hours": {
        "task": "alerts.tasks.scan_contacts",
        "schedule": crontab(minute=5, hour="8-18", day_of_week="mon-fri"),
    },
    # Of the day that has just ended. Never between 1 and 2, which some nights lack and others have twice.
    "take workload snapshots, nightly": {
        "task": "workload.tasks.take_snapshots",
        "schedule": crontab(minute=40, hour=0),
    },
    "clear sessions that are over, nightly": {
        "task": "staff.tasks.clear_sessions",
        "schedule": crontab(minute=15, hour=1),
    },
    "clear drafts and recent people, nightly": {
        "task": "casework.tasks.clear_up",
        "schedule": crontab(minute=20, hour=1),
    },
    "scan contacts, nightly": {
        "task": "alerts.tasks.scan_contacts",
        "schedule": crontab(minute=30, hour=1),
    },
    "keep facts, hourly": {
        "task": "contacts.tasks.keep_facts",
        "schedule": crontab(minute=50),
    },
    "check facts, nightly": {
        "task": "contacts.tasks.check_facts",
        "schedule": crontab(minute=10, hour=2),
    },
}

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "staff.views.page_was_open_too_long"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}

# What the shipped measure says follows up a non-attendance (section 2 of docs/rules.md); read once, by the migration
# that brings it. "further_appointment" reads the Minimum Contact Specification; "any_action" reads the published
# measure, where breach, recall or warrant in time count too.
MINIMUM_CONTACT_FOLLOW_UP = os.environ.get("MINIMUM_CONTACT_FOLLOW_UP", "further_appointment")
if MINIMUM_CONTACT_FOLLOW_UP not in ("further_appointment", "any_action"):
    raise ImproperlyConfigured(
        f"MINIMUM_CONTACT_FOLLOW_UP is {MINIMUM_CONTACT_FOLLOW_UP!r}: set it to 'further_appointment' or 'any_action'."
    )

# Who sends the notices, in English and in Welsh; without a Welsh name the other one stands in both.
ORGANISATION_NAME = required(
    "ORGANISATION_NAME",
    "Set it to the name of your organisation, as it is to stand on notices to people on probation.",
    lambda: "Demonstration Probation Service",
)
ORGANISATION_NAME_CY = os.environ.get("ORGANISATION_NAME_CY") or ORGANISATION_NAME

# The mail server, for the daily emails about worklists and for emails to service users. Without one, there are none.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_TIMEOUT = 10
if EMAIL_HOST:
    EMAIL_SECURITY = os.environ.get("EMAIL_SECURITY", "starttls")
    if EMAIL_SECURITY not in ("starttls", "tls", "none"):
        raise ImproperlyConfigured(f"EMAIL_SECURITY is {EMAIL_SECURITY!r}: set it to 'starttls', 'tls' or 'none'.")
    EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
    port = os.environ.get("EMAIL_PORT") or {"starttls": "587", "tls": "465", "none": "25"}[EMAIL_SECURITY]
    if not port.isdigit():
        raise ImproperlyConfigured(f"EMAIL_PORT is {port!r}: set it to the number of a port, such as 587.")
    EMAIL_PORT = int(port)
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
        raise ImproperlyConfigured("Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD both, or neither.")
    DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "Set it to the address that emails come from.")
    SITE_URL = required("SITE_URL", "Set it to the address of the site, such as https://cases.example.org.").rstrip("/")
    if not SITE_URL.startswith(("https://", "http://")) or (PRODUCTION and not SITE_URL.startswith("https://")):
        raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}: set it to an address like https://cases.example.org.")

# Reminders to service users, and their slips by email, by GOV.UK Notify. Without it, emails go by the mail server.
NOTIFY_API_KEY = os.environ.get("NOTIFY_API_KEY", "")
NOTIFY_URL = os.environ.get("NOTIFY_URL") or "https://api.notifications.service.gov.uk"
NOTIFY_TIMEOUT = 10
NOTIFY_TEMPLATES = {
    kind: required(f"NOTIFY_{kind.upper()}_TEMPLATE", f"Set it to the id of the Notify template {about}.")
    for kind, about in {
        "text": "of text messages, which has ((message))",
        "email": "of emails, which has ((subject)) and ((message))",
        "slip": "of emails with a slip, which has ((subject)), ((message)) and ((link_to_file))",
    }.items()
    if NOTIFY_API_KEY
}

# Uploaded files are looked at by ClamAV's daemon, which takes them over the network.
CLAMD: tuple[str, int] | None = None
if clamd_url := os.environ.get("CLAMD_URL", ""):
    clamd = urlsplit(clamd_url)
    if clamd.scheme != "tcp" or not clamd.hostname:
        raise ImproperlyConfigured(f"CLAMD_URL is {clamd_url!r}: set it to an address like tcp://clamav.example:3310.")
    CLAMD = clamd.hostname, clamd.port or 3310

# What the organisation calls its people and parts, where it is not what `ui.words` has: one, and several.
ORGANISATION_WORDS: dict[str, list[str]] = json.loads(os.environ.get("ORGANISATION_WORDS", "{}"))
for name, forms in ORGANISATION_WORDS.items():
    if name not in WORDS or len(forms) != 2:
        raise ImproperlyConfigured(
            f"ORGANISATION_WORDS has {name!r}: {forms!r}. "
            f'Write {{"ldu": ["PDU", "PDUs"]}}, one and several, of: {", ".join(WORDS)}.'
        )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structlog": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": logs.JSON_LINES if PRODUCTION else logs.CONSOLE,
            "foreign_pre_chain": logs.ABOUT,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structlog"}},
    # Its warnings quote what the provider says, which may have a number or an address.
    "loggers": {"notifications_python_client": {"level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *logs.ABOUT,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

# History is written once for a statement, not row by row: an import may change a hundred thousand rows at once.
PGHISTORY_LEVEL = pgtrigger.Statement
