# SPDX-License-Identifier: Apache-2.0
"""Who is what to an organisation."""

from __future__ import annotations

from datetime import date

import pytest

from comity.accounts.rules.roles import Person, Role
from comity.accounts.rules.standing import Standing, required, standing
from comity.base.errors import NotFound
from comity.reference import load


def _person(state: str, *roles: Role) -> Person:
    return Person(1, "D", "d@x.example", frozenset(roles), state)


@pytest.mark.parametrize(
    ("state", "role", "organisation", "on", "expected"),
    [
        ("", Role.SECRETARIAT_OFFICER, "ECO", date(2026, 1, 1), Standing.SECRETARIAT),
        ("KZ", Role.DELEGATE, "ECO", date(2026, 1, 1), Standing.MEMBER),
        ("HU", Role.DELEGATE, "OTS", date(2026, 1, 1), Standing.OBSERVER),
        ("HU", Role.DELEGATE, "OTS", date(2017, 1, 1), Standing.NONE),
        ("SN", Role.DELEGATE, "ECO", date(2026, 1, 1), Standing.NONE),
        ("KZ", Role.CENTRAL_OFFICER, "ECO", date(2026, 1, 1), Standing.NONE),
    ],
)
def test_standing_follows_role_membership_and_date(
    state: str, role: Role, organisation: str, on: date, expected: Standing
) -> None:
    assert standing(_person(state, role), organisation, membership=load().membership, on=on) is expected


def test_nobody_learns_of_an_organisation_they_have_no_standing_in() -> None:
    with pytest.raises(NotFound):
        required(_person("SN", Role.DELEGATE), "ECO", membership=load().membership, on=date(2026, 1, 1))
