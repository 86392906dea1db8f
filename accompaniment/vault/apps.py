"""Keys and sealed fields."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys and sealed fields."""

    name = "accompaniment.vault"
    label = "vault"
