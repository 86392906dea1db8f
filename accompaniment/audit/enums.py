"""The words of the trace."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Verb(models.TextChoices):
    """What an actor did."""

    READ = "read", pgettext_lazy("verb of the trace", "Read")
    LIST = "list", _("Saw a list")
    SEARCH = "search", pgettext_lazy("verb of the trace", "Searched")
    OPEN = "open", pgettext_lazy("verb of the trace", "Opened")
    CREATE = "create", pgettext_lazy("verb of the trace", "Created")
    CHANGE = "change", pgettext_lazy("verb of the trace", "Changed")
    SIGN = "sign", pgettext_lazy("verb of the trace", "Signed")
    PRINT = "print", pgettext_lazy("verb of the trace", "Printed")
    EXPORT = "export", pgettext_lazy("verb of the trace", "Exported")
    STREAM = "stream", _("Streamed")
    GRANT = "grant", _("Gave access")
    REVOKE = "revoke", _("Took access away")
    HAND_OVER = "hand_over", _("Handed over")
    CLOSE = "close", pgettext_lazy("verb of the trace", "Closed")
    REOPEN = "reopen", pgettext_lazy("verb of the trace", "Reopened")
    ERASE = "erase", pgettext_lazy("verb of the trace", "Erased")
    DENIED = "denied", _("Was refused")
    SIGN_IN = "sign_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Failed to sign in")
    SIGN_OUT = "sign_out", _("Signed out")
    STEP_UP = "step_up", _("Confirmed their identity")
    CREDENTIALS = "credentials", _("Changed their way of signing in")
    INVITE = "invite", pgettext_lazy("verb of the trace", "Invited")
    DEACTIVATE = "deactivate", _("Deactivated an account")
    REACTIVATE = "reactivate", _("Reactivated an account")
    ROTATE = "rotate", _("Rotated keys")
    VERIFY = "verify", _("Verified the trace")


class Outcome(models.TextChoices):
    """How it ended."""

    OK = "ok", pgettext_lazy("outcome", "Done")
    DENIED = "denied", pgettext_lazy("outcome", "Denied")
    FAILED = "failed", pgettext_lazy("outcome", "Failed")


class Reason(models.TextChoices):
    """Why someone takes a copy of the trace out of the house; kept as the purpose of the event."""

    REVIEW = "review", _("Regular review of who saw what")
    COMPLAINT = "complaint", _("A complaint or a doubt of someone accompanied")
    INCIDENT = "incident", _("A security incident")
    AUTHORITY = "authority", _("Asked for by an authority that may")
    DRILL = "drill", _("A drill or a test")


READERS = ("auditor", "administrator")  # the roles that may look at the trace
