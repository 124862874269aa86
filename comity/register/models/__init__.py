# SPDX-License-Identifier: Apache-2.0
"""Tables of the register, one module per subject."""

from comity.register.models.entries import Case, CaseMember, Entry, Judgement, Key, Statement
from comity.register.models.imports import Import, ImportLine
from comity.register.models.index import IndexedName, NameKey, NameKeyCount
from comity.register.models.links import Link, Notice, Seen
from comity.register.models.probes import (
    ProbeAlarm,
    ProbeAsked,
    ProbeHit,
    ProbeKey,
    ProbeLine,
    ProbeOrder,
    ProbeRoot,
    ProbeSet,
)
from comity.register.models.rights import RightsRequest
from comity.register.models.sharing import Disclosure, Foreign

__all__ = [
    "Case",
    "CaseMember",
    "Disclosure",
    "Entry",
    "Foreign",
    "Import",
    "ImportLine",
    "IndexedName",
    "Judgement",
    "Key",
    "Link",
    "NameKey",
    "NameKeyCount",
    "Notice",
    "ProbeAlarm",
    "ProbeAsked",
    "ProbeHit",
    "ProbeKey",
    "ProbeLine",
    "ProbeOrder",
    "ProbeRoot",
    "ProbeSet",
    "RightsRequest",
    "Seen",
    "Statement",
]
