"""A report being written, told in the house itself before a browser comes."""

import json
import sys

from accompaniment.staff.models import Team
from expertise.enums.commission import CommissionState
from tests import factories
from tests.expertise import tools
from tests.expertise.writing import fill, write

ROWS = "\n".join(f"| Mensaje {n} | {n} de mayo | Contenido del mensaje {n} |" for n in range(1, 40))


def main():
    """Request an expertise, evaluate, write two sections."""
    team = Team.objects.create(name="Equipo del dictamen")
    worker = factories.make_member(team, email="acompana@example.org")
    expert = factories.make_member(Team.objects.create(name="Área"), email="perita@example.org")
    commission = tools.make_commission(
        worker,
        expert=expert,
        state=CommissionState.INTEGRACION,
        evaluated_name="Noemí Ortega Sierra",
        numbers="Causa penal: 0000/0000",
    )
    fill(commission)
    write(commission, "relato", "Refiere miedo[^1].\n\n[^1]: Nota.\n\n> «Yo ya no dormía.» (S2)")
    write(
        commission,
        "historia",
        f"Fue un conflicto de pareja.\n\n| a | b | c |\n|---|---|---|\n{ROWS}",
    )
    sys.stdout.write(json.dumps({"folio": commission.code, "email": expert.email}))
