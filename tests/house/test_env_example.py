"""Whoever installs the house finds every variable in one file."""

import ast
import re

from tests.house import source


def asked(path):
    """Return the names that the settings ask of the environment."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env":
            names |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    return names


def test_env_example_and_code_name_the_same_variables():
    example = (source.ROOT / ".env.example").read_text()

    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))

    server = (source.ROOT / "deploy" / "web.py").read_text()
    served = set(re.findall(r"environ\.get\([\"']([A-Z_]+)", server))
    assert named == asked(source.ROOT / "accompaniment" / "settings.py") | served


def test_env_example_holds_no_secret():
    example = (source.ROOT / ".env.example").read_text()

    assert re.findall(r"^# [A-Z_]+=\S+", example, re.MULTILINE) == ["# VAULT_KEKS=1="]
    assert re.findall(r"[A-Za-z0-9+/]{40,}", example) == []
