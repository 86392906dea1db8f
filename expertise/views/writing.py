"""The desk on which a section is written: its form, the outline, what the records say."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accompaniment.staff.views import SignedIn
from cases.views.frame import status_of
from expertise import prose, spanish, steps, texts
from expertise.forms.section import SectionForm
from expertise.models import Commission, Section, SectionDraft
from expertise.reports import cover, pulled
from expertise.reports.outline import length_of, neighbours, outline
from expertise.reports.shown import shown
from expertise.reports.snapshot import text_of
from expertise.sections import SectionKind
from expertise.views.frame import can, ways


def found(commission: Commission, kind: SectionKind) -> Section | None:
    """Return what was saved of a section."""
    rows = commission.sections.filter(key=kind.key).select_related("saved_by")
    return rows.first()


def draft_of(request: SignedIn, commission: Commission, kind: SectionKind) -> SectionDraft | None:
    """Return what the reader was still typing into a section."""
    rows = SectionDraft.objects.visible_to(request.user)
    return rows.filter(commission=commission, key=kind.key).first()


def stored(section: Section | None) -> dict[str, Any]:
    """Return a saved section as the form shows it."""
    return {
        "body": text_of(section),
        "empty_because": cover.said(section.empty_because) if section else "",
        "version": section.version if section else 0,
    }


def typed(draft: SectionDraft) -> dict[str, Any]:
    """Return a draft as the form shows it, over the version it was typed on."""
    content: dict[str, Any] = draft.content.reveal() if draft.content else {}
    return content


def begun(request: SignedIn, section: Section | None, draft: SectionDraft | None) -> dict[str, Any]:
    """Return what the form starts from: the draft, unless the saved text was asked for."""
    return typed(draft) if draft and "stored" not in request.GET else stored(section)


def retyped(request: SignedIn, commission: Commission, kind: SectionKind) -> SectionForm:
    """Return the form as it was typed, with a template added below if one was asked for."""
    data = request.POST.copy()
    is_asked = data.get("do") == "template"
    chosen = is_asked and {each.name: each for each in texts.offered(kind.key)}.get(
        data.get("template", "")
    )
    if chosen:
        text = texts.filled(chosen.text, known(commission))
        data["body"] = "\n\n".join(part for part in (data.get("body", "").rstrip(), text) if part)
        data["used"], data["template"] = chosen.name, ""
    return SectionForm(data, kind=kind)


def known(commission: Commission) -> dict[str, str]:
    """Return the gaps of templates whose words the records know."""
    name = cover.said(commission.evaluated_name)
    return {
        "iniciales": cover.said(commission.initials) or spanish.initials(name),
        "autoridad": cover.said(commission.authority),
    }


def show(
    request: SignedIn,
    commission: Commission,
    kind: SectionKind,
    form: SectionForm,
    **context: Any,
) -> HttpResponse:
    """Show the editor of a section with everything typed."""
    body = str(form["body"].value() or "")
    section = context.get("section")
    words = prose.words(body)
    url = reverse("expertise:section_draft", args=[commission.code, kind.key])
    told = {
        "form": form,
        "autosave": url,
        "preview": shown(prose.blocks(body)) if request.POST.get("do") == "preview" else None,
        "length": length_of(words),
        "gaps": texts.gaps(body),
        "behind": bool(section and section.version != form["version"].value()),
        **context,
    }
    return page(request, commission, kind, "expertise/section_edit.html", **told)


def page(
    request: SignedIn, commission: Commission, kind: SectionKind, template: str, **context: Any
) -> HttpResponse:
    """Show a page of one section: outline, guidance, what the records say, the way on."""
    may = can(request, commission)
    before, after = neighbours(kind.key)
    told = {
        "commission": commission,
        "can": may,
        "rooms": ways(commission, may, "editor"),
        "kind": kind,
        "outline": outline(commission, request.user, kind.key),
        "guidance": texts.guidance(kind.key),
        "before": before,
        "after": after,
        "records": records(commission, kind) if may.get("write") else [],
        **context,
    }
    form = context.get("form")
    status = context.get("status") or (status_of(form) if form else 200)
    return render(request, template, told, status=status)


def records(commission: Commission, kind: SectionKind) -> list[Any]:
    """Return what the records print in a section, as a page shows it."""
    with translation.override("es"):
        return shown(pulled.pulled(commission, kind.key, timezone.localdate()))


def why_closed(commission: Commission) -> str:
    """Say why the text cannot be changed at this moment; nothing if it can."""
    if commission.state in steps.LOCKED:
        return _("This report is signed, so its text stays as it is.")
    if commission.state not in steps.WRITING:
        label = commission.get_state_display()
        return _("At “%(state)s” the text does not change.") % {"state": label}
    return ""
