"""The sections of a report, its versions, the check before it is signed."""

from accompaniment.staff.acting import acting
from expertise.actions.freezing import freeze
from expertise.actions.writing import keep_section_draft, mark_gender, write_section
from tests.factories import NOON

COMMISSION = {
    "expertise:editor": ("read 200", "405"),
    "expertise:report_preview": ("write 200", "405"),
    "expertise:section": ("read 200", "write 422"),
    "expertise:section_draft": ("405", "write 422"),
    "expertise:section_discard": ("405", "write 302"),
    "expertise:readiness": ("write 200", "write 302"),
}
KEY = "limitaciones"


def furnish_commission(world):
    """Let the expert write a section, and begin it anew."""
    commission = world.commission
    told = {"commission": commission, "key": KEY, "by": commission.expert, "at": NOON}
    with acting(commission.expert, "test"):
        write_section(version=0, body="No se evaluó a la otra persona.", **told)
        keep_section_draft(version=1, body="No se evaluó a", **told)
    section = {"key": KEY}
    return dict.fromkeys(
        ("expertise:section", "expertise:section_draft", "expertise:section_discard"), section
    )


def live_commission(day):
    """Write, freeze, begin a section anew, answer the checklist: canaries in each."""
    commission = day.commission
    told = {"commission": commission, "by": commission.expert, "at": day.at}
    with acting(commission.expert, "test"):
        write_section(key=KEY, version=0, body=day.canary("section.body"), **told)
        because = day.canary("section.empty_because")
        write_section(key="dano", version=0, body="", empty_because=because, **told)
        write_section(key="marco", version=0, body=day.canary("version.content"), **told)
        freeze(**told)
        keep_section_draft(key=KEY, version=1, body=day.canary("section_draft.content"), **told)
        mark_gender(answers={"PODER": ("SI", day.canary("gender_check.note"))}, **told)
