"""``manage.py invite_administrator``: whoever will administer the accounts of an empty house."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accompaniment.staff.acting import Service, acting
from accompaniment.staff.actions import invitations


class Command(BaseCommand):
    help = "Send the first administrator a link. It works once; later people come by invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")

    def handle(self, *args: Any, email: str, full_name: str, **options: Any) -> None:
        console = Service("console")
        try:
            with acting(console, "administration"):
                invitations.invite_first_administrator(
                    email=email, full_name=full_name, by=console, at=timezone.now()
                )
        except invitations.AlreadyHere:
            raise CommandError("There is an administrator, or somebody has this address.") from None
        self.stdout.write("The link is on its way.")
