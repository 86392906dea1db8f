"""The sections of a report, its frozen versions, the gender-perspective checklist."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS = {
    "expertise.section": _("Section of a report"),
    "expertise.sectiondraft": _("Draft of a section"),
    "expertise.version": _("Frozen version of a report"),
    "expertise.gendercheck": _("Item of the gender-perspective checklist"),
}
FIELDS = {
    "section.body": pgettext_lazy("field", "text of the section"),
    "section.empty_because": pgettext_lazy("field", "why the section stays empty"),
    "section_draft.content": pgettext_lazy("field", "draft of the section"),
    "version.content": pgettext_lazy("field", "content of the version"),
    "gender_check.note": pgettext_lazy("field", "note of the checklist"),
    # plain columns, as use cases name them
    "empty_because": pgettext_lazy("field", "why the section stays empty"),
}
