"""Reports for the legal area: a plain page, and a download that lasts a minute and one session."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accompaniment.audit import log
from accompaniment.audit.enums import Verb
from accompaniment.staff import access
from accompaniment.staff.enums import Role
from accompaniment.staff.pages import Cursor
from accompaniment.staff.standing import standing
from accompaniment.staff.views import SignedIn
from accompaniment.vault import storage
from cases.actions.refusal import Refusal
from cases.views.frame import asks, posted, refusals, status_of
from expertise.actions import tickets
from expertise.forms.sign import ShelfForm, TicketForm
from expertise.models import Release
from expertise.reports import released as reports
from expertise.views.papers_out import alone, lost, sent

RECEIVE = (Role.LAWYER, Role.PSYCHOLOGIST, Role.COORDINATOR)


@asks
def for_you(request: SignedIn) -> Any:
    """Show the released copies of the cases on whose legal road the reader works.

    What is searched for is sent, not asked in the address: a matter's number names somebody.
    """
    if not standing(request.user).holds(*RECEIVE):
        raise PermissionDenied
    form = ShelfForm(posted(request))
    asked = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    after = Cursor.parse(request.GET.get("after", ""))
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "shelf": reports.shelf(request.user, asked=asked, after=after),
        "coming": reports.coming(request.user),
    }
    return render(request, "expertise/for_you.html", context)


def open_release(request: SignedIn, uid: Any) -> Release:
    """Open a released copy through the door of its case."""
    rows = Release.objects.standing().select_related("case")
    release: Release = access.open_or_404(rows, request.user, action="legal", pk=uid)
    return release


@asks
def release(request: SignedIn, uid: Any) -> Any:
    """Ask what a copy is needed for, and begin the download."""
    found = open_release(request, uid)
    form = TicketForm(posted(request))
    if form.is_bound and form.is_valid():
        with refusals(form):
            said = form.cleaned_data
            token = tickets.ask_ticket(
                release=found,
                reason=said["reason"],
                words=said["words"],
                session=request.session.session_key or "",
                by=request.user,
                at=timezone.now(),
            )
            return redirect("expertise:release_file", found.pk, token)
    context = {"form": form, "release": found, "title": found.title.reveal()}
    return render(request, "expertise/release.html", context, status=status_of(form))


@require_GET
@alone
def release_file(request: SignedIn, uid: Any, token: str) -> Any:
    """Use a ticket up and hand the copy out, asking the door again for every piece."""
    found, session = open_release(request, uid), request.session.session_key or ""
    facts: dict[str, Any] = {"session": session, "by": request.user}
    try:
        found = tickets.use_ticket(release=found, token=token, **facts, at=timezone.now())
        pieces = storage.take(found.place, found.object)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("expertise:release", uid)
    except (storage.FileLost, storage.ShelfSilent) as trouble:
        return lost(request, request.path.rsplit("/file/", 1)[0] + "/", trouble)
    kind = "expertise.release"
    log.collect(Verb.EXPORT, kind, found.case_id, [found.pk], fields=["release.file"])
    name = f"documento-{found.code}-copia-{found.number}.pdf"
    return sent(Watched(pieces, found, facts), found.size, name)


class Watched(Iterator[bytes]):
    """The pieces of a copy on its way: before each one the door is asked again.

    Where it says no the line is cut, so that the browser knows that the file is not whole.
    """

    def __init__(self, pieces: Any, release: Release, facts: dict[str, Any]) -> None:
        self._pieces, self._release, self._facts = pieces, release, facts

    def __next__(self) -> bytes:
        """Return the next piece.

        :raises DownloadCut: if it may not leave.
        """
        piece = next(self._pieces)
        try:
            tickets.require_still(release=self._release, **self._facts)
        except tickets.DownloadCut:
            self.close()
            raise
        return bytes(piece)

    def close(self) -> None:
        """Let go of the sealed bytes."""
        self._pieces.close()
