"""Every address of the house, one line per room."""

from django.urls import include, path

from accompaniment.desk import health
from accompaniment.desk.views.styleguide import styleguide

urlpatterns = [
    path("", include("accompaniment.staff.sign_in_urls")),
    path("", include("accompaniment.staff.urls")),
    path("audit/", include("accompaniment.audit.urls")),
    path("", include("accompaniment.desk.urls")),
    path("cases/", include("cases.urls")),
    path("expertise/", include("expertise.urls")),
    path("verify/", include("expertise.urls.verify")),
    path("groups/", include("groups.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("healthz", health.healthz, name="healthz"),
]
