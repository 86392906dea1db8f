"""Missing persons, their searches and the dates that hurt."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "cases.missingperson": _("Missing person"),
    "cases.missinglink": _("Missing person of a family"),
    "cases.missingstatusstep": _("Status of a missing person"),
    "cases.missingsearch": _("Search"),
    "cases.missingsample": _("Genetic sample"),
    "cases.missingauthority": _("Authority of a search"),
    "cases.authoritycontact": _("Contact with an authority"),
    "cases.missingdate": _("Date that hurts"),
    "cases.familydate": _("Date that hurts a family"),
    "cases.familytold": _("How a family came to know"),
    "cases.childtold": _("What a child was told"),
}
FIELDS = {
    "missing.name": pgettext_lazy("field", "name of the missing person"),
    "missing.social_name": pgettext_lazy("field", "social name of the missing person"),
    "missing.nickname": pgettext_lazy("field", "nickname of the missing person"),
    "missing.who": pgettext_lazy("field", "who the missing person is"),
    "missing.description": pgettext_lazy("field", "description of the missing person"),
    "missing.events": pgettext_lazy("field", "what is known of the disappearance"),
    "missing.reporting": pgettext_lazy("field", "what was reported"),
    "missing.legal": pgettext_lazy("field", "legal road of the search"),
    "missing_link.kinship": pgettext_lazy("field", "kinship to the missing person"),
    "missing_link.refers_as": pgettext_lazy("field", "how the family speaks of the person"),
    "missing_link.holds_true": pgettext_lazy("field", "what the family holds true"),
    "missing_status.facts": pgettext_lazy("field", "document of a status"),
    "missing_search.facts": pgettext_lazy("field", "facts of a search"),
    "missing_sample.facts": pgettext_lazy("field", "facts of a genetic sample"),
    "missing_authority.facts": pgettext_lazy("field", "facts about an authority"),
    "missing_contact.facts": pgettext_lazy("field", "what passed with an authority"),
    "missing_date.facts": pgettext_lazy("field", "why a date hurts"),
    "family_date.facts": pgettext_lazy("field", "why a date hurts a family"),
    "family_told.facts": pgettext_lazy("field", "how a family came to know"),
    "child_told.facts": pgettext_lazy("field", "what a child was told"),
    # plain columns, as use cases name them
    "registry": pgettext_lazy("field", "status in the registry"),
    "links": pgettext_lazy("field", "families that share it"),
    "month": pgettext_lazy("field", "month"),
    "day": pgettext_lazy("field", "day"),
    "facts": pgettext_lazy("field", "facts"),
    "searched_on": pgettext_lazy("field", "day of the search"),
    "contacted_on": pgettext_lazy("field", "day of the contact"),
    "withdrawn_at": pgettext_lazy("field", "taken back"),
    "retired_at": pgettext_lazy("field", "out of use"),
    "consent_method": pgettext_lazy("field", "how consent was given"),
    "step": pgettext_lazy("field", "step"),
}
