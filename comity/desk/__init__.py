# SPDX-License-Identifier: Apache-2.0
"""Each person's day: worklist, clocks, search, figures. The only room that may look into all others."""
