"""People who work here."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accompaniment.staff.querysets import PersonQuerySet


class UserManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Make people; passwords are hashed, e-mails are folded to lower case."""

    def create_user(self, email: str, password: str | None = None, **facts: object) -> "User":
        """Create someone who signs in with this e-mail."""
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: object) -> "User":
        """Create a superuser, who sees no record at all."""
        return self.create_user(email, password, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find someone by e-mail, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who works here."""

    class Theme(models.TextChoices):
        """Light or dark."""

        SYSTEM = "", _("As the device says")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("work e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("how colleagues call them"), max_length=40, blank=True)
    licence = models.CharField(_("professional licence"), max_length=20, blank=True)  # cédula

    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    language = models.CharField(_("language"), max_length=5, default="es")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="staff_user_deactivated_says_when",
                condition=models.Q(is_active=True, deactivated_at=None) | models.Q(is_active=False),
            ),
            models.CheckConstraint(
                name="staff_user_email_lower", condition=models.Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # reaches logs: never a name

    def get_full_name(self) -> str:
        """Return the full name, as it signs."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return how colleagues call this person."""
        return self.short_name or self.full_name.split(" ")[0]
