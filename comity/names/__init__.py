# SPDX-License-Identifier: Apache-2.0
"""Names of persons across scripts: parts, scores with reasons, keys, search, likely spellings.

Reads names in Latin, Cyrillic and Arabic letters as sounds, by tables of each orthography, and compares sounds. Pure:
no Django, no database, no clock; the only files read are the tables in `data/`. Birth dates, places and documents are
other evidence and never part of a score.

    score("Rəcəb Tayyib Ərdoğan", "رجب طيب أردوغان")      # 0.99…
    compare(a, b).lines()                                  # why, part by part
    parse("SOLEYMANI, Ghasem").parts                       # roles
    keys(name), weights(name, counts, total), rerank(…)    # for rows of a database
    Index(names)(query, 10)                                # in memory, grows row by row
    stored_keys(person), asked_keys(person)                # K1 to K4, for private matching
"""

from comity.names.bulk import Batch, score_many, score_pairs
from comity.names.comparing import Alignment, Comparison, compare, score
from comity.names.explaining import Note
from comity.names.keys import VERSION as KEYS_VERSION
from comity.names.keys import keys
from comity.names.matching import Document, NotADocument, Person, asked_keys, pair_keys, stored_keys
from comity.names.roles import NotAName, Order, ParsedName, ParsedPart, Role, parse
from comity.names.searching import Index, index, rarity, rerank, weights
from comity.names.spelling import orthographies, spellings

__all__ = [
    "KEYS_VERSION",
    "Alignment",
    "Batch",
    "Comparison",
    "Document",
    "Index",
    "NotADocument",
    "NotAName",
    "Note",
    "Order",
    "ParsedName",
    "ParsedPart",
    "Person",
    "Role",
    "asked_keys",
    "compare",
    "index",
    "keys",
    "orthographies",
    "pair_keys",
    "parse",
    "rarity",
    "rerank",
    "score",
    "score_many",
    "score_pairs",
    "spellings",
    "stored_keys",
    "weights",
]
