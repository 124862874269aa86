# SPDX-License-Identifier: Apache-2.0
"""What every schema is built on: frozen models that refuse keys they do not know, and rough dates."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

Evidence = Literal["text", "secondary", "memory"]
# A day, a month or a year: as much as the source tells.
RoughDate = Annotated[str, Key(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]


class Model(BaseModel):
    """A frozen fact; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
