"""Every sentence the house can say, read from its source without gettext."""

import ast
import re
import warnings
from collections.abc import Iterator

from django.utils.translation.template import templatize

from tests.house import source

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
BOTH = {"npgettext", "npgettext_lazy"}
CALL = re.compile(r"\b(?:_|n?p?gettext)\(")


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _sentence(call: ast.Call) -> tuple[str, str] | None:
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    if name in CONTEXT | BOTH and len(call.args) > 1:
        context, msgid = _constant(call.args[0]), _constant(call.args[1])
    elif name in PLAIN | PLURAL and call.args:
        context, msgid = "", _constant(call.args[0])
    else:
        return None
    return (context or "", msgid) if msgid else None


def _in_tree(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (found := _sentence(node)):
            yield found


def _in_template(text: str) -> Iterator[tuple[str, str]]:
    turned = templatize(text)
    for match in CALL.finditer(turned):
        for end in re.finditer(r"\)", turned[match.end() :]):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    tree = ast.parse(turned[match.start() : match.end() + end.end()].strip())
            except SyntaxError:
                continue
            yield from _in_tree(tree)
            break


def sentences() -> dict[tuple[str, str], str]:
    """Return (context, msgid) of every sentence and a file that says it."""
    found: dict[tuple[str, str], str] = {}
    for path in source.python():
        for sentence in _in_tree(ast.parse(path.read_text())):
            found.setdefault(sentence, source.name(path))
    for path in source.templates():
        for sentence in _in_template(path.read_text()):
            found.setdefault(sentence, source.name(path))
    return found
