"""The addresses of the desk."""

from django.urls import path

from accompaniment.desk.views import home

app_name = "desk"
urlpatterns = [path("", home.home, name="home")]
