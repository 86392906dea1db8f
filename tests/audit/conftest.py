import pytest

from tests import factories


@pytest.fixture
def auditor(client):
    """An auditor, signed in."""
    user = factories.make_member(role="auditor", full_name="Auditora Prueba")
    client.force_login(user)
    return user
