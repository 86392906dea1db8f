"""The application's role adds to the trace, reads it, and can do nothing else to it."""

import contextlib
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, IntegrityError, ProgrammingError, connection, connections, transaction

from accompaniment.audit import seal, verify
from accompaniment.audit.models import Event, Leaf, Verification
from tests.audit.tools import trace_of

ROLE = f"cauce_app_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def as_app():
    """Make the role, grant as the owner would, and work as the role; all of it is rolled back."""
    trace_of("user:ana", 2)
    seal.seal_all()
    verify.keep(verify.verify())
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            # roles are shared by the databases of a server: the second sees only what is committed
            cursor.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'")
            if not cursor.fetchone() and alias == "default":
                cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER")
    with without_keys():
        call_command("audit_grants", role=ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")


@contextlib.contextmanager
def without_keys():
    """Grant in the first database only: the role exists in this transaction alone."""
    from accompaniment.audit.management.commands import audit_grants  # noqa: PLC0415

    real = audit_grants.ALIASES
    audit_grants.ALIASES = ("default",)
    try:
        yield
    finally:
        audit_grants.ALIASES = real


def refused(statement, *params):
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
    return str(refusal.value)


def test_role_adds_and_reads(as_app):
    (event,) = trace_of("user:eva", 1)

    assert event.at is not None
    assert seal.seal_all() == 2  # and the event of the check
    assert verify.verify().problems == []
    verify.keep(verify.verify())
    assert Verification.objects.count() == 2


@pytest.mark.parametrize("table", ["audit_event", "audit_leaf", "audit_verification"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {0} SET {1} = {1}",
        "DELETE FROM {0}",
        "TRUNCATE {0}",
        "ALTER TABLE {0} DISABLE TRIGGER ALL",
        "ALTER TABLE {0} ADD COLUMN more int",
        "DROP TABLE {0}",
        "DROP TRIGGER {0}_no_update ON {0}",
        "CREATE TRIGGER mine BEFORE INSERT ON {0} FOR EACH ROW EXECUTE FUNCTION house_refuse()",
        "SELECT * FROM {0} FOR UPDATE",
    ],
)
def test_role_can_do_nothing_else(as_app, table, statement):
    column = {"audit_event": "count", "audit_leaf": "index", "audit_verification": "size"}[table]

    said = refused(statement.format(table, connection.ops.quote_name(column)))

    assert "permission denied" in said or "must be owner" in said


@pytest.mark.parametrize("column", ["at", "seq"])
def test_role_cannot_say_when_or_where(as_app, column):
    value = {"at": "now() - interval '1 year'", "seq": "7"}[column]

    assert "permission denied" in refused(f"INSERT INTO audit_event ({column}) VALUES ({value})")


def test_role_cannot_put_triggers_to_sleep(as_app):
    assert "permission denied" in refused("SET session_replication_role = replica")


def test_role_cannot_set_the_counter_of_the_trace(as_app):
    assert "permission denied" in refused("SELECT setval('audit_event_seq_seq', 1)")


def test_role_cannot_make_tables(as_app):
    assert "permission denied" in refused("CREATE TABLE public.mine (id int)")


def test_role_cannot_migrate(as_app):
    assert "permission denied" in refused("DELETE FROM django_migrations")


def test_role_works_in_all_other_tables(as_app, team):
    team.name = "Otro equipo"
    team.save()
    type(team).objects.filter(pk=team.pk).delete()

    assert not type(team).objects.filter(pk=team.pk).exists()


def test_owner_is_held_by_the_triggers():
    trace_of("user:ana", 1)
    seal.seal_all()

    for table in ("audit_event", "audit_leaf"):
        for statement in ("DELETE FROM {}", "TRUNCATE {}"):
            assert "is final" in refused(statement.format(table))


def test_clock_is_the_database_s(as_app):
    event = Event(request=uuid.uuid4(), actor="user:ana", purpose="care", verb="read", hmac=b"x")
    event.at = "2001-01-01T00:00:00Z"
    event.save()

    assert Event.objects.get(pk=event.pk).at.year > 2001


def test_grants_need_a_role_that_exists():
    with pytest.raises(CommandError, match="There is no role nobody_here"):
        call_command("audit_grants", role="nobody_here")
    with pytest.raises(CommandError, match="lower case"):
        call_command("audit_grants", role='x"; DROP TABLE audit_event; --')


def test_two_sealers_never_share_a_place(as_app):
    Leaf.objects.create(index=50, event=uuid.uuid4(), chain=b"x")

    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.create(index=50, event=uuid.uuid4(), chain=b"y")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Leaf.objects.filter(index=50).delete()
