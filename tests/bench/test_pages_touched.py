"""What does not depend on a clock is an ordinary test: pages touched by every list, every role."""

from tests.bench import world

LIST, WORD = 250, 400  # T1 and T17


def test_every_list_touches_few_pages():
    for role, user in world.build(10_000).items():
        for name, ask in world.questions(user).items():
            touched, _ = world.pages_touched(ask)
            assert touched <= (WORD if "word" in name else LIST), (role, name)
