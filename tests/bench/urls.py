"""The site and one page with nothing on it."""

from django.shortcuts import render
from django.urls import include, path

urlpatterns = [
    path("empty/", lambda request: render(request, "base.html"), name="empty"),
    path("", include("accompaniment.urls")),
]
