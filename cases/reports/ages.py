"""How old someone may be, from what is known of her; and which instruments were made for that."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cases.enums import AgeGroup
from cases.instruments import Definition

GROUPS = {
    AgeGroup.NINEZ: (0, 11),
    AgeGroup.ADOLESCENCIA: (12, 17),
    AgeGroup.ADULTEZ: (18, 120),
    AgeGroup.DESCONOCIDA: (0, 120),
}


@dataclass(frozen=True, slots=True)
class Ages:
    """The youngest and the oldest someone may be."""

    low: int
    high: int


def ages_of(person: Any, day: dt.date) -> Ages:
    """Return how old a person may be on a day; a year alone leaves two ages open."""
    if person.birth_date:
        born = dt.date.fromisoformat(person.birth_date.reveal())
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return Ages(age, age)
    if person.birth_year:
        age = day.year - int(person.birth_year.reveal())
        return Ages(max(age - 1, 0), max(age, 0))
    return Ages(*GROUPS[AgeGroup(person.age_group)])


def fits(it: Definition, ages: Ages) -> bool | None:
    """Tell whether an instrument was made for this age; nothing where it cannot be known.

    In doubt the younger age counts. What is asked because a life may be in danger is only kept
    from those who are certainly too young for it.
    """
    oldest = it.ages.oldest if it.ages.oldest is not None else GROUPS[AgeGroup.ADULTEZ][1]
    if ages.high < it.ages.youngest or ages.low > oldest:
        return False
    if ages.low >= it.ages.youngest and ages.high <= oldest:
        return True
    return None if it.needs_consent else True
