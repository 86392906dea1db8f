"""The way of each service line: where it begins, what may follow, where it ends.

Closing and reopening are use cases of their own; a line says in which state they leave a case.
"""

from dataclasses import dataclass

from cases.enums import CaseState, ServiceLine

S = CaseState


@dataclass(frozen=True, slots=True)
class Line:
    """The states of one service line."""

    first: CaseState
    steps: tuple[CaseState, ...]  # the usual way, in order
    next: dict[CaseState, tuple[CaseState, ...]]
    ends: CaseState = S.CERRADO
    reopens: CaseState = S.ENCUADRE
    is_about_someone: bool = True  # has an accompanied person, whose consents its guards ask for


INDIVIDUAL = Line(
    first=S.PROPUESTO,
    steps=(S.PROPUESTO, S.ENCUADRE, S.VALORACION, S.PLAN, S.EN_PROCESO, S.PREPARACION, S.CERRADO),
    next={
        S.PROPUESTO: (S.ENCUADRE,),
        S.ENCUADRE: (S.VALORACION, S.INTERRUMPIDO),
        S.VALORACION: (S.PLAN, S.INTERRUMPIDO),
        S.PLAN: (S.EN_PROCESO, S.INTERRUMPIDO),
        S.EN_PROCESO: (S.EN_PAUSA, S.INTERRUMPIDO, S.PREPARACION),
        S.EN_PAUSA: (S.EN_PROCESO, S.INTERRUMPIDO),
        S.INTERRUMPIDO: (S.EN_PROCESO,),
        S.PREPARACION: (S.EN_PROCESO,),
        S.CERRADO: (),
    },
)
FAMILY = Line(
    first=S.PROPUESTO,
    steps=(
        *(S.PROPUESTO, S.SEGURIDAD, S.VALORACION_FAMILIAR, S.ENCUADRE_FAMILIAR),
        *(S.EN_PROCESO, S.PREPARACION, S.CERRADO),
    ),
    next={
        S.PROPUESTO: (S.SEGURIDAD,),
        S.SEGURIDAD: (S.VALORACION_FAMILIAR, S.NO_INDICADO),
        S.VALORACION_FAMILIAR: (S.ENCUADRE_FAMILIAR, S.NO_INDICADO),
        S.ENCUADRE_FAMILIAR: (S.EN_PROCESO, S.INTERRUMPIDO),
        S.EN_PROCESO: (S.EN_PAUSA, S.INTERRUMPIDO, S.PREPARACION),
        S.EN_PAUSA: (S.EN_PROCESO, S.INTERRUMPIDO),
        S.INTERRUMPIDO: (S.EN_PROCESO,),
        S.PREPARACION: (S.EN_PROCESO,),
        S.CERRADO: (),
        S.NO_INDICADO: (),
    },
    reopens=S.SEGURIDAD,
)
COLLECTIVE = Line(
    first=S.ACTIVO,
    steps=(S.ACTIVO, S.CONCLUIDO),
    next={S.ACTIVO: (S.EN_PAUSA,), S.EN_PAUSA: (S.ACTIVO,), S.CONCLUIDO: ()},
    ends=S.CONCLUIDO,
    reopens=S.ACTIVO,
    is_about_someone=False,
)

LINES: dict[str, Line] = {
    ServiceLine.IND: INDIVIDUAL,
    ServiceLine.FAM: FAMILY,
    ServiceLine.COM_DESAPARICION: COLLECTIVE,
    ServiceLine.COLECTIVO: COLLECTIVE,
}


def of(case_line: str) -> Line:
    """Return the way of a service line."""
    return LINES[case_line]
