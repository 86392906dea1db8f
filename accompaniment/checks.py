"""Deploy checks: what must be true before real people are written into this house.

``manage.py check --deploy`` asks them all. Each has an id and a sentence that says what to do.
"""

import base64
import binascii
import stat
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import Error, connections

MARK = checks.Tags.security
LOCAL = {"", "localhost", "127.0.0.1", "::1", None}
KEY_BYTES = 32
CLINICAL = ["psychologist", "coordinator", "lawyer", "facilitator", "reception"]
Findings = list[checks.CheckMessage]


class ChecksConfig(AppConfig):
    """Registers the checks when the rooms are ready."""

    name = "accompaniment"

    def ready(self) -> None:
        for check in (mode, keys, key_file, databases, redis, mail, scanner):
            checks.register(check, MARK, deploy=True)
        checks.register(people, checks.Tags.database, deploy=True)
        checks.register(trace, checks.Tags.database, deploy=True)


def error(number: int, sentence: str, hint: str) -> checks.Error:
    """Make one finding."""
    return checks.Error(sentence, hint=hint, id=f"cauce.E{number:03}")


def mode(app_configs: object, **kwargs: object) -> Findings:
    """No demonstration, no tracebacks, no sign-in by password alone."""
    found: Findings = []
    if settings.DEBUG:
        found.append(error(1, "DEBUG is on: error pages would show memory.", "Set DEBUG=False."))
    if settings.DEMO:
        found.append(error(2, "DEMO is on: accounts with known passwords.", "Set DEMO=False."))
    if not settings.REQUIRE_MFA:
        found.append(error(3, "A password alone opens the house.", "Set REQUIRE_MFA=True."))
    if not settings.HTTPS or not settings.SITE_URL.startswith("https://"):
        found.append(
            error(4, "Pages travel in the clear.", "Set HTTPS=True and SITE_URL=https://…")
        )
    return found


def _bytes(secret: str) -> bytes:
    try:
        return base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError):
        return b""


def keys(app_configs: object, **kwargs: object) -> Findings:
    """Every key is 32 random bytes of its own."""
    named = {f"VAULT_KEKS {number}": key for number, key in settings.VAULT_KEKS.items()}
    for name in ("VAULT_INDEX_KEY", "AUDIT_ROW_KEY", "AUDIT_SIGNING_KEY", "MFA_KEY"):
        named[name] = getattr(settings, name)
    hint = "Make a new file with deploy/make_keys.py and copy this one key from it."
    found: Findings = [
        error(10, f"{name} is not base64 of 32 random bytes.", hint)
        for name, key in named.items()
        if len(_bytes(key)) != KEY_BYTES or len(set(_bytes(key))) < KEY_BYTES // 4
    ]
    if len(set(named.values())) < len(named):
        found.append(error(11, "Two keys are the same: one leak would open both.", hint))
    return found


def key_file(app_configs: object, **kwargs: object) -> Findings:
    """Only the service itself may read the key file, and it does not lie beside the data."""
    path = settings.SECRETS_FILE
    if not path.exists():
        return []  # the keys came by the environment
    found: Findings = []
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        hint = f"chmod 600 {path}, and ask who has read it until now."
        found.append(error(12, "Others on this machine may read the key file.", hint))
    for alias in connections:
        name = str(connections[alias].settings_dict["NAME"])
        if connections[alias].vendor == "sqlite" and path.parent in type(path)(name).parents:
            hint = "Put it elsewhere and name it in SECRETS_FILE: a backup must not hold both."
            found.append(error(13, "The key file lies beside a database.", hint))
            break
    return found


def databases(app_configs: object, **kwargs: object) -> Findings:
    """Keep the wrapped keys apart, so that ordinary backups never hold them."""
    places = [
        tuple(str(connections[alias].settings_dict[part]) for part in ("HOST", "PORT", "NAME"))
        for alias in ("default", "keys")
    ]
    if places[0] != places[1]:
        return []
    hint = "Give KEYS_DATABASE_URL a database of its own, with backups of its own."
    return [error(14, "Records and their wrapped keys share one database.", hint)]


def redis(app_configs: object, **kwargs: object) -> Findings:
    """Whoever reaches the broker may ring every doorbell."""
    location = settings.CACHES["default"].get("LOCATION", "")
    urls = [settings.CELERY_BROKER_URL, *([location] if isinstance(location, str) else location)]
    hint = "Set a password in Redis and in CELERY_BROKER_URL and CACHE_URL."
    found: Findings = [
        error(15, "Redis on another machine answers without a password.", hint)
        for url in map(urlsplit, urls)
        if url.scheme.startswith("redis") and not url.password and url.hostname not in LOCAL
    ]
    return found[:1]


def mail(app_configs: object, **kwargs: object) -> Findings:
    """Invitations and password links reach nobody by a console."""
    if settings.EMAIL_BACKEND.endswith(("smtp.EmailBackend", "locmem.EmailBackend")):
        return []
    hint = "Set EMAIL_URL=smtp+ssl://user:password@host:465."
    return [checks.Warning("No letter leaves the house.", hint=hint, id="cauce.W016")]


def scanner(app_configs: object, **kwargs: object) -> Findings:
    """Say aloud what happens to documents where nobody looks for viruses."""
    hint = "Install clamav-daemon and set CLAMAV (docs/operations.md, section 10)."
    if not settings.CLAMAV:
        said = "There is no virus scanner: documents stay in quarantine, and nobody opens them."
        return [checks.Warning(said, hint=hint, id="cauce.W024")]
    if settings.CLAMAV == "off-accept":
        said = "Documents open without anybody having looked for viruses."
        return [checks.Warning(said, hint=hint, id="cauce.W025")]
    return []


def people(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> Findings:
    """No superuser signs in, and several people need a server database."""
    if "default" not in (databases or []):
        return []
    try:
        return list(_people())
    except Error:
        hint = "Run manage.py migrate, as the role that owns the tables."
        return [error(23, "The tables of people cannot be read.", hint)]


def _people() -> Iterator[checks.CheckMessage]:
    from accompaniment.staff.models import Membership, User  # noqa: PLC0415  # after the start

    superusers = User.objects.filter(is_superuser=True, is_active=True)
    if any(person.has_usable_password() for person in superusers):
        hint = "Remove its password or its is_superuser: nothing here needs a superuser."
        yield error(20, "A superuser can sign in with a password.", hint)
    clinical = Membership.objects.filter(role__in=CLINICAL, user__is_active=True)
    several = clinical.values("user").distinct().count() > 1
    if several and connections["default"].vendor == "sqlite" and not settings.DEBUG:
        hint = "Move to PostgreSQL (docs/operations.md): SQLite cannot defend the trace."
        yield error(21, "More than one clinical person works on SQLite.", hint)


def trace(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: object
) -> Findings:
    """Let the application add to the trace and never own it."""
    if "default" not in (databases or []) or connections["default"].vendor != "postgresql":
        return []
    found: Findings = []
    hint = "Sign in with the application's role and run audit_grants as the owner's."
    for sentence in _powers():
        found.append(error(22, sentence, hint))
    return found


def _powers() -> Iterator[str]:
    ask = """
        SELECT pg_has_role(current_user, relowner, 'MEMBER'),
               has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE')
                   OR has_table_privilege(oid, 'TRUNCATE'),
               (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        FROM pg_class WHERE oid = to_regclass('audit_event')"""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(ask)
            row = cursor.fetchone()
    except Error:
        yield "The database did not say who owns the trace."
        return
    owns, edits, rules = row or (False, False, False)
    if owns:
        yield "The application's role owns the trace and could drop its guards."
    if edits:
        yield "The application's role may edit or empty the trace."
    if rules:
        yield "The application signs in to PostgreSQL as a superuser."
