"""Where those who accompany families of the disappeared go."""

from django.urls import reverse

from cases.models import MissingLink

OF_RECORD = (
    *("missing_record", "missing_print", "missing_name", "missing_meaning", "missing_status"),
    *("missing_registry", "missing_searches", "missing_search_add", "missing_sample_add"),
    *("missing_authority_add", "missing_contacts", "missing_unlink"),
)
OF_CASE = (
    *("missing", "missing_add", "missing_link", "missing_dates", "missing_date_add"),
    "missing_child_told",
)


def search(me):
    """Go through the room of a family, the record and its forms."""
    link = MissingLink.objects.visible_to(me).select_related("case", "missing").earliest("since")
    code, missing = link.case.code, link.missing
    authority = missing.authorities.earliest("entered_at")
    return [
        reverse("cases:missing_list"),
        *(reverse(f"cases:{name}", args=[code]) for name in OF_CASE),
        *(reverse(f"cases:{name}", args=[code, missing.pk]) for name in OF_RECORD),
        reverse("cases:missing_block", args=[code, missing.pk, "events"]),
        reverse("cases:missing_search_edit", args=[code, missing.searches.earliest("id").pk]),
        reverse("cases:missing_contact_log", args=[code, authority.pk]),
        reverse("cases:missing_told", args=[code, missing.steps.latest("at").pk]),
    ]


def room(me):
    """See a room whose record is sealed."""
    link = MissingLink.objects.visible_to(me).select_related("case").earliest("since")
    return [reverse("cases:missing_list"), reverse("cases:missing", args=[link.case.code])]


TOURS = {"ofelia": search, "teresa": room}
