"""Communities and collectives."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.activity": _("Activity of a collective"),
    "cases.activitymoment": _("Before, during or after"),
    "cases.collective": _("Collective or community"),
    "cases.commission": _("Commission"),
    "cases.cycle": _("Cycle"),
    "cases.goalseen": _("What was seen of a shared goal"),
    "cases.groupsession": _("Group session"),
    "cases.member": _("Member of a collective"),
    "cases.memberagreed": _("Answer of a member"),
    "cases.placement": _("Age group of a member"),
    "cases.seat": _("Seat in a commission"),
    "cases.sharedagreement": _("Shared agreement"),
    "cases.cyclestep": _("Step of a cycle"),
    "cases.memberstep": _("Step of a membership"),
    "cases.headcount": _("Headcount"),
    "cases.presence": _("Name of who was there"),
}
FIELDS = {
    "activity.debrief": pgettext_lazy("field", "words of the team about itself"),
    "activity.shared": pgettext_lazy("field", "opening and closing"),
    "activitymoment.words": pgettext_lazy("field", "before, during and after"),
    "collective.decision": pgettext_lazy("field", "decision of the collective"),
    "collective.name": pgettext_lazy("field", "name of the collective"),
    "collective.purpose": pgettext_lazy("field", "purpose of the collective"),
    "commission.name": pgettext_lazy("field", "name of the commission"),
    "commission.purpose": pgettext_lazy("field", "task of the commission"),
    "cycle.evaluation": pgettext_lazy("field", "evaluation of the cycle"),
    "cycle.purpose": pgettext_lazy("field", "purpose of the cycle"),
    "cycle.theme": pgettext_lazy("field", "theme of the cycle"),
    "goalseen.words": pgettext_lazy("field", "what was seen of a goal"),
    "groupsession.plan": pgettext_lazy("field", "plan of the session"),
    "groupsession.record": pgettext_lazy("field", "record of the session"),
    "member.born": pgettext_lazy("field", "birth of the member"),
    "member.called": pgettext_lazy("field", "name of the member"),
    "member.care": pgettext_lazy("field", "what the member needs"),
    "member.searches_for": pgettext_lazy("field", "whom the member searches for"),
    "memberagreed.signed_by": pgettext_lazy("field", "who signed for a child"),
    "memberstep.reason": pgettext_lazy("field", "why the membership changed"),
    "placement.why": pgettext_lazy("field", "why another age group"),
    "sharedagreement.outcome": pgettext_lazy("field", "what came of the agreement"),
    "sharedagreement.text": pgettext_lazy("field", "text of the agreement"),
    "sharedagreement.who": pgettext_lazy("field", "who sees to the agreement"),
}
