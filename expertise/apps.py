"""The wing of expert opinions."""

from django.apps import AppConfig

from accompaniment import gathering
from accompaniment.audit import words
from expertise import vocabulary


class ExpertiseConfig(AppConfig):
    """The wing of expert opinions."""

    name = "expertise"

    def ready(self) -> None:
        """Teach the trace its words, the cases what belongs to them, the agenda its hours."""
        from cases.reports import wings  # noqa: PLC0415  models are there only now
        from expertise.actions.booking import tell_cases  # noqa: PLC0415
        from expertise.reports import lending  # noqa: PLC0415

        for module in gathering.modules(vocabulary):
            words.teach(getattr(module, "KINDS", {}), getattr(module, "FIELDS", {}))
        wings.teach_legal(lending.of_case)
        tell_cases()
