"""The directory of institutions: public facts, kept by whoever coordinates."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accompaniment.audit.history import tracked
from cases.enums.institutions import HIDDEN, InstitutionKind
from cases.places import MUNICIPALITIES, STATES


class Institution(models.Model):
    """A place people are referred to. Of a shelter nobody writes down where it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=28, choices=InstitutionKind)
    state = models.CharField(max_length=2, choices=list(STATES.items()), blank=True)
    municipality = models.CharField(
        max_length=5, choices=list(MUNICIPALITIES.items()), blank=True
    )  # INEGI
    address = models.CharField(max_length=200, blank=True)
    phones = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    to_bring = models.TextField(blank=True)
    cost = models.CharField(max_length=120, blank=True)
    accessibility = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    needs_no_complaint = models.BooleanField(default=False)  # NOM-046: "no se requiere denuncia"
    within_72_hours = models.BooleanField(default=False)  # prophylaxis against HIV
    within_120_hours = models.BooleanField(default=False)  # emergency contraception
    checked_on = models.DateField()
    is_active = models.BooleanField(default=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sorted_by = models.CharField(max_length=120)  # the name in plain letters
    found_by = models.TextField()  # what can be searched, in plain letters

    history = tracked()
    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_institution_shelter_says_no_place",
                condition=~Q(kind__in=sorted(HIDDEN)) | Q(address="", municipality="", state=""),
            ),
            models.UniqueConstraint(
                name="cases_institution_once_in_a_place",
                fields=["sorted_by", "municipality"],
                condition=Q(is_active=True),
            ),
        ]
        indexes = [
            models.Index(fields=["is_active", "sorted_by"], name="cases_institution_by_name")
        ]

    def __str__(self) -> str:
        return f"institution {self.pk}"
