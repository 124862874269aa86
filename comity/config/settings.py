# SPDX-License-Identifier: Apache-2.0
"""Django settings of a node. One file for every way of running: `config/env.py` holds what differs."""

from __future__ import annotations

import sys

try:  # Debian 12 ships a SQLite with a known WAL fault (fixed in 3.51.3); the wheel brings a later one.
    import pysqlite3
    import pysqlite3.dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:  # other platforms use their own SQLite
    pass

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from comity.config.env import Environment

ENV = Environment()
if ENV.problems():
    raise ImproperlyConfigured(" ".join(ENV.problems()))

PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENV.home
FILES = HOME / "files"
KEYS = HOME / "keys"
COMITY_ENV = ENV
PRACTICE = not ENV.is_production

DEBUG = False
SECRET_KEY = ENV["SECRET_KEY"] or "practice-only-" + "0" * 50
_base = urlsplit(ENV["BASE_URL"])
ALLOWED_HOSTS = [_base.hostname or "localhost"] + (["localhost", "127.0.0.1", "testserver"] if PRACTICE else [])
CSRF_TRUSTED_ORIGINS = [ENV["BASE_URL"]]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "comity.config",
    "comity.ledger",
    "comity.queue",
    "comity.directory",
    "comity.accounts",
    "comity.instruments",
    "comity.exchange",
    "comity.evidence",
    "comity.register",
    "comity.drafting",
    "comity.assistance",
    "comity.meetings",
    "comity.commitments",
    "comity.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "comity.config.doors.Doors",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comity.config.middleware.ErrorPages",
]

ROOT_URLCONF = "comity.config.urls"
WSGI_APPLICATION = "comity.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],  # before the libraries': their pages wear our frame
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "comity.config.context.node",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    """Return the engine settings: SQLite in the home, or PostgreSQL by address."""
    if not ENV["DATABASE_URL"]:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(HOME / "comity.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a receipt once given must survive a power cut.
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
            },
        }
    url = urlsplit(ENV["DATABASE_URL"])
    if url.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("COMITY_DATABASE_URL must begin with postgresql://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
    }


DATABASES = {"default": _database()}

LANGUAGE_CODE = ENV["LANGUAGE"]
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("fa", _("Persian"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV["TIME_ZONE"]

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "config" / "static"]
STATIC_ROOT = Path(ENV["STATIC_DIR"]) if ENV["STATIC_DIR"] else HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(FILES / "uploading") if (FILES / "uploading").exists() else None
DATA_UPLOAD_MAX_MEMORY_SIZE = ENV["MAX_API_BODY_BYTES"]

AUTH_USER_MODEL = "accounts.User"
SESSION_COOKIE_AGE = ENV["SESSION_HOURS"] * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = f"comity_{ENV['NODE_ID']}"  # several practice nodes share one host name
CSRF_COOKIE_NAME = f"comity_csrf_{ENV['NODE_ID']}"
LANGUAGE_COOKIE_NAME = "comity_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.is_production
SECURE_SSL_REDIRECT = ENV.is_production
SECURE_HSTS_SECONDS = 31536000 if ENV.is_production else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

# ---- Sign-in: django-allauth, passkeys, one-time codes (room: accounts) ----
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "comity.accounts.adapter.ByInvitation"
ACCOUNT_USER_DISPLAY = "comity.accounts.adapter.display"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/account/login/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # a node sends no mail; administrators invite anew
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"Comity {ENV['NODE_ID']}"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PRACTICE
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
