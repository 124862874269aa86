# SPDX-License-Identifier: Apache-2.0
"""The law decides: who is bound to whom by what on a date, which instrument governs, what it demands (the Navigator).

Words: a *question* names two States, offences, measures and a day; an *answer* names the governing instrument, what
supplements it, the fallback, and what is possible but unconfirmed, each with articles. Rule order: bilateral and
regional treaties before UN conventions before reciprocity.
"""
