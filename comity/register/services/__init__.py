# SPDX-License-Identifier: Apache-2.0
"""Acts of the register."""

from comity.register.services.entering import Said, enter, open_case, retract, say, set_handling, withdraw

__all__ = ["Said", "enter", "open_case", "retract", "say", "set_handling", "withdraw"]
