# SPDX-License-Identifier: Apache-2.0
"""Pages of requests: register, draft, timeline, acts."""
