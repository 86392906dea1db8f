"""Where anybody asks whether a signed report is authentic: short, for a QR code."""

from django.urls import path

from expertise.views import verify

app_name = "verify"
urlpatterns = [
    path("", verify.verify, name="file"),
    path("<str:key>/", verify.verify_key, name="key"),
]
