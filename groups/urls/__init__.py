"""The addresses of groups; none of them says who takes part.

Every module beside this one offers ``of_group``, ``of_workshop`` and ``house``.
"""

import sys

from django.urls import URLPattern, URLResolver, include, path

from accompaniment import gathering

app_name = "groups"

Routes = list[URLPattern | URLResolver]
rooms = sys.modules[__name__]


def _offered(name: str) -> Routes:
    return [route for routes in gathering.offered(rooms, name) for route in routes]


urlpatterns: Routes = [
    *_offered("house"),
    path("workshops/<str:workshop>/", include(_offered("of_workshop"))),
    path("<str:group>/", include(_offered("of_group"))),
]
