"""Settings: one file; secrets come from a file or the environment and have no default."""

from pathlib import Path
from typing import Any

import environ
from botocore.config import Config
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))  # what this machine keeps

# --- secrets -----------------------------------------------------------------------------
SECRETS_FILE = Path(env.str("SECRETS_FILE", default=str(VAR_DIR / "secrets.env")))
if SECRETS_FILE.exists():
    env.read_env(str(SECRETS_FILE))
SECRET_KEY = env.str("SECRET_KEY")
VAULT_KEKS = env.dict("VAULT_KEKS")  # "1=<base64>,2=<base64>": the highest number seals
VAULT_INDEX_KEY = env.str("VAULT_INDEX_KEY")
AUDIT_ROW_KEY = env.str("AUDIT_ROW_KEY")
AUDIT_SIGNING_KEY = env.str("AUDIT_SIGNING_KEY")  # base64 of 32 bytes, Ed25519
MFA_KEY = env.str("MFA_KEY")  # base64 of 32 bytes: seals TOTP secrets and recovery seeds

# --- what kind of place this is ------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # invented data, banner, printed accounts
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=True)
HTTPS = env.bool("HTTPS", default=not DEMO)  # off only on localhost: cookies, HSTS, __Host- names
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ORGANISATION = env.str("ORGANISATION", default="Cauce")
REPORT_PLACE = env.str("REPORT_PLACE", default="")  # where expert reports are signed
REPORT_LETTERHEAD = env.str("REPORT_LETTERHEAD", default="Área de peritajes")
CRISIS_LINES = env.list("CRISIS_LINES", default=["911", "Línea de la Vida: 800 911 2000"])
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", default="https://es.wikipedia.org/wiki/Clima")

# --- data --------------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/main.sqlite3"),
    # the wrapped data keys: their own backups, their own short life
    "keys": env.db_url("KEYS_DATABASE_URL", default=f"sqlite:///{VAR_DIR}/keys.sqlite3"),
}
for database in DATABASES.values():
    database["CONN_MAX_AGE"] = 600
    database["CONN_HEALTH_CHECKS"] = True
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        database["OPTIONS"] = {"connect_timeout": 3, "server_side_binding": True}
DATABASE_ROUTERS = ["accompaniment.vault.router.KeysRouter"]
AUDIT_CHECKPOINTS = Path(env.str("AUDIT_CHECKPOINTS", default=str(VAR_DIR / "checkpoints")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# limits of the rate limiter are shared by every process: a database or Redis, never memory
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://cauce_cache")}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}  # nobody flushes a limit by noise
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@localhost")

# --- rooms -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "accompaniment.checks.ChecksConfig",
    "accompaniment.desk",
    "groups",
    "defenders",
    "expertise",
    "donations",
    "cases",
    "accompaniment.staff",
    "accompaniment.audit",
    "accompaniment.vault",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "accompaniment.headers.HeadersMiddleware",  # first: every answer passes here
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accompaniment.counted.CountedMiddleware",  # before what reads a form
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accompaniment.staff.middleware.limits.SessionLimitsMiddleware",
    "accompaniment.staff.middleware.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accompaniment.fetch.FetchMiddleware",
    "accompaniment.staff.middleware.kept.SignedInMiddleware",
    "accompaniment.staff.middleware.confined.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accompaniment.staff.acting.ActingMiddleware",  # last: nothing renders outside of it
]
ROOT_URLCONF = "accompaniment.urls"
WSGI_APPLICATION = "accompaniment.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "accompaniment.context.house",
            ],
            "libraries": {"ui": "accompaniment.templatetags.ui"},
        },
    }
]
FORM_RENDERER = "accompaniment.forms.Renderer"

# --- people and their sessions -------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ANONYMOUS_USER_NAME = None  # guardian: no row that stands for everybody
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # nobody asks has_perm(): it says yes to superusers
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # whatever happens, a session ends after this
SESSION_IDLE = 20 * 60
SESSION_IDLE_SHORT = 15 * 60  # for those who see more than their own cases
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "accompaniment.staff.middleware.kept.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # nothing in cookies
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_MINIMAL_STRENGTH = 3
PASSWORD_RESET_TIMEOUT = 3600
LENGTH = "django.contrib.auth.password_validation.MinimumLengthValidator"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": LENGTH, "OPTIONS": {"min_length": 12}},
    {"NAME": "accompaniment.staff.passwords.SpanishWordsValidator"},
    {"NAME": "accompaniment.staff.passwords.StrengthValidator"},
]
INVITATION_DAYS = 7
ACCOUNT_ADAPTER = "accompaniment.staff.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation has reached the address
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accompaniment.staff.passwords.ResetTokens"  # noqa: S105
ACCOUNT_FORMS = {
    "login": "accompaniment.staff.forms.signing_in.SignInForm",
    "reset_password": "accompaniment.staff.forms.signing_in.ResetForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # key: an account from one place
    "login_failed_account": "50/h/key",
    "reset_password": "20/m/ip,5/h/key",
    "verify": "30/m/ip",  # whether a signed report is authentic
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_ADAPTER = "accompaniment.staff.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 20  # 66 bits each
MFA_TOTP_ISSUER = "Agenda"  # stands on somebody's telephone: says nothing
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "activate_totp": "accompaniment.staff.forms.signing_in.ActivateTOTPForm",
    "authenticate": "accompaniment.staff.forms.signing_in.AuthenticateForm",
    "reauthenticate": "accompaniment.staff.forms.signing_in.ConfirmForm",
    "reauthenticate_webauthn": "accompaniment.staff.forms.signing_in.ConfirmPasskeyForm",
}

# --- safety on the wire ----------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, before the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would send Origin: null with our own forms
PERMISSIONS_POLICY: dict[str, list[str]] = {
    **{name: [] for name in ("accelerometer", "camera", "display-capture", "geolocation")},
    **{name: [] for name in ("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb")},
    **{f"publickey-credentials-{what}": ["self"] for what in ("get", "create")},
}
OWN = ("script-src", "style-src", "font-src", "connect-src", "manifest-src", "form-action")
NOBODY = ("default-src", "frame-ancestors", "base-uri", "object-src")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: [SELF] for name in OWN},
        **{name: [NONE] for name in NOBODY},
        "img-src": [SELF, "data:"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000  # every section of a note at its longest
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

# --- language, time, static files ------------------------------------------------------------
LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="America/Chihuahua")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES: dict[str, dict[str, Any]] = {
    "sealed": {  # documents, as ciphertext
        "BACKEND": "accompaniment.vault.storage.SealedFolder",
        "OPTIONS": {
            "location": env.str("DOCUMENTS_DIR", default=str(VAR_DIR / "sealed")),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- documents: how large, how long, looked through by whom, kept where ---------------------------
DOCUMENT_MAX_MB = env.int("DOCUMENT_MAX_MB", default=25)
DOCUMENT_MAX_PAGES, DOCUMENT_MAX_PIXELS = 500, 80_000_000
DOCUMENTS_PER_HOUR = 200  # of one person
CLAMAV = env.str("CLAMAV", default="off-accept" if DEMO else "")  # tcp://host:3310, unix:///socket
FILE_UPLOAD_HANDLERS = ["accompaniment.files.arriving.SealedUploadHandler"]
# nameless there, sealed, gone with the request
UPLOADS_DIR = Path(env.str("UPLOADS_DIR", default=str(VAR_DIR / "arriving")))
DATA_UPLOAD_MAX_NUMBER_FILES = 10
if bucket := env.str("DOCUMENTS_BUCKET", default=""):
    STORAGES["sealed"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("DOCUMENTS_ENDPOINT", default="") or None,
            "region_name": env.str("DOCUMENTS_REGION", default="") or None,
            "access_key": env.str("DOCUMENTS_KEY"),
            "secret_key": env.str("DOCUMENTS_SECRET"),
            "default_acl": None,
            "file_overwrite": False,
            "client_config": Config(
                signature_version="s3v4",
                connect_timeout=5,  # seconds; a page that waits longer helps nobody
                read_timeout=30,
                retries={"total_max_attempts": 2},
            ),
        },
    }

# --- printing: what one report may take, how many at once, where a press keeps its letters --------
RENDER_SECONDS = env.int("RENDER_SECONDS", default=30)
RENDER_MEMORY_MB = env.int("RENDER_MEMORY_MB", default=1024)
RENDER_SILENCE = env.int("RENDER_SILENCE", default=15)  # until a worker counts as dead
RENDERS_AT_ONCE = env.int("RENDERS_AT_ONCE", default=2)
RENDER_DIR = Path(env.str("RENDER_DIR", default=str(VAR_DIR / "press")))

# --- signatures of expert reports --------------------------------------------------------------
SIGNING = VAR_DIR / "signing"
SIGNING_CERTIFICATE = env.str("SIGNING_CERTIFICATE", default=str(SIGNING / "organisation.p12"))
SIGNING_ROOTS = env.str("SIGNING_ROOTS", default=str(SIGNING / "roots.pem"))  # whom we trust
SIGNING_STAMPS_URL = env.str("SIGNING_STAMPS_URL", default="")  # an RFC 3161 authority, if any
VERIFY_MAX_MB = 30

# --- groups: refusals of places in a day after which coordination hears of the colleague ----------
CONFLICT_REFUSALS = env.int("CONFLICT_REFUSALS", default=3)

# --- logs: places in the code, never words of people; the trace knows who and what ---------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"scrubbed": {"()": "accompaniment.logs.Scrubbed"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "scrubbed"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # 404 is an answer
        "django.security": {"level": "ERROR"},  # what strangers send is not worth keeping
        "pyhanko": {"level": "CRITICAL"},  # names whoever signed
        "pyhanko_certvalidator": {"level": "CRITICAL"},
    },
}

# --- work behind the scenes --------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
BROKER_DIR = VAR_DIR / "broker"
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_POOL = "accompaniment.pool:TaskPool"
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
