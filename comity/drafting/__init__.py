# SPDX-License-Identifier: Apache-2.0
"""Drafting: texts negotiated clause by clause, adopted, signed, in force.

Words: a *text* is a declaration, plan, convention or statute; a *version* its whole wording at one moment, per
language; a *proposal* a change to one clause by a State; a *position* what a State says of a clause; a *signature* a
head of delegation's passkey over the canonical form. Sources: the declarations of Antalya (2015), Ankara (2023) and
Bishkek (2024); Akoma Ntoso 3.0 (OASIS LegalDocML).
"""
