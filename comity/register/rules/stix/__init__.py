# SPDX-License-Identifier: Apache-2.0
"""STIX 2.1 as the watch list speaks it: `writing` makes objects of indicators, `reading` takes what others wrote."""
