# SPDX-License-Identifier: Apache-2.0
"""The application a web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from comity.base import processes

if os.environ.get("COMITY_SUPERVISED"):
    processes.die_with_parent()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
application = get_wsgi_application()
