"""What coordination was told of a colleague, and has looked into."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from groups.actions import insisting
from groups.models import Notice
from groups.views.frame import done, open_group


@require_POST
def notice_seen(request: SignedIn, group: str, uid: object) -> HttpResponse:
    """Say that somebody has looked into it."""
    found = open_group(request, group, "assign")
    rows = Notice.objects.filter(group=found)
    notice = access.open_or_404(rows, request.user, action="assign", cover=found.code, pk=uid)
    insisting.see_notice(notice=notice, by=request.user, at=timezone.now())
    return done(request, found, _("Saved."))
