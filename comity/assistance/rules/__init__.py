# SPDX-License-Identifier: Apache-2.0
"""Pure rules of the procedure: table, fold, clocks, reasons, forms, preflight."""
