"""The question whether somebody is named where nobody should be."""

from django import forms
from django.utils.translation import gettext_lazy as _


def names_checked() -> forms.BooleanField:
    """Return the field by which its writer says that she looked."""
    return forms.BooleanField(
        label=_("I looked: nobody of the group is named here"), required=False
    )
