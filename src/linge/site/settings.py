"""The one settings file: everything a place decides comes from the environment."""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from linge.kernel.db import sqlite_options

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("LINGE_DATA_DIR", "var")).resolve()
KEY_DIR = Path(os.environ.get("LINGE_KEY_DIR", DATA_DIR / "keys"))
MEDIA_ROOT = DATA_DIR / "files"
DEBUG = False
DEMO_OUTBOX = os.environ.get("LINGE_DEMO", "") == "1"
"""Letters are shown instead of sent. Only whoever starts the program can say so."""
DEMO_MARK = DATA_DIR / "demo-data.txt"
DEMO_IDENTITIES = os.environ.get("LINGE_DEMO", "1" if DEMO_MARK.exists() else "") == "1"
"""Invented numbers are accepted: as told, or where ``linge demo`` filled the data directory."""
JOBS_INLINE = False


def _secret_key() -> str:
    """The signing secret: from the environment, else made once and kept beside the other keys."""
    given = os.environ.get("LINGE_SECRET_KEY")
    if given:
        return given
    path = KEY_DIR / "secret.key"
    if not path.exists():
        KEY_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("LINGE_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = list(filter(None, os.environ.get("LINGE_ORIGINS", "").split(",")))
INSIDE_HOSTS = list(filter(None, os.environ.get("LINGE_INSIDE_HOSTS", "").split(",")))
"""Hosts of the own network (``name`` or ``name:port``) that may be asked for data like public ones."""
SECURE_COOKIES = os.environ.get("LINGE_HTTPS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_q",
    "linge.kernel",
    "linge.ui",
    "linge.audit",
    "linge.accounts",
    "linge.files",
    "linge.territory",
    "linge.staff",
    "linge.registry",
    "linge.cases",
    "linge.integrations",
    "linge.portal",
    "linge.desk",
    "linge.field",
    "linge.screen",
    "linge.demo",
    "linge.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "linge.site.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "linge.site.middleware.Compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linge.ui.appearance.language_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linge.accounts.middleware.actor_middleware",
    "linge.site.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "linge.site.urls"
WSGI_APPLICATION = "linge.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{DATA_DIR / 'linge.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = sqlite_options()
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 12}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "linge.accounts.backends.PhoneBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "accounts:sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "phone"
AXES_USERNAME_CALLABLE = "linge.accounts.throttle.pseudonym"
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
SESSION_COOKIE_NAME = "__Host-linge" if SECURE_COOKIES else "linge"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 12 * 3600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the package by WhiteNoise; nothing is collected
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/built/.+[-.][0-9A-Za-z_-]{8,}\."
FILTERS_EMPTY_CHOICE_LABEL = _("全部")
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_SSL_REDIRECT = False
X_FRAME_OPTIONS = "DENY"

Q_CLUSTER = {
    "name": "linge",
    "orm": "default",
    "workers": 1,
    "timeout": 600,
    "retry": 900,
    "poll": 1,
    "catch_up": False,
    "save_limit": 200,
    "label": "任务",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LINGE_LOG_LEVEL", "WARNING")},
}
