"""A report in court: steps, testimonies, judgment, what follows."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import court, testimony

of_commission: Routes = [
    path("court/", court.court, name="court"),
    path("court/step/<str:to>/", court.court_step, name="court_step"),
    path("court/judgment/", court.judgment_edit, name="judgment_edit"),
    path("court/asked/", court.aftermath_add, name="aftermath_add"),
    path("court/asked/<uuid:uid>/answer/", court.aftermath_answer, name="aftermath_answer"),
    path("court/document/", court.document_add, name="document_add"),
    path("court/testimony/", testimony.testimony_add, name="testimony_add"),
    path("court/testimony/<uuid:uid>/", testimony.testimony, name="testimony"),
    path("court/testimony/<uuid:uid>/edit/", testimony.testimony_edit, name="testimony_edit"),
    path(
        "court/testimony/<uuid:uid>/prepare/", testimony.testimony_prepare, name="testimony_prepare"
    ),
    path("court/testimony/<uuid:uid>/defer/", testimony.testimony_defer, name="testimony_defer"),
    path("court/testimony/<uuid:uid>/cancel/", testimony.testimony_cancel, name="testimony_cancel"),
    path("court/testimony/<uuid:uid>/held/", testimony.testimony_held, name="testimony_held"),
]
