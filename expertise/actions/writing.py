"""Write the sections of a report: saved as versions, kept while they are typed."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.models import User
from cases.actions.refusal import Refusal, TextTooLong, sealing
from cases.skeletons import LIMIT
from expertise import prose, steps
from expertise.actions.moving import Locked, locked_writing
from expertise.enums.gender import GenderItem
from expertise.enums.review import Verdict
from expertise.models import Commission, GenderCheck, Section, SectionDraft
from expertise.sections import BY_KEY
from expertise.texts import templates


class SectionChangedMeanwhile(Refusal):
    """Someone saved the section after it was opened; both texts are kept."""

    sentence = _(
        "This section was saved while you were writing. Both texts are below: join them in yours."
    )
    conflict = True


class SectionEmpty(Refusal):
    """A section has words, or says why it has none."""

    sentence = _("Write the section, or say why it stays empty.")


@transaction.atomic
@sealing()
def write_section(
    *,
    commission: Commission,
    key: str,
    version: int,
    body: str,
    empty_because: str = "",
    template: str = "",
    by: User,
    at: dt.datetime,
) -> Section:
    """Save the text of a section that is still as its writer saw it; ``version`` 0 is a new one.

    :raises Locked, NotWritingNow: if the report is not being written.
    :raises SectionChangedMeanwhile: if ``version`` is not the current one.
    :raises SectionEmpty, TextTooLong: if there is nothing to save, or too much.
    """
    commission = locked_writing(commission, by)
    body, because = prose.clean(body).strip(), prose.clean(empty_because).strip()
    check_length(key, body, because)
    known = Section.objects.select_for_update().filter(commission=commission, key=key).first()
    if (known.version if known else 0) != version:
        raise SectionChangedMeanwhile(section=known)
    if not body and not because:
        raise SectionEmpty
    section = known or Section(commission=commission, key=key, version=0)
    section.body, section.empty_because = body or None, because or None
    section.template = template if template in templates() else section.template
    section.words = prose.words(body)
    section.version = version + 1
    section.saved_at, section.saved_by = at, by
    section.save(force_insert=known is None)
    SectionDraft.objects.filter(commission=commission, key=key, author=by.pk).delete()
    access.shelve(commission, at=at)
    told = [name for name, text in (("body", body), ("empty_because", because)) if text]
    log.record(Verb.CHANGE if known else Verb.CREATE, section, by=by, fields=told)
    return section


@transaction.atomic
@sealing()
def keep_section_draft(
    *,
    commission: Commission,
    key: str,
    version: int,
    body: str,
    empty_because: str = "",
    by: User,
    at: dt.datetime,
) -> SectionDraft:
    """Keep what the author has typed so far, sealed to her; also while nothing can be saved.

    :raises Locked: if the report is signed.
    :raises TextTooLong: if it is longer than what could ever be saved.
    """
    access.require(by, "write", commission)
    if Commission.objects.get(pk=commission.pk).state in steps.LOCKED:
        raise Locked
    check_length(key, body, empty_because)
    content = {"body": body, "empty_because": empty_because, "version": version}
    draft, _made = SectionDraft.objects.update_or_create(
        commission=commission,
        key=key,
        author_id=by.pk,
        defaults={"content": content, "saved_at": at},
    )
    return draft


@transaction.atomic
def discard_section_draft(*, draft: SectionDraft, by: User) -> None:
    """Throw away what the author no longer wants; nobody else can."""
    if draft.author_id != by.pk:
        raise PermissionDenied
    SectionDraft.objects.filter(pk=draft.pk, author=by.pk).delete()


@transaction.atomic
@sealing()
def mark_gender(
    *,
    commission: Commission,
    answers: dict[str, tuple[str, str]],
    by: User,
    at: dt.datetime,
) -> list[GenderCheck]:
    """Keep the expert's answers to the gender-perspective checklist; what is not said stays.

    :raises Locked, NotWritingNow: if the report is not being written.
    """
    commission = locked_writing(commission, by)
    known = {check.item: check for check in commission.gender_checks.select_for_update()}
    marked = []
    for item in GenderItem.values:
        verdict, note = answers.get(item, ("", ""))
        if verdict not in Verdict.values:
            continue
        check = known.get(item) or GenderCheck(commission=commission, item=item)
        check.verdict, check.note = verdict, prose.clean(note).strip() or None
        check.at, check.by = at, by
        check.save()
        marked.append(check)
        log.record(Verb.CHANGE, check, by=by, fields=["verdict", "note"])
    if marked:
        access.shelve(commission, at=at)
    return marked


def check_length(key: str, *texts: str) -> None:
    """Refuse text beyond the limit.

    :raises TextTooLong: naming the section.
    """
    longest = max(len(text) for text in texts)
    if longest > LIMIT:
        named = str(BY_KEY[key].label)
        raise TextTooLong(section=None, named=named, length=longest, limit=LIMIT)
