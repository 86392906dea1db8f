"""The list of commissions, the page of each, and its way."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import commission, credentials, requesting, way

of_commission: Routes = [
    path("", commission.commission, name="commission"),
    path("describe/", commission.describe, name="describe"),
    path("appoint/<str:part>/", way.appoint_part, name="appoint"),
    path("accept/", way.accept, name="accept"),
    path("decline/", way.decline, name="decline"),
    path("step/<str:to>/", way.step, name="step"),
    path("suspend/", way.suspend, name="suspend"),
    path("resume/", way.resume, name="resume"),
    path("withdraw/", way.withdraw, name="withdraw"),
]
house: Routes = [
    path("", commission.commission_list, name="commission_list"),
    path("find/", commission.find, name="find"),
    path("request/<str:code>/<uuid:uid>/", requesting.request_expertise, name="request"),
    path("credentials/", credentials.credentials, name="credentials"),
    path("credentials/of/<uuid:uid>/add/", credentials.credential_add, name="credential_add"),
    path("credentials/<uuid:uid>/", credentials.credential_edit, name="credential_edit"),
    path("credentials/<uuid:uid>/verify/", credentials.credential_verify, name="credential_verify"),
    path("credentials/<uuid:uid>/retire/", credentials.credential_retire, name="credential_retire"),
]
