"""The library of themes, and the days on which the house does not work."""

from django.urls import path

from groups.urls import Routes
from groups.views import library

house: Routes = [
    path("themes/", library.themes, name="themes"),
    path("themes/begin/", library.themes_begin, name="themes_begin"),
    path("themes/add/", library.theme_add, name="theme_add"),
    path("themes/<uuid:uid>/", library.theme_edit, name="theme_edit"),
    path("themes/<uuid:uid>/retire/", library.theme_retire, name="theme_retire"),
    path("closed-days/", library.closures, name="closures"),
    path("closed-days/<uuid:uid>/open/", library.closure_open, name="closure_open"),
]
