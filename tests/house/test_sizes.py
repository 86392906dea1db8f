"""Nothing grows until nobody dares to split it."""

import ast

import pytest

from tests.house import source

FILE, TEST, VIEW, FUNCTION, MODEL, TEMPLATE = 400, 500, 25, 45, 120, 120


def lines(path):
    return len(path.read_text().splitlines())


def bodies(path, kind):
    """Yield name and length of each function or class, its docstring left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, kind):
            continue
        first = node.body[0]
        docstring = ast.get_docstring(node, clean=False)
        spared = first.end_lineno - first.lineno + 1 if docstring else 0
        yield node.name, node.end_lineno - node.lineno + 1 - spared


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@pytest.mark.parametrize(
    ("paths", "limit"),
    [
        pytest.param([*source.python(), *source.python("deploy")], FILE, id="source"),
        pytest.param(list(source.python("tests")), TEST, id="tests"),
        pytest.param(list(source.templates()), TEMPLATE, id="templates"),
    ],
)
def test_file_is_short(paths, limit):
    assert {source.name(path): lines(path) for path in paths if lines(path) > limit} == {}


def test_function_is_short():
    long = {
        f"{source.name(path)}:{name}": length
        for path in source.python()
        for name, length in bodies(path, FUNCTIONS)
        if length > (VIEW if "views" in path.parts or path.name == "views.py" else FUNCTION)
    }

    assert long == {}


def test_model_is_short():
    long = {
        f"{source.name(path)}:{name}": length
        for path in source.python()
        if "models" in path.parts or path.name == "models.py"
        for name, length in bodies(path, ast.ClassDef)
        if length > MODEL
    }

    assert long == {}
