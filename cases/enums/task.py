"""What there is to do, and what asks for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TaskKind(models.TextChoices):
    """What someone has to look at."""

    GENERAL = "GENERAL", pgettext_lazy("task", "To do")
    # alerts: somebody may be in danger
    SAFETY_ALERT = "SAFETY_ALERT", _("An answer about safety needs you now")
    SAFETY_SIGNATURE = "SAFETY_SIGNATURE", _("A safety record waits for a second signature")
    CHILD_PROTECTION = (
        "CHILD_PROTECTION",
        _("Decide on the protection of a girl, boy or adolescent"),
    )
    THIRD_PARTY_CALL = "THIRD_PARTY_CALL", _("Someone else called and asked about her")
    OUTSIDE_HOURS = "OUTSIDE_HOURS", _("A contact was used outside the hours agreed")
    CONTACT_FAILED = "CONTACT_FAILED", _("Three safe attempts failed: decide how to go on")
    LEGAL_REVIEW = "LEGAL_REVIEW", _("Legal review needed")
    CONSENT_REVOKED = "CONSENT_REVOKED", _("A consent was taken back: see what has to stop")
    WALL = "WALL", _("Two persons who must not meet are too close: see who accompanies whom")
    INTERPRETER_CONFLICT = "INTERPRETER_CONFLICT", _("Check the ties of an interpreter")
    PROPOSE_INDIVIDUAL = (
        "PROPOSE_INDIVIDUAL",
        _("Propose individual accompaniments: as a family it is not indicated"),
    )
    FILE_REFUSED = "FILE_REFUSED", _("A virus was found in a document: ask for it again")
    # what comes round
    PLAN_REVIEW = "PLAN_REVIEW", _("Review the plan with her")
    FOLLOW_UP = "FOLLOW_UP", _("Follow-up contact after closing")
    HURTING_DATE = "HURTING_DATE", _("A date that hurts is near")
    AGREEMENT_DUE = "AGREEMENT_DUE", _("Something agreed on is due")
    REFERRAL_FOLLOW_UP = "REFERRAL_FOLLOW_UP", _("Ask how the referral went")
    # the legal road
    ORDER_NOT_ISSUED = "ORDER_NOT_ISSUED", _("A protection order has not been issued in time")
    ORDER_DAILY_CONTACT = "ORDER_DAILY_CONTACT", _("The authority owes her its daily contact")
    ORDER_EXPIRES = "ORDER_EXPIRES", _("A protection order is about to end")
    HEARING_SOON = "HEARING_SOON", _("A hearing is near: prepare it with her")
    HEARING_CONTACT = "HEARING_CONTACT", _("Contact her within 48 hours after the hearing")
    INTERAREA_REQUEST = "INTERAREA_REQUEST", _("Another area asks for something")
    # searching, and care of who accompanies
    SEARCH_AFTER = "SEARCH_AFTER", _("Contact the family after the search")
    STATUS_TO_TELL = "STATUS_TO_TELL", _("Decide how this family comes to know of a change")
    TEAM_DEBRIEF = "TEAM_DEBRIEF", _("Time for the team to let go of what it carried")
    GOODBYE_SESSION = "GOODBYE_SESSION", _("Hold the goodbye session of the hand-over")
    CONFERENCE = "CONFERENCE", _("A decision of the case conference")
    SUPERVISION = "SUPERVISION", _("A follow-up of supervision")
    # groups
    GROUP_ALERT = "GROUP_ALERT", _("Somebody noticed something about her in a group")


ALERTS = frozenset(
    {
        TaskKind.SAFETY_ALERT,
        TaskKind.SAFETY_SIGNATURE,
        TaskKind.CHILD_PROTECTION,
        TaskKind.THIRD_PARTY_CALL,
        TaskKind.OUTSIDE_HOURS,
        TaskKind.CONTACT_FAILED,
        TaskKind.LEGAL_REVIEW,
        TaskKind.CONSENT_REVOKED,
        TaskKind.WALL,
        TaskKind.INTERPRETER_CONFLICT,
        TaskKind.ORDER_NOT_ISSUED,
        TaskKind.GROUP_ALERT,
    }
)


class TaskState(models.TextChoices):
    """Whether it is still to do."""

    OPEN = "OPEN", pgettext_lazy("task", "To do")
    DONE = "DONE", pgettext_lazy("task", "Done")
    DROPPED = "DROPPED", pgettext_lazy("task", "No longer needed")
