"""The way of a commission: which step may follow which (domain 2(h)).

What each step needs stands in ``expertise.actions.guards``.
"""

from expertise.enums.commission import CommissionState

S = CommissionState

# the usual way, in order, as the page of a commission draws it
WAY = (
    *(S.SOLICITADO, S.ADMISIBILIDAD, S.ACEPTADO, S.CONSENTIMIENTO, S.EVALUACION, S.INTEGRACION),
    *(S.REVISION_PARES, S.APROBADO, S.FIRMADO, S.ENTREGADO, S.OFRECIDO, S.ADMITIDO),
    *(S.EN_AUDIENCIA, S.VALORADO, S.CONCLUIDO),
)
_SUSPENDS = (S.SUSPENDIDO, S.DESISTIDO)
NEXT: dict[CommissionState, tuple[CommissionState, ...]] = {
    S.SOLICITADO: (S.ADMISIBILIDAD, S.DESISTIDO),
    S.ADMISIBILIDAD: (S.ACEPTADO, S.NO_ACEPTADO, S.DESISTIDO),
    S.NO_ACEPTADO: (),
    S.ACEPTADO: (S.CONSENTIMIENTO, S.DESISTIDO),
    S.CONSENTIMIENTO: (S.EVALUACION, *_SUSPENDS),
    S.EVALUACION: (S.INTEGRACION, *_SUSPENDS),
    S.INTEGRACION: (S.REVISION_PARES, S.EVALUACION, *_SUSPENDS),
    S.REVISION_PARES: (S.CON_OBSERVACIONES, S.APROBADO, S.INTEGRACION),
    S.CON_OBSERVACIONES: (S.INTEGRACION,),
    S.APROBADO: (S.FIRMADO, S.INTEGRACION, *_SUSPENDS),
    S.FIRMADO: (S.ENTREGADO,),
    S.ENTREGADO: (S.OFRECIDO, S.CONCLUIDO),
    S.OFRECIDO: (S.ADMITIDO, S.DESECHADO),
    S.ADMITIDO: (S.EN_AUDIENCIA, S.VALORADO),
    S.DESECHADO: (S.CONCLUIDO,),
    S.EN_AUDIENCIA: (S.VALORADO,),
    S.VALORADO: (S.CONCLUIDO,),
    S.CONCLUIDO: (),
    S.SUSPENDIDO: (S.DESISTIDO,),  # and back to where it stood
    S.DESISTIDO: (),
}
ENDS = frozenset({S.NO_ACEPTADO, S.CONCLUIDO, S.DESISTIDO})
# The expert writes; afterwards the text is locked for ever.
WRITING = frozenset(
    {S.ACEPTADO, S.CONSENTIMIENTO, S.EVALUACION, S.INTEGRACION, S.CON_OBSERVACIONES}
)
EVALUATING = frozenset({S.EVALUACION, S.INTEGRACION, S.CON_OBSERVACIONES})
# She may be asked whether she agrees, and asked again, until the report is signed.
ASKING = WRITING | {S.REVISION_PARES, S.APROBADO, S.SUSPENDIDO}
LOCKED = frozenset(
    {
        *(S.FIRMADO, S.ENTREGADO, S.OFRECIDO, S.ADMITIDO, S.DESECHADO, S.EN_AUDIENCIA, S.VALORADO),
        S.CONCLUIDO,
    }
)
# Steps that are simply written down, and where an expert may be called: the other side may call
# her before a judge has admitted anything.
COURT_STEPS = (S.OFRECIDO, S.ADMITIDO, S.DESECHADO, S.CONCLUIDO)
CALLED = frozenset({S.ENTREGADO, S.OFRECIDO, S.ADMITIDO, S.EN_AUDIENCIA})


def may_follow(before: str, after: str, resumes: str = "") -> bool:
    """Tell whether a step leads from one state to another; a suspension ends where it began."""
    if before == S.SUSPENDIDO and resumes and after == resumes:
        return True
    return CommissionState(after) in NEXT[CommissionState(before)]
