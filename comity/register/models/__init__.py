# SPDX-License-Identifier: Apache-2.0
"""Tables of the register, one module per subject."""

from comity.register.models.entries import Case, CaseMember, Entry, Judgement, Key, Statement
from comity.register.models.feeds import Feed, FeedLine, FeedObject, FeedStatus, FeedTip, FeedToken
from comity.register.models.imports import Import, ImportLine
from comity.register.models.index import IndexedName, NameKey, NameKeyCount
from comity.register.models.links import Link, Notice, Seen
from comity.register.models.probes import (
    ProbeAlarm,
    ProbeAsked,
    ProbeDraw,
    ProbeHit,
    ProbeKept,
    ProbeKey,
    ProbeLine,
    ProbeOrder,
    ProbeRoot,
    ProbeSample,
    ProbeSet,
    ProbeText,
)
from comity.register.models.rights import RightsRequest
from comity.register.models.sharing import Disclosure, Foreign
from comity.register.models.watch import Detection, Found, Watch, WatchAct, WatchReport

__all__ = [
    "Case",
    "CaseMember",
    "Detection",
    "Disclosure",
    "Entry",
    "Feed",
    "FeedLine",
    "FeedObject",
    "FeedStatus",
    "FeedTip",
    "FeedToken",
    "Foreign",
    "Found",
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
    "ProbeDraw",
    "ProbeHit",
    "ProbeKept",
    "ProbeKey",
    "ProbeLine",
    "ProbeOrder",
    "ProbeRoot",
    "ProbeSample",
    "ProbeSet",
    "ProbeText",
    "RightsRequest",
    "Seen",
    "Statement",
    "Watch",
    "WatchAct",
    "WatchReport",
]
