"""The way of a cycle and of somebody within it (domain 2(f))."""

from groups.enums import EnrolmentState, GroupState, WorkshopState

G, E, W = GroupState, EnrolmentState, WorkshopState

WAY = (*(G.DISENO, G.CONVOCATORIA, G.ENTREVISTAS, G.ABIERTO, G.EN_CURSO, G.CIERRE, G.EVALUADO),)
NEXT: dict[GroupState, tuple[GroupState, ...]] = {
    G.DISENO: (G.CONVOCATORIA, G.SUSPENDIDO),
    G.CONVOCATORIA: (G.ENTREVISTAS, G.DISENO, G.SUSPENDIDO),
    G.ENTREVISTAS: (G.ABIERTO, G.CONVOCATORIA, G.SUSPENDIDO),
    G.ABIERTO: (G.EN_CURSO, G.SUSPENDIDO),
    G.EN_CURSO: (G.CIERRE, G.SUSPENDIDO),
    G.CIERRE: (G.EVALUADO,),
    G.EVALUADO: (),
    G.SUSPENDIDO: (),
}
ENDS = frozenset({G.EVALUADO, G.SUSPENDIDO})
ENROLS = frozenset({G.CONVOCATORIA, G.ENTREVISTAS, G.ABIERTO})  # somebody may still come in
MEETS = frozenset({G.ABIERTO, G.EN_CURSO, G.CIERRE})

ENROLMENT: dict[EnrolmentState, tuple[EnrolmentState, ...]] = {
    E.INTERESADA: (E.ENTREVISTADA, E.INTERRUMPIO),
    E.ENTREVISTADA: (E.ACEPTADA, E.LISTA_ESPERA, E.NO_INDICADA, E.INTERRUMPIO),
    E.LISTA_ESPERA: (E.ACEPTADA, E.NO_INDICADA, E.INTERRUMPIO),
    E.NO_INDICADA: (E.ENTREVISTADA,),
    E.ACEPTADA: (E.ACTIVA, E.LISTA_ESPERA, E.INTERRUMPIO),
    E.ACTIVA: (E.AUSENTE, E.CONCLUYO, E.INTERRUMPIO),
    E.AUSENTE: (E.ACTIVA, E.CONCLUYO, E.INTERRUMPIO),
    E.CONCLUYO: (),
    E.INTERRUMPIO: (),
}
MOVES = frozenset(E) - {E.ENTREVISTADA}  # by a step alone, without an interview
GONE = frozenset({E.NO_INDICADA, E.CONCLUYO, E.INTERRUMPIO})
IN_GROUP = frozenset({E.ACEPTADA, E.ACTIVA, E.AUSENTE})  # count against its capacity
COMES = IN_GROUP - {E.AUSENTE}  # whose hours the sessions take
STAYS = IN_GROUP | {E.ENTREVISTADA, E.LISTA_ESPERA}  # where she is, when she is heard again
CONCLUDES = 70  # per cent of the sessions she could come to

WORKSHOP: dict[WorkshopState, tuple[WorkshopState, ...]] = {
    W.BORRADOR: (W.CONVOCADO, W.CANCELADO),
    W.CONVOCADO: (W.REALIZADO, W.CANCELADO),
    W.REALIZADO: (),
    W.CANCELADO: (),
}


def leads(before: str, after: str) -> bool:
    """Tell whether a cycle may go from one state to another."""
    return GroupState(after) in NEXT[GroupState(before)]


def leads_her(before: str, after: str) -> bool:
    """Tell whether somebody may go from one state to another."""
    return EnrolmentState(after) in ENROLMENT[EnrolmentState(before)]
