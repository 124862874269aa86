# SPDX-License-Identifier: Apache-2.0
"""The queue: every deferred job of a node, in the database, in the same transaction as what it follows from.

Words: a *job* is named by its key, so asking twice is one job; a worker *leases* it, so a killed worker loses
nothing; a job that keeps failing becomes a *dead letter* that a person can start again.
"""
