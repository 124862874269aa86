# SPDX-License-Identifier: Apache-2.0
"""The whole protocol on one page: which service answers which kind of envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

HANDLERS: Mapping[str, Callable[..., Any]] = {}
