"""Where the trace is read."""

from django.urls import path

from accompaniment.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.event_list, name="event_list"),
    path("people/<uuid:uid>/", views.person, name="person"),
    path("records/<str:code>/", views.record, name="record"),
    path("export/", views.export, name="export"),
    path("check/", views.check, name="check"),
]
