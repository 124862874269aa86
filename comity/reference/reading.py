# SPDX-License-Identifier: Apache-2.0
"""Reads YAML and CSV files of facts, refusing what YAML and CSV forgive: repeated keys, missing columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from comity.reference.problems import Problem

M = TypeVar("M", bound=BaseModel)
_Fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(_Fast):  # type: ignore[misc, valid-type]  # the C loader where libyaml is there
    """A safe loader that refuses repeated keys and leaves dates as text."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Hashable, Any]:
    loader.flatten_mapping(node)
    result: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise yaml.MarkedYAMLError(problem=f"the key “{key}” stands twice", problem_mark=key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
    return result


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Strict.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def read_yaml(path: Path, name: str, kind: type[M], problems: list[Problem]) -> M | None:
    """Return the file as `kind`, or add what is wrong to `problems` and return None."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506  # built on the safe loader
    except UnicodeDecodeError:
        problems.append(Problem(name, "file", "The file is not UTF-8 text."))
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problems.append(Problem(name, f"line {line}", f"This is not well-formed YAML: {error.problem}."))
        return None
    except (yaml.YAMLError, OSError) as error:
        problems.append(Problem(name, "file", f"The file cannot be read: {error}."))
        return None
    return _validated(kind, content, name, "", problems)


def read_csv(path: Path, name: str, kind: type[M], problems: list[Problem]) -> list[tuple[int, M]]:
    """Return the rows as (line number, `kind`); add what is wrong to `problems`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError):
        problems.append(Problem(name, "file", "The file cannot be read as UTF-8 text."))
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = list(kind.model_fields)
    rows: list[tuple[int, M]] = []
    try:
        header = next(reader, [])
        if header != columns:
            problems.append(Problem(name, "header", f"The columns must be {', '.join(columns)}."))
            return []
        for row in reader:
            if len(row) != len(columns):
                problems.append(
                    Problem(
                        name, f"line {reader.line_num}", f"The row has {len(row)} values instead of {len(columns)}."
                    )
                )
                continue
            valid = _validated(kind, dict(zip(columns, row, strict=True)), name, f"line {reader.line_num}", problems)
            if valid is not None:
                rows.append((reader.line_num, valid))
    except csv.Error as error:
        problems.append(Problem(name, f"line {reader.line_num}", f"This is not well-formed CSV: {error}."))
    return rows


def _validated(kind: type[M], content: Any, name: str, place: str, problems: list[Problem]) -> M | None:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            inner = _dotted(item["loc"])
            path = f"{place}, column {inner}" if place and inner else place or inner or "file"
            problems.append(Problem(name, path, _sentence(item)))
        return None


def _dotted(parts: tuple[int | str, ...]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _sentence(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "This key is not known here. Remove it or correct its spelling."
    if error["type"] == "missing":
        return "This key is missing."
    return f"{error['msg']}. Given: {error['input']!r}."
