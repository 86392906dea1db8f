"""A family to be drawn, told in the house itself before a browser comes."""

import datetime as dt
import json
import sys

from accompaniment.staff.models import Team
from cases.actions.people import accompanied
from cases.enums import AgeGroup, Pronouns
from cases.enums.bond import BondKind
from cases.enums.family import Whereabouts
from tests import factories
from tests.cases.families import bind, join, make_family, mention


def main():
    """Open a family of three generations, with twins, someone missing and two marriages."""
    team = Team.objects.create(name="Equipo del genograma")
    worker = factories.make_member(team, email="genograma@example.org")
    case = make_family(by=worker, name="Rosa", birth_date=dt.date(1958, 2, 3), pronouns="ELLA")
    rosa = accompanied(case)
    elena = join(case, worker, "Elena", birth_date=dt.date(1985, 6, 7), pronouns=Pronouns.ELLA)
    born = {"birth_date": dt.date(2012, 3, 4), "age_group": AgeGroup.NINEZ}
    twins = [join(case, worker, name, pronouns=Pronouns.EL, **born) for name in ("Uno", "Dos")]
    first, second = (mention(case, worker, name, pronouns=Pronouns.EL) for name in ("Joel", "Iván"))
    tono = mention(
        case, worker, "Toño", pronouns=Pronouns.EL, birth_year=1995,
        whereabouts=Whereabouts.DESAPARECIDA,
    )  # fmt: skip
    for one, kind, other in (
        (rosa, BondKind.MADRE_PADRE, elena),
        (rosa, BondKind.MADRE_PADRE, tono),
        (elena, BondKind.EX_PAREJA, first),
        (elena, BondKind.PAREJA, second),
        *((elena, BondKind.MADRE_PADRE, twin) for twin in twins),
        *((second, BondKind.MADRE_PADRE, twin) for twin in twins),
        (rosa, BondKind.CUIDADO, twins[0]),
        (first, BondKind.AGRESION, elena),
    ):
        bind(case, worker, one, kind, other)
    said = {"code": case.code, "email": worker.email, "missing": str(tono.pk)}
    sys.stdout.write(json.dumps(said))
