# SPDX-License-Identifier: Apache-2.0
"""Detecting: from seized text to indicators, each with its place and its reasons. Pure: what is known is an argument.

Order: `reading` turns a file into messages; `normalising` undoes disguises; `links`, `handles`, `wallets`, `numbers`
and `coded` find; `likeness` compares with what is known; `scanning` brings them together.
"""
