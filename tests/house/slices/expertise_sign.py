"""The signature, the copies, what the legal area receives, and the public verification."""

from accompaniment.staff.acting import acting
from accompaniment.vault import storage
from expertise.actions.copies import protect_names
from expertise.actions.freezing import freeze
from expertise.actions.releasing import MESSENGER
from expertise.actions.rendering_work import PRINTER
from expertise.actions.tickets import ask_ticket
from expertise.enums.paper import Audience, PaperKind
from expertise.models import Copy, Paper, Release
from tests.factories import NOON
from tests.house.readers import AWAY, PSYCHOLOGISTS
from tests.traces import do

FORM = ("write 200", "write 422")
COMMISSION = {
    "expertise:signing": ("read 200", "write 422"),
    "expertise:signing_prepare": FORM,
    "expertise:signing_progress": ("read 200", "405"),
    "expertise:signed_file": ("read 404", "405"),  # nothing is signed yet
    "expertise:copies": ("read 200", "405"),
    "expertise:copy_new": FORM,
    "expertise:protect": ("write 200", "write 302"),
    "expertise:copy_sign": FORM,
    "expertise:copy_deliver": FORM,
    "expertise:copy_release": FORM,
    "expertise:copy_withdraw": ("write 200", "write 302"),
    "expertise:copy_file": ("read 404", "405"),
}
ROLE = {
    "expertise:for_you": (PSYCHOLOGISTS | {"coordinator", "legal"}, "200", "200"),
}
OWN = {
    "verify:file": "200 422 200 422",
    "verify:key": "200 422 200 422",
}
LEGAL = {"responsible", "member", "legal"}  # who works on the legal road of the case


def _of_the_case(get, post):
    """Return what a released copy answers: to who has no business with it, it does not exist."""

    def answer(method, reader):
        if reader in AWAY:
            return "302"
        said = post if method == "post" else get
        return said if said == "405" or reader in LEGAL else "404"

    return answer


OTHER = {
    "expertise:release": _of_the_case("200", "422"),
    "expertise:release_file": _of_the_case("302", "405"),  # that ticket is nobody's
}


def furnish_commission(world):
    """Lay one copy on the legal road, as if it had been signed, and keep another."""
    expert = world.people["stranger"]
    version = do(freeze, expert, commission=world.commission)
    with acting(expert, "test"):
        kept, laid = (_copy(version, n, expert) for n in (1, 2))
    with acting(MESSENGER, "test"):
        release = _release(laid, expert, "un dictamen inventado")
    copy = {"uid": kept.pk}
    known = {name: copy for name in COMMISSION if "copy_" in name and name != "expertise:copy_new"}
    known["expertise:release"] = {"uid": release.pk}
    known["expertise:release_file"] = {"uid": release.pk, "token": "x" * 43}
    return known


def _copy(version, number, by, **words):
    return Copy.objects.create(
        commission=version.commission,
        version=version,
        number=number,
        key=f"TEST-KEY-{number:04}",
        audience=Audience.JURIDICO,
        recipient=words.get("recipient", "x"),
        reason=words.get("reason", "x"),
        masks=words.get("masks"),
        receipt=words.get("receipt"),
        made_by=by,
        made_at=NOON,
    )


def _release(copy, by, title):
    release = Release(
        case_id=copy.commission.case_id,
        copy=copy,
        code=copy.commission.code,
        number=copy.number,
        title=title,
        size=len(title.encode()),
        pages=1,
        released_at=NOON,
        released_by=by,
    )
    release.object = storage.put(release.place, [title.encode()])
    release.save(force_insert=True)
    return release


def live_commission(day):
    """Protect a name, make a copy, release it, ask for its download."""
    expert = day.commission.expert
    names = [{"name": day.canary("commission.protected"), "instead": "X"}]
    do(protect_names, expert, commission=day.commission, names=names, at=day.at)
    version = do(freeze, expert, commission=day.commission, at=day.at)
    words = {name: day.canary(f"copy.{name}") for name in ("recipient", "reason")}
    words["masks"] = [{"name": day.canary("copy.masks"), "instead": "Y"}]
    words["receipt"] = {"by": day.canary("copy.receipt"), "on": "2026-02-05", "words": ""}
    with acting(expert, "test"):
        copy = _copy(version, 1, expert, **words)
    paper = Paper(
        commission=day.commission,
        version=version,
        copy=copy,
        kind=PaperKind.FINAL,
        size=1,
        pages=1,
        sha256="0" * 64,
        made_at=day.at,
    )
    with acting(PRINTER, "test"):
        paper.object = storage.put(paper.place, [words["recipient"].encode()])
        paper.save(force_insert=True)
    with acting(MESSENGER, "test"):
        release = _release(copy, expert, day.canary("release.title"))
    do(
        ask_ticket,
        day.worker,
        release=release,
        reason="OTRO",
        words=day.canary("ticket.words"),
        session="x",
        at=day.at,
    )
