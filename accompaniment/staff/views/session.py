"""How long a session lasts, and the ways out of it."""

from allauth.account.internal.flows.logout import logout as end_login
from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_http_methods

from accompaniment.headers import clear_site
from accompaniment.staff import sessions
from accompaniment.staff.middleware.kept import state


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Say how long the session lasts; asking does not prolong it, POST does."""
    if request.method == "POST" and request.user.is_authenticated:
        sessions.go_on(request, at_once=True)
    return JsonResponse(state(request))


@login_not_required
def quick_exit(request: HttpRequest) -> HttpResponse:
    """End the session, if there is one, and lead away from here."""
    end_login(request, show_message=False)
    request.session.flush()
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    response.status_code = 303
    return clear_site(response)


class SignOut(LogoutView):
    """End the session, by POST; the browser forgets what it holds of this place."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        """Sign out."""
        response = super().post(*args, **kwargs)
        self.request.session.flush()
        return clear_site(response)
