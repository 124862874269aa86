# SPDX-License-Identifier: Apache-2.0
"""Accounts: the people of a node, their roles, and how they sign in.

Words: a *person* has one or more *roles*; a role opens rooms, never a case: who may read a request is decided per
request (need to know). A node administrator runs the node and cannot read content.
"""
