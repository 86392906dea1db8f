"""The addresses of expert opinions; none of them says who is evaluated.

Every module beside this one offers ``of_commission`` and ``house``.
"""

import sys

from django.urls import URLPattern, URLResolver, include, path

from accompaniment import gathering

app_name = "expertise"

Routes = list[URLPattern | URLResolver]
rooms = sys.modules[__name__]

of_commission: Routes = [
    route for routes in gathering.offered(rooms, "of_commission") for route in routes
]
urlpatterns: Routes = [
    *(route for routes in gathering.offered(rooms, "house") for route in routes),
    path("<str:folio>/", include(of_commission)),
]
