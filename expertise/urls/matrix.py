"""The causal-link matrix: the table, its cells, its pieces, the conclusions."""

from django.urls import path

from expertise.urls import Routes
from expertise.views import answer, cross, matrix, matrix_pieces

CELL = "matrix/h<int:fact>e<int:effect>/"

of_commission: Routes = [
    path("matrix/", matrix.matrix_page, name="matrix"),
    path("matrix/text/", matrix.matrix_text, name="matrix_text"),
    path("matrix/incomplete/", matrix.matrix_justify, name="matrix_justify"),
    path("matrix/p<int:question>/", answer.answer, name="answer"),
    path(CELL, cross.cross, name="cross"),
    path(f"{CELL}withdraw/", cross.cross_withdraw, name="cross_withdraw"),
    path(f"{CELL}confirm/", cross.cross_confirm, name="cross_confirm"),
]
for sort in ("fact", "effect", "work"):
    known, of = {"sort": sort}, f"matrix/{sort}s/"
    of_commission += [
        path(f"{of}new/", matrix_pieces.piece_add, known, name=f"{sort}_add"),
        path(f"{of}<uuid:uid>/", matrix_pieces.piece_edit, known, name=f"{sort}_edit"),
        path(
            f"{of}<uuid:uid>/withdraw/",
            matrix_pieces.piece_withdraw,
            known,
            name=f"{sort}_withdraw",
        ),
    ]
