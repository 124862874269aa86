# SPDX-License-Identifier: Apache-2.0
"""Register: subjects, cases and means that States share without surrendering them: owner control, hit / no-hit.

Words: an *entry* is a person, organisation or thing with *statements* per value; its *handling code* says who may see
it and what for; a *probe* is a hit/no-hit question under a signed *query order*. Sources: final document of the OIC
expert meeting (Baku, 2007), common database; Baku recommendations (2023) on web applications; RFC 9497.
"""
