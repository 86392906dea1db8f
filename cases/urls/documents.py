"""The addresses of documents."""

from django.urls import include, path

from cases.urls import Routes
from cases.views import document, document_file

of_version: Routes = [
    path("file/", document_file.download, name="document_file"),
    path("look/", document_file.look, name="document_look"),
]
of_document: Routes = [
    path("", document.document, name="document"),
    path("versions/add/", document.version_add, name="document_version_add"),
    path("withdraw/", document.withdraw, name="document_withdraw"),
    path("bring-back/", document.bring_back, name="document_bring_back"),
    path("versions/<int:number>/", include(of_version)),
]
of_case: Routes = [
    path("documents/", document.documents, name="documents"),
    path("documents/add/", document.document_add, name="document_add"),
    path("documents/<uuid:uid>/", include(of_document)),
]
