"""What a family did besides its sessions: somebody was heard alone, something was agreed on."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accompaniment.templatetags.moments import moment
from cases.enums import ServiceLine
from cases.reports.timeline import Knot, newest


def knots(case: Any, eyes: Any, after: Any) -> Iterator[Knot]:
    """Yield the newest of a family: that it happened, and nothing of what was said in private."""
    if not eyes.read or case.line != ServiceLine.FAM:
        return
    for heard in newest(case.safety_interviews.select_related("by").defer("answers"), "at", after):
        yield Knot(
            heard.at,
            heard.pk,
            _("A member was heard alone"),
            icon="shield",
            line=_("%(name)s · %(day)s")
            % {"name": heard.by.get_short_name(), "day": moment(heard.held_on, "short")},
        )
    for agreement in newest(case.family_agreements.defer("words"), "agreed_at", after):
        yield Knot(
            agreement.agreed_at,
            agreement.pk,
            _("The family agreed on something"),
            icon="leaf",
            line=str(agreement.get_state_display()),
        )
