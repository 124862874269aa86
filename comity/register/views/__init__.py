# SPDX-License-Identifier: Apache-2.0
"""Pages of the register, one module per subject."""
