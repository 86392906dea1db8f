"""Gather what the rooms of a package offer, in the order of their names."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import every module of a package."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        yield import_module(f"{package.__name__}.{found.name}")


def offered(package: ModuleType, name: str) -> list[Any]:
    """Return what every module of a package offers under a name."""
    return [getattr(module, name) for module in modules(package) if hasattr(module, name)]
