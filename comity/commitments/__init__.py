# SPDX-License-Identifier: Apache-2.0
"""Commitments: every decision followed to its end.

Words: a *commitment* is a promise made by a clause or an outcome, with addressee, due date, indicator and evidence; a
*report* is what the addressee says of it; a *finding* of an evaluation leads to an adjusted commitment that keeps the
old one's history. Sources: Ankara declaration (2023) art. 6, Bishkek declaration (2024) par. 3, Plan of Interaction
(Dushanbe, 2024).
"""
