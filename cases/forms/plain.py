"""A question that needs no more than yes."""

from django import forms


class EmptyForm(forms.Form):
    """A step that only has to be confirmed."""
