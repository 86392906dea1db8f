"""Groups, who takes part, their sessions; workshops."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.enums import Erases, GroupState, ListUse

PURPOSES = {str(value): label for value, label in ListUse.choices}
KINDS = {
    "groups.agreement": _("Agreement of a group"),
    "groups.attendance": _("Attendance at a group"),
    "groups.closure": _("Closed days"),
    "groups.enrolment": _("Enrolment in a group"),
    "groups.enrolmentstep": _("Step of an enrolment"),
    "groups.facilitation": _("Facilitation of a group"),
    "groups.group": _("Group"),
    "groups.groupstep": _("Step of a group"),
    "groups.measure": _("Measure before or after a group"),
    "groups.meeting": _("Session of a group"),
    "groups.notice": _("Notice to the coordination of a group"),
    "groups.registration": _("Registration for a workshop"),
    "groups.series": _("Recurring sessions"),
    "groups.theme": _("Theme of the library"),
    "groups.workshop": _("Workshop"),
    "groups.workshopcount": _("Headcount of a workshop"),
}
STEPS = {  # what each step of a cycle does, said before it is taken
    GroupState.DISENO: _(
        "Back to the design: nobody can be noted down until the call is opened again."
    ),
    GroupState.CONVOCATORIA: _("From now on you can note down who would like to come."),
    GroupState.ENTREVISTAS: _(
        "Each of them is interviewed; whoever still wants to come can be noted down."
    ),
    GroupState.ABIERTO: _("The group begins to meet. Newcomers may still be accepted."),
    GroupState.EN_CURSO: _(
        "From now on nobody new comes in: the group stays among those who are there."
    ),
    GroupState.CIERRE: _(
        "The group says goodbye: its last session, and what each one takes along."
    ),
    GroupState.EVALUADO: _(
        "The cycle ends here and is not taken up again. Another cycle can be designed from it."
    ),
    GroupState.SUSPENDIDO: _(
        "The cycle ends here and is not taken up again. What was written stays."
    ),
}
FIELDS = {
    "agreement.text": pgettext_lazy("field", "what the group agreed on"),
    "agreement.who": pgettext_lazy("field", "who sees to it"),
    "attendance.remark": pgettext_lazy("field", "remark about her"),
    "enrolment.contact": pgettext_lazy("field", "safe way to reach her"),
    "enrolment.interview": pgettext_lazy("field", "interview before the group"),
    "enrolment.left_because": pgettext_lazy("field", "why she left"),
    "enrolment.name": pgettext_lazy("field", "name in the group"),
    "group.agreements": pgettext_lazy("field", "agreements of the group"),
    "group.design": pgettext_lazy("field", "design of the group"),
    "group.evaluation": pgettext_lazy("field", "evaluation of the group"),
    "measure.answers": pgettext_lazy("field", "answers before or after"),
    "measure.words": pgettext_lazy("field", "change in her words"),
    "meeting.cancelled_because": pgettext_lazy("field", "why it was called off"),
    "meeting.debrief": pgettext_lazy("field", "debrief of those who facilitate"),
    "meeting.link": pgettext_lazy("field", "link of the video call"),
    "meeting.note": pgettext_lazy("field", "note of the group"),
    "meeting.preparation": pgettext_lazy("field", "preparation of the session"),
    "registration.told": pgettext_lazy("field", "registration"),
    "workshop.evaluation": pgettext_lazy("field", "evaluation of the workshop"),
    "workshop.plan": pgettext_lazy("field", "plan of the workshop"),
    "attended": pgettext_lazy("field", "attendance"),
    "entered_at": pgettext_lazy("field", "entered afterwards"),
    "initials": pgettext_lazy("field", "initials"),
    "seen_at": pgettext_lazy("field", "looked into"),
    "names": pgettext_lazy("field", "names of who agreed to it"),
    "needs": pgettext_lazy("field", "what people need to take part"),
    "mark": pgettext_lazy("field", "attendance"),
    "schedule": pgettext_lazy("action", "schedule"),
    **{str(value): label for value, label in Erases.choices},
}
