import pytest
from django.test import Client

from tests.factories import make_member


@pytest.fixture
def people(team):
    """Who attends the line of a team."""
    return {
        "reception": make_member(team, "reception"),
        "listens": make_member(team),
        "coordinates": make_member(team, "coordinator"),
    }


@pytest.fixture
def at_work(people):
    """Each of them at a screen of her own."""
    clients = {who: Client() for who in people}
    for who, client in clients.items():
        client.force_login(people[who])
    return clients
