"""The files of an expert file."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import attachment

_ONE = "evaluation/files/<uuid:uid>"

of_commission: Routes = [
    path("evaluation/files/", attachment.attachments, name="attachments"),
    path("evaluation/files/add/", attachment.attachment_add, name="attachment_add"),
    path(f"{_ONE}/", attachment.attachment_file, name="attachment_file"),
    path(f"{_ONE}/look/", attachment.attachment_look, name="attachment_look"),
    path(f"{_ONE}/withdraw/", attachment.attachment_withdraw, name="attachment_withdraw"),
    path(f"{_ONE}/bring-back/", attachment.attachment_bring_back, name="attachment_bring_back"),
]
