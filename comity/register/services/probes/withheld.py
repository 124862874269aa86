# SPDX-License-Identifier: Apache-2.0
"""What never answers although a thing has it: identifiers of victims, witnesses, associates and missing persons.

The telephone of a witness may be entered as a thing of the case too. It answers nobody as long as such a person has it.
"""

from __future__ import annotations

from django.conf import settings

from comity.names import matching
from comity.register.models import Statement
from comity.register.rules.category import Category, matched_between
from comity.register.rules.probing import identifiers


def keys() -> tuple[bytes, ...]:
    """Return the K5 keys that are kept out of every set of tags, in a fixed order."""
    codes = [c.value for c in Category if not matched_between(c)]
    rows = Statement.objects.filter(
        entry__owner=settings.COMITY_ENV["STATE"], entry__state="active", entry__category__in=codes,
        prop__in=identifiers.PROPS, is_retracted=False,
    )  # fmt: skip
    found = identifiers.of_entry("Person", rows.values_list("prop", "value"))
    return tuple(sorted({f"K5/{matching.VERSION}|{identifiers.form(*one)}".encode() for one in found}))
