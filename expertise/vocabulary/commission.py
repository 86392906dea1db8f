"""Commissions, who takes part in them, their steps."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.commission": _("Commission of an expertise"),
    "expertise.parttaken": _("Part in an expertise"),
    "expertise.step": _("Step of an expertise"),
}
FIELDS = {
    "commission.evaluated_name": pgettext_lazy("field", "who is evaluated"),
    "commission.initials": pgettext_lazy("field", "initials"),
    "commission.other_party": pgettext_lazy("field", "who is named as aggressor"),
    "commission.protected": pgettext_lazy("field", "names that stand on no copy"),
    "commission.authority": pgettext_lazy("field", "authority"),
    "commission.numbers": pgettext_lazy("field", "numbers of the matter"),
    "commission.offence": pgettext_lazy("field", "fact named as offence"),
    "commission.requester": pgettext_lazy("field", "who requests the report"),
    "commission.requested_because": pgettext_lazy("field", "what the report is for"),
    "commission.prior_relation_why": pgettext_lazy("field", "why a dual role is justified"),
    "commission.not_accepted_why": pgettext_lazy("field", "why it was not accepted"),
    "commission.matrix_justified": pgettext_lazy("field", "why the causal table is incomplete"),
    "step.reason": pgettext_lazy("field", "reason of a step"),
    "accepted_at": pgettext_lazy("field", "acceptance under oath"),
    "no_impediment_at": pgettext_lazy("field", "declaration of no impediment"),
    "prior_relation": pgettext_lazy("field", "earlier relation"),
    "regime": pgettext_lazy("field", "rules of procedure"),
    "review": pgettext_lazy("action", "review"),
    "defend": pgettext_lazy("action", "defend in court"),
}
