"""The shape of the volume: how many know whom, and the same again from the same seed."""

import datetime as dt

from django.utils import timezone

from accompaniment.desk.demo import crowd, volume
from accompaniment.staff.models import Membership
from cases.models import Case


def test_lawyers_know_few_cases_and_many_psychologists_some():
    people = crowd.gather(10_000)
    order = volume.Order(cases=10_000, sessions=10, seed=1, now=timezone.now())

    known = list(volume._lawyers(people, order).values())

    assert {known.count(lawyer) for lawyer in people.lawyers} == {20}
    assert Membership.objects.filter(role="psychologist").count() > 100


def test_same_seed_gives_the_same_shape():
    shapes = []
    for _ in range(2):
        order = volume.Order(cases=12, sessions=3, seed=5, now=timezone.now())
        list(volume.make(order))
        newest = Case.objects.order_by("pk").filter(opened_at__gte=order.now - dt.timedelta(9999))
        shapes.append(sorted(newest.values_list("pseudonym", "urgency", "is_open")))

    assert shapes[1] == sorted(shapes[0] * 2)
