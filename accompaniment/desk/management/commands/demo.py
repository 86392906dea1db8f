"""``manage.py demo``: invented people to look at, and as many more as one wishes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.desk.demo import crowd, people, play, volume

ACCOUNTS = "demo-accounts.txt"


class Command(BaseCommand):
    """Invent a demonstration once; with --cases, add volume to it."""

    help = __doc__
    requires_system_checks = ()  # asked for at every start: quick when there is nothing to do

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=0, help="how many more to make in bulk")
        parser.add_argument("--sessions-per-case", type=int, default=10)
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same shape")
        parser.add_argument("--accounts", action="store_true", help="only say who can sign in")

    def handle(self, *args: object, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                _("Invented people never stand beside real ones. Set DEMO=1 where nobody is real.")
            )
        if options["accounts"]:
            self.stdout.write(self._accounts())
            return
        if play.is_told():
            self.stdout.write(_("The invented people are here already."))
        else:
            count = play.tell_all(timezone.now())
            self.stdout.write(_("Invented %(count)d accompaniments.") % {"count": count})
        self._keep_accounts()
        if options["cases"] > 0:
            self._volume(options)
        elif not options["cases"]:
            self.stdout.write(self._accounts())

    def _accounts(self) -> str:
        rows = people.accounts()
        width = max(len(str(role)) for role, _email, _password in rows)
        lines = [f"{role!s:<{width}}  {email:<24}  {password}" for role, email, password in rows]
        return "\n".join([_("Invented people who can sign in:"), *lines])

    def _keep_accounts(self) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = settings.VAR_DIR / ACCOUNTS
        said = self._accounts() + "\n"
        if not path.exists() or path.read_text() != said:
            path.touch(mode=0o600)
            path.write_text(said)

    def _volume(self, options: dict[str, Any]) -> None:
        order = volume.Order(
            cases=options["cases"],
            sessions=options["sessions_per_case"],
            seed=options["seed"],
            now=timezone.now(),
        )
        for done in volume.make(order):
            facts = {"done": done, "count": order.cases}
            self.stdout.write(_("%(done)d of %(count)d cases") % facts)
        self.stdout.write(
            _("To look at the volume, sign in as %(emails)s.")
            % {"emails": ", ".join(crowd.known())}
        )
