# SPDX-License-Identifier: Apache-2.0
"""Reads of commitments: what a person may see, what one holds, what the data files say, the figures of a report."""
