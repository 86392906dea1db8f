"""One conclusion: the answer to a question posed, and what it rests on."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompaniment.staff import access
from accompaniment.staff.views import SignedIn
from cases.views.frame import asks, posted, refusals
from expertise.actions.answering import answer_question
from expertise.forms.answer import AnswerForm
from expertise.models import Question
from expertise.reports import file
from expertise.reports.matrix import matrix
from expertise.views.frame import form_page, open_commission
from expertise.views.matrix import back_to, place


@asks
def answer(request: SignedIn, folio: str, question: int) -> HttpResponse:
    """Answer a question and tick the causal links the answer rests on."""
    commission = open_commission(request, folio, "write")
    rows = Question.objects.filter(commission=commission, withdrawn_at=None)
    posed = access.open_or_404(rows, request.user, cover=commission.code, number=question)
    line, links = file.question(posed), matrix(commission).links
    names = ("version", "answer", "rests_on")
    initial = {name: getattr(line, name) for name in names}
    form = AnswerForm(posted(request), initial=initial, links=links)
    if form.is_bound and form.is_valid():
        with refusals(form):
            facts: dict[str, Any] = {name: form.cleaned_data[name] for name in names[:2]}
            facts |= {"rests_on": form.links(), "by": request.user, "at": timezone.now()}
            answer_question(question=posed, **facts)
            return back_to(request, commission, _("The answer is saved."), "conclusions")
    words = {"heading": line.key, "lede": line.text, "submit": _("Save")}
    back = place(commission, "conclusions")
    return form_page(request, form, commission, "matrix", back=back, **words)
