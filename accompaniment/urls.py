"""Every address of the house, one line per room."""

from django.urls import path

from accompaniment.desk import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
]
