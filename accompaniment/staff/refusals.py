"""What each refusal says to whoever meets it: what happened, and what can be done."""

from django.utils.translation import gettext_lazy as _

from accompaniment.staff.actions import accounts, administration, invitations, roles

SENTENCES = {
    administration.NotOneself: _(
        "Nobody changes their own account here: ask another administrator."
    ),
    accounts.AlreadyGone: _("This account has ended before."),
    accounts.NotGone: _("This account has not ended."),
    accounts.NothingToForget: _("There is no second step to remove."),
    invitations.AlreadyHere: _(
        "Somebody with this address is here already: look among the people, also those who left."
    ),
    invitations.NotInvited: _("No invitation waits for an answer."),
    invitations.LinkIsDead: _("This link no longer works."),
    roles.RolesExclude: _(
        "Audit, administration and fundraising are held alone: take the other roles away first."
    ),
    roles.AlreadyHeld: _("This person has this role already."),
    roles.NotHeld: _("This person no longer has this role."),
    roles.TeamNeeded: _("This role works in a team: choose which."),
    roles.NoTeamAllowed: _("This role works without a team: leave it empty."),
    roles.NameTaken: _("There is a team of this name already."),
}


def said(refusal: Exception) -> str:
    """Return the sentence of a refusal."""
    return str(SENTENCES[type(refusal)])
