# SPDX-License-Identifier: Apache-2.0
"""Filters and labels of the pages."""
