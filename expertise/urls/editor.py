"""The sections of a report, and the check before it is signed."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import editor, readiness

of_commission: Routes = [
    path("report/", editor.editor, name="editor"),
    path("report/whole/", editor.report_preview, name="report_preview"),
    path("report/<slug:key>/", editor.section, name="section"),
    path("report/<slug:key>/draft/", editor.section_draft, name="section_draft"),
    path("report/<slug:key>/discard/", editor.section_discard, name="section_discard"),
    path("readiness/", readiness.readiness, name="readiness"),
]
house: Routes = []
