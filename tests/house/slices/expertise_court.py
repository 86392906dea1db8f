"""A report in court and the files of the expert file: addresses, records, canaries."""

import uuid

from cases.actions.documents import Sent
from expertise.actions import aftermaths, attaching, testimonies
from expertise.actions.attaching import AttachmentFacts
from expertise.enums.commission import CommissionState as S
from expertise.enums.evaluation import AttachmentKind
from expertise.reports.prepared import Likely, Preparation
from tests import factories
from tests.expertise import court, tools
from tests.expertise.court import DAY, HOUR
from tests.factories import NOON
from tests.traces import do

COMMISSION = {
    "expertise:court": ("view 200", "405"),
    "expertise:court_step": ("write|assign 200", "write|assign 422"),
    "expertise:judgment_edit": ("write 200", "write 422"),
    "expertise:aftermath_add": ("write 200", "write 422"),
    "expertise:aftermath_answer": ("write 200", "write 422"),
    "expertise:document_add": ("write|assign 200", "write|assign 422"),
    "expertise:testimony_add": ("write|assign 200", "write|assign 422"),
    "expertise:testimony": ("identify 200", "405"),
    "expertise:testimony_edit": ("write|assign 200", "write|assign 302"),
    "expertise:testimony_prepare": ("defend 200", "defend 302"),
    "expertise:testimony_defer": ("write 200", "write 422"),
    "expertise:testimony_cancel": ("write 200", "write 422"),
    "expertise:testimony_held": ("write 200", "write 422"),
    "expertise:attachments": ("read 200", "405"),
    "expertise:attachment_add": ("write 200", "write 422"),
    "expertise:attachment_file": ("read 200", "405"),
    "expertise:attachment_look": ("read 200", "405"),
    "expertise:attachment_withdraw": ("write 200", "write 302"),
    "expertise:attachment_bring_back": ("write 200", "write 302"),
}
OPEN_TEXT = {
    "expertise.Attachment.fingerprint",  # keyed
    "expertise.Attachment.removed",  # codes of ours
}
OF_TESTIMONY = ("testimony", "testimony_edit", "testimony_prepare", "testimony_defer")
OF_TESTIMONY += ("testimony_cancel", "testimony_held")


def attach(commission, title, data, *, at=NOON):
    """Put a text among the files of an expert file."""
    return do(
        attaching.attach_file,
        commission.expert,
        commission=commission,
        facts=AttachmentFacts(AttachmentKind.FUENTE, title),
        sent=Sent("hoja.txt", data.encode()),
        upload_id=uuid.uuid4(),
        at=at,
    )


def furnish_commission(world):
    """Plan a testimony, be asked something, keep files."""
    commission, expert = world.commission, world.commission.expert
    secret = factories.SECRET_TEXT
    kept, away = attach(commission, secret, secret), attach(commission, secret, f"{secret} 2")
    gone = attach(commission, secret, f"{secret} 3")
    do(attaching.withdraw_attachment, expert, attachment=gone)
    out = tools.stand_at(commission, S.ENTREGADO)
    testimony, asked = court.plan(out), court.happen(out, words=secret)
    said = Preparation(secret, (Likely(secret, secret),))
    do(testimonies.prepare_testimony, expert, testimony=testimony, preparation=said)
    tools.stand_at(commission, S.INTEGRACION)
    return {
        **{f"expertise:{name}": {"uid": testimony.pk} for name in OF_TESTIMONY},
        "expertise:court_step": {"to": S.OFRECIDO},
        "expertise:aftermath_answer": {"uid": asked.pk},
        "expertise:attachment_file": {"uid": kept.pk},
        "expertise:attachment_look": {"uid": kept.pk},
        "expertise:attachment_withdraw": {"uid": away.pk},
        "expertise:attachment_bring_back": {"uid": gone.pk},
    }


def live_commission(day):
    """Go to court with a canary in every sealed field."""
    title = day.canary("attachment.title")
    attach(day.commission, title, title, at=day.at)
    out = tools.stand_at(day.commission, S.ADMITIDO)
    expert, starts = out.expert, day.at + HOUR
    asked = court.happen(out, words=day.canary("aftermath.words"), at=day.at)
    answer = day.canary("aftermath.answer")
    do(aftermaths.answer_aftermath, expert, aftermath=asked, answer=answer, at=day.at)
    testimony = court.plan(out, starts_at=starts, at=day.at, court=day.canary("testimony.court"))
    said = Preparation(day.canary("testimony.preparation"))
    do(testimonies.prepare_testimony, expert, testimony=testimony, preparation=said, at=day.at)
    court.hold(testimony, expert, words=day.canary("testimony.outcome"))
    quote, words = day.canary("judgment.quote"), day.canary("judgment.words")
    court.judge(out, at=day.at + 2 * DAY, is_quoted=True, quote=quote, words=words)
    tools.stand_at(out, S.INTEGRACION)
