"""Who works in the demonstration: two teams, an account for every role, one password."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise

from accompaniment.staff.enums import CLINICAL, Role
from accompaniment.staff.models import Membership, Team, User

PASSWORD = "sauce-azul-junto-al-rio"  # noqa: S105  printed on the first page of the demonstration
CHIHUAHUA, JUAREZ = "Chihuahua", "Juárez"
LICENCE = "0000001"

# first part of the e-mail: full name, role, team
STAFF: dict[str, tuple[str, Role, str | None]] = {
    "ofelia": ("Ofelia Rentería Loya", Role.PSYCHOLOGIST, CHIHUAHUA),
    "teresa": ("Teresa Montes Baca", Role.COORDINATOR, CHIHUAHUA),
    "norma": ("Norma Holguín Salcido", Role.LAWYER, CHIHUAHUA),
    "karla": ("Karla Barraza Nevárez", Role.FACILITATOR, CHIHUAHUA),
    "socorro": ("Socorro Legarreta Urías", Role.RECEPTION, CHIHUAHUA),
    "fabiola": ("Fabiola Zubía Acosta", Role.FUNDRAISER, None),
    "ulises": ("Ulises Rascón Jurado", Role.AUDITOR, None),
    "hortensia": ("Hortensia Almeida Escobedo", Role.ADMINISTRATOR, None),
    "ximena": ("Ximena Portillo Chávez", Role.PSYCHOLOGIST, CHIHUAHUA),
    "graciela": ("Graciela Nevárez Olivas", Role.PSYCHOLOGIST, CHIHUAHUA),
    "itzel": ("Itzel Sotelo Domínguez", Role.PSYCHOLOGIST, CHIHUAHUA),
    "daniel": ("Daniel Quezada Fierro", Role.PSYCHOLOGIST, CHIHUAHUA),
    "humberto": ("Humberto Trevizo Carrasco", Role.PSYCHOLOGIST, CHIHUAHUA),
    "aurora": ("Aurora Terrazas Jurado", Role.PSYCHOLOGIST, CHIHUAHUA),
    "ernestina": ("Ernestina Loya Fierro", Role.PSYCHOLOGIST, CHIHUAHUA),
    "rogelio": ("Rogelio Escobedo Yáñez", Role.LAWYER, CHIHUAHUA),
    "alma": ("Alma Terrazas Villalobos", Role.PSYCHOLOGIST, JUAREZ),
    "joel": ("Joel Caraveo Gallegos", Role.PSYCHOLOGIST, JUAREZ),
    "brenda": ("Brenda Ordóñez Payán", Role.PSYCHOLOGIST, JUAREZ),
    "veronica": ("Verónica Enríquez Aguirre", Role.COORDINATOR, JUAREZ),
    "sandra": ("Sandra Gutiérrez Mendoza", Role.LAWYER, JUAREZ),
    "refugio": ("Refugio Olivas Caraveo", Role.RECEPTION, JUAREZ),
}


def email_of(name: str) -> str:
    """Return the e-mail someone of the demonstration signs in with."""
    return f"{name}@example.org"


def hire() -> dict[str, User]:
    """Make the teams and everyone in them; return people by the first part of their e-mail."""
    teams = {name: Team.objects.create(name=name) for name in (CHIHUAHUA, JUAREZ)}
    password = make_password(PASSWORD)  # once: a demonstration has no secrets
    return {
        name: engage(
            email_of(name), full_name, role, teams[place] if place else None, password=password
        )
        for name, (full_name, role, place) in STAFF.items()
    }


def engage(email: str, full_name: str, role: Role, team: Team | None, *, password: str) -> User:
    """Make one account with its role and its verified e-mail."""
    user = User(email=email, full_name=full_name, password=password)
    user.licence = LICENCE if role == Role.PSYCHOLOGIST else ""
    user.save(force_insert=True)
    Membership.objects.create(user=user, role=role, team=team if role in CLINICAL else None)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def accounts() -> list[tuple[str | Promise, str, str]]:
    """Return role, e-mail and password of one account for each role, then of everyone else."""
    shown: list[tuple[str | Promise, str, str]] = []
    rest: list[tuple[str | Promise, str, str]] = []
    seen = set()
    for name, (_full_name, role, _place) in STAFF.items():
        line = (role.label, email_of(name), PASSWORD)
        (rest if role in seen else shown).append(line)
        seen.add(role)
    return [*shown, *rest]
