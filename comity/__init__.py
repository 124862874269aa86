# SPDX-License-Identifier: Apache-2.0
"""Comity: cooperation between prosecutors' offices of different States.

Each folder here is a room: one subject of the work, with the same few floors inside
(`rules`, `models`, `queries`, `services`, `forms`, `jobs`, `views`, `api`, `urls`).
`docs/explanation/map.md` says in one line what happens in each.
"""

__version__ = "0.1.0"
