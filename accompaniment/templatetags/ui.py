"""The components of the interface, as templates load them: `{% load ui %}`."""

from accompaniment.templatetags.blocks import register

__all__ = ["register"]
