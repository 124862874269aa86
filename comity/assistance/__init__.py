# SPDX-License-Identifier: Apache-2.0
"""Assistance: one request from draft to close, at both sides, moved by one table of acts.

Words: the *requesting side* asks, the *requested side* answers; an *act* is one step either takes, sent to the other;
the *state* is what all acts together give, the same at both sides; a *clock* is a term that runs, with its rule.
Sources: the procedure is that of the instruments themselves (UNTOC art. 18, ETS 30, ETS 182 and others), as cited
row by row in `rules/lifecycle.py`.
"""
