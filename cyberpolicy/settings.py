"""All settings, read from typed environment variables; safe without any. The table of them stands in README.md."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cyberpolicy import env
from cyberpolicy.static_headers import static_headers

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key("SECRET_KEY", keep_in=VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

SITE_NAME = env.text("SITE_NAME")
ORGANISATION = env.text("ORGANISATION")

INSTALLED_APPS = [
    "cyberpolicy",
    "tracks",
    "instruments",
    "axes",
    "cyberpolicy.admin_site.DeskAdminConfig",  # Django's admin, with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",  # first: a style sheet needs none of what the others do
    "cyberpolicy.middleware.PageCompressionMiddleware",
    "cyberpolicy.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cyberpolicy.middleware.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cyberpolicy.middleware.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cyberpolicy.middleware.HostMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cyberpolicy.middleware.TurnedAwayMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cyberpolicy.urls"
WSGI_APPLICATION = "cyberpolicy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cyberpolicy.context.site",
            ],
            "builtins": [f"cyberpolicy.templatetags.{name}" for name in ("cyberpolicy", "drawing", "remembering")],
        },
    }
]

SQLITE_OPTIONS = {
    # Writers wait for their turn at BEGIN instead of failing half-way; readers never wait (WAL).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
# PostgreSQL compiles a query that it thinks is long; ours are over before that pays. What is read after a start took
# half as long again with it.
POSTGRESQL_OPTIONS = {"options": "-c jit=off"}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'cyberpolicy.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "cyberpolicy.sqlite"  # the same, with a fair queue of writers
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
else:  # what the address itself says comes first
    DATABASES["default"]["OPTIONS"] = POSTGRESQL_OPTIONS | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cyberpolicy.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "login", "home", "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Guessing passwords. By name and address together: one colleague's typing errors must not lock out a whole ministry,
# nor may a stranger lock out an account from elsewhere.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "cyberpolicy.logins.locked_out"
AXES_CLIENT_IP_CALLABLE = "cyberpolicy.logins.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False  # administrators release accounts in a list of our own
AXES_VERBOSE = False

SEARCH_BACKEND = env.text("SEARCH_BACKEND", "")  # dotted path; empty: that of the database (search/backend.py)
KEPT_PAGES_MB = env.number("KEPT_PAGES_MB", 16)  # of pages that each process keeps; 0: none

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "cyberpolicy" / "locale"]
TIME_ZONE, USE_TZ = "Europe/Amsterdam", True
FORMAT_MODULE_PATH = ["cyberpolicy.formats"]
USE_THOUSAND_SEPARATOR = True  # in what people read; a key or a year in a template is ``unlocalised``

CSRF_FAILURE_VIEW = "cyberpolicy.views.failures.csrf_failure"
# While this file is there the site answers that it is being worked on. It may hold the number of minutes that takes.
MAINTENANCE_FILE = VAR_DIR / "maintenance"

# The form of a record holds all its rows: some have a hundred relations.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

STATIC_URL, STATIC_ROOT = "static/", VAR_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cyberpolicy.static_files.ForgivingStorage"},
}
# The commands that fill an empty database, in order.
FIRST_RECORDS = ["load_letter", "load_recesses"]

HTTPS = env.flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/?$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
BEHIND_PROXY = env.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# Reminders by e-mail. Without a server they are written to the console.
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"  # in the names of letters and of events in calendars
EMAIL_HOST, EMAIL_PORT = env.text("EMAIL_HOST"), env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_USER"), env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS, EMAIL_TIMEOUT = env.flag("EMAIL_TLS"), 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "cyberpolicy@localhost")

# Parliament's clocks. How long a held-over motion stays is in the rules of procedure of the chamber. 0 is of the Tweede
# Kamer "not known", of the Senate "as in its rules of procedure", see instruments/clocks.py.
HELD_OVER_MONTHS, HELD_OVER_SOURCE = env.number("HELD_OVER_MONTHS", 0), env.text("HELD_OVER_SOURCE")
SENATE_HELD_OVER_MONTHS = env.number("SENATE_HELD_OVER_MONTHS", 0)
SENATE_HELD_OVER_SOURCE = env.text("SENATE_HELD_OVER_SOURCE")
SENATE_REMINDERS = env.days("SENATE_REMINDERS", "01-01,07-01")

# Where the words of reports stand, one file a kind and language; empty: those that come with the software.
REPORT_TEMPLATES = env.text("REPORT_TEMPLATES")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools")},  # they tell every step
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO").upper()},
}
