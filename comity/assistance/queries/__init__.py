# SPDX-License-Identifier: Apache-2.0
"""Reads of requests. Everything for a person passes `access.visible_to`: pages, search, counts, notices alike."""
