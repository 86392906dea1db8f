"""A report that its peer has approved, told in the house itself before a browser comes."""

import json
import sys

from django.utils import timezone

from expertise.actions import development
from expertise.enums.commission import CommissionState
from tests import factories, legal
from tests.browser.story import enter
from tests.expertise import tools
from tests.expertise.giving import make_ready
from tests.expertise.writing import write

THIRD = "Damián Ochoa"
TITLE = "Causa penal: 0000/0000"
ROWS = "\n".join(f"| Mensaje {n} | {n} de mayo | Contenido del mensaje {n} |" for n in range(1, 60))
TOLD = f"Refiere que {THIRD} la esperaba a la salida. " + "Lo relata con detalle y sin prisa. " * 90
LONG = ("hechos", "contexto", "relato", "historia", "nexo", "discusion")


def main():
    """Request an expertise, write it, let its peer have approved it; begin two sessions of each."""
    case = factories.make_case()
    lawyer = legal.make_lawyer(case, case.responsible)
    commission = tools.make_commission(
        case=case,
        by=lawyer,
        state=CommissionState.APROBADO,
        evaluated_name="Noemí Ortega Sierra",
        numbers=TITLE,
    )
    commission.approved_at = factories.NOON
    commission.save(update_fields=["approved_at"])
    commission = tools.consent_to(commission)
    make_ready(commission)
    for key in LONG:
        table = f"\n\n| a | b | c |\n|---|---|---|\n{ROWS}" if key == "historia" else ""
        write(commission, key, "\n\n".join([TOLD] * 6) + table)
    development.ensure_certificate(timezone.now())
    people = {"expert": commission.expert.email, "lawyer": lawyer.email}
    keys = [enter(*people.values()) for _ in range(2)]
    found = {who: [each[email] for each in keys] for who, email in people.items()}
    sys.stdout.write(json.dumps({"folio": commission.code, **found}))
