# SPDX-License-Identifier: Apache-2.0
"""Meetings: bodies, their convening rules, and a meeting from the host's offer to its outcomes.

Words: a *body* is a council or meeting series; a *convening rule* is data with its paragraph; a *delegation* has a
head; an *outcome* is a record, never only a text. Sources: final document of the OIC expert meeting (Baku, 2007),
Ankara declaration (2023), Bishkek declaration (2024), Antalya declaration (2015).
"""
