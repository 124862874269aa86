# SPDX-License-Identifier: Apache-2.0
"""The rules of the house a machine can hold, beside the import contracts in pyproject.toml."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "comity"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = next(c["layers"] for c in CONTRACTS if c["name"] == "Rooms depend downwards only")
RANK = {room.strip(): rank for rank, layer in enumerate(reversed(LAYERS)) for room in layer.split("|")}
VAGUE = {"utils", "helpers", "common", "manager", "managers", "misc"}


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_a_rooms_tables_are_its_own() -> None:
    graph = grimp.build_graph("comity", cache_dir=None)

    strangers = {
        (importer, module)
        for module in graph.modules
        if module.split(".")[2:3] == ["models"]
        for importer in graph.find_modules_that_directly_import(module)
        if importer.split(".")[1] != module.split(".")[1]
    }

    assert strangers == set()


def test_foreign_keys_point_downwards() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("comity.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model.__module__.startswith("comity.")
        if RANK[field.related_model.__module__.split(".")[1]] > RANK[model.__module__.split(".")[1]]
    ]

    assert upward == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_module_keeps_its_size_and_says_its_idea(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)

    assert text.startswith("# SPDX-License-Identifier: Apache-2.0\n")
    assert ast.get_docstring(tree), "a module says which one idea lives in it"
    assert text.count("\n") <= 300, "a module that nears 300 lines becomes a folder"
    assert path.stem not in VAGUE, "name the idea"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name} has {length} lines"


@pytest.mark.parametrize("room", sorted(RANK))
def test_each_room_says_what_it_is_for(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8")))

    assert docstring
    assert len(docstring) > 40
    assert f"| `{room}` |" in (ROOT / "docs/explanation/map.md").read_text(encoding="utf-8")


def test_project_files_name_no_machine_path_and_no_registry_host() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    forbidden = re.compile(r"/w[a-z]{2}k/m[a-z]{2}n\b|\b(?:pypi|npmjs|pythonhosted)\.org\b")

    found = [
        name
        for name in listed.split("\0")
        if name
        and (ROOT / name).is_file()
        and (ROOT / name).suffix in {".py", ".md", ".toml", ".lock", ".json", ".yml", ".yaml", ""}
        if forbidden.search((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []


def test_every_dependency_imports_without_network() -> None:
    """Row 24 of the exchange's demands: a fresh install imports whole, whatever the OpenSSL beside it."""
    names = (
        "django, ninja, allauth, csp, whitenoise, granian, cryptography.hazmat.primitives.hpke, "
        "httpx, babel, yaml, pydantic, rich, typst, docx, lxml.etree"
    )

    done = subprocess.run([sys.executable, "-c", f"import {names}"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
