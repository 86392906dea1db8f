"""Who works with the volume: a few with very many cases, many with some, lawyers with twenty."""

import random
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accompaniment.desk.demo.people import PASSWORD, email_of
from accompaniment.staff.enums import Role
from accompaniment.staff.models import Membership, Team, User

TEAMS = ("Volumen A", "Volumen B", "Volumen C", "Volumen D")
WEIGHTS = (8, 4, 2, 1)  # one team is large
BUSY = 120  # more than the hundred common values a planner keeps of a column
CASES_EACH = 20  # fewer cases than this for everyone: fewer people
LAWYERS, LAWYERS_CASES = 6, 20
FIRST_NAMES = (
    "Alma", "Araceli", "Blanca", "Brenda", "Carmen", "Citlali", "Dolores", "Elvira", "Esperanza",
    "Fabiola", "Graciela", "Guadalupe", "Hortensia", "Irma", "Itzel", "Josefina", "Karla",
    "Leticia", "Lorena", "Luz Elena", "Maribel", "Martha", "Nayeli", "Norma", "Patricia",
    "Refugio", "Rosario", "Sandra", "Socorro", "Teresa", "Verónica", "Ximena", "Yadira", "Abel",
    "Adrián", "Arturo", "Benito", "César", "Daniel", "Efraín", "Gerardo", "Humberto", "Iván",
    "Jesús", "Joel", "Lázaro", "Manuel", "Noé", "Óscar", "Ramiro", "Rogelio", "Saúl", "Tomás",
    "Ulises", "Alex", "Cruz", "Ariel", "Ángel", "Sol",
)  # fmt: skip
SURNAMES = (
    "Acosta", "Aguirre", "Almeida", "Baca", "Barraza", "Caraveo", "Carrasco", "Chávez",
    "Domínguez", "Enríquez", "Escobedo", "Fierro", "Gallegos", "Gutiérrez", "Holguín", "Jurado",
    "Legarreta", "Loya", "Mendoza", "Montes", "Nevárez", "Olivas", "Ordóñez", "Payán", "Portillo",
    "Quezada", "Rascón", "Rentería", "Salcido", "Sotelo", "Terrazas", "Trevizo", "Urías",
    "Villalobos", "Yáñez", "Zubía", "Moreno", "Cruz", "Batista", "Palma", "González", "Ramírez",
    "López",
)  # fmt: skip
MUNICIPALITIES = {
    "Chihuahua": 45, "Juárez": 22, "Cuauhtémoc": 8, "Delicias": 6, "Hidalgo del Parral": 5,
    "Guachochi": 3, "Nuevo Casas Grandes": 3, "Bocoyna": 2, "Madera": 2, "Urique": 1, "Aldama": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Crowd:
    """The teams of the volume, the psychologists of each, and lawyers who know few cases."""

    teams: list[Team]
    psychologists: list[list[User]]  # of each team
    lawyers: list[User]

    def team(self, dice: random.Random) -> int:
        """Draw the place of a team."""
        return dice.choices(range(len(TEAMS)), WEIGHTS)[0]

    def psychologist(self, team: int, dice: random.Random) -> User:
        """Draw a psychologist of a team: the first of each has the most cases."""
        here = self.psychologists[team]
        return here[0] if dice.random() < 1 / 6 else dice.choice(here)


def gather(cases: int) -> Crowd:
    """Return everyone the volume needs; who is missing is made."""
    teams = [Team.objects.get_or_create(name=name)[0] for name in TEAMS]
    busy = min(BUSY, max(len(TEAMS), cases // CASES_EACH))
    password = make_password(PASSWORD)
    psychologists: list[list[User]] = [[] for _team in teams]
    for number in range(busy):
        at = number % len(teams)
        user = _person(f"volumen-p{number + 1:03d}", Role.PSYCHOLOGIST, teams[at], password)
        psychologists[at].append(user)
    for number, team in enumerate(teams, start=1):
        _person(f"volumen-c{number}", Role.COORDINATOR, team, password)
    lawyers = [
        _person(f"volumen-l{number + 1}", Role.LAWYER, teams[number % len(teams)], password)
        for number in range(LAWYERS)
    ]
    return Crowd(teams, psychologists, lawyers)


def _person(name: str, role: Role, team: Team, password: str) -> User:
    email = email_of(name)
    facts = {"full_name": f"Equipo {name.removeprefix('volumen-')}", "password": password}
    user, is_new = User.objects.get_or_create(email=email, defaults=facts)
    if is_new:
        Membership.objects.create(user=user, role=role, team=team)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def known() -> list[str]:
    """Return who has very many cases, who coordinates them, and who has twenty."""
    return [email_of(name) for name in ("volumen-p001", "volumen-c1", "volumen-l1")]
