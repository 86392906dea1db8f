"""The signature, the copies, and what the legal area receives."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import copies, released, signing

of_commission: Routes = [
    path("signing/", signing.signing, name="signing"),
    path("signing/progress/", signing.signing_progress, name="signing_progress"),
    path("signing/prepare/", signing.signing_prepare, name="signing_prepare"),
    path("signing/file/", signing.signed_file, name="signed_file"),
    path("copies/", copies.copies, name="copies"),
    path("copies/new/", copies.copy_new, name="copy_new"),
    path("copies/names/", copies.protect, name="protect"),
    path("copies/<uuid:uid>/sign/", copies.copy_sign, name="copy_sign"),
    path("copies/<uuid:uid>/deliver/", copies.copy_deliver, name="copy_deliver"),
    path("copies/<uuid:uid>/release/", copies.copy_release, name="copy_release"),
    path("copies/<uuid:uid>/withdraw/", copies.copy_withdraw, name="copy_withdraw"),
    path("copies/<uuid:uid>/file/", copies.copy_file, name="copy_file"),
]
house: Routes = [
    path("for-you/", released.for_you, name="for_you"),
    path("for-you/<uuid:uid>/", released.release, name="release"),
    path("for-you/<uuid:uid>/file/<str:token>/", released.release_file, name="release_file"),
]
