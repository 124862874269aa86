# SPDX-License-Identifier: Apache-2.0
"""Acts of meetings."""
