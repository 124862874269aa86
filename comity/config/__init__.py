# SPDX-License-Identifier: Apache-2.0
"""The composition root: settings, addresses, handlers, jobs, commands. The only place that knows everybody."""
