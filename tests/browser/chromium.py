"""Which browser the tests drive: Debian's Chromium, without a window where it exists in that form."""

import os
import shutil

_NAMES = ("chromium-headless-shell", "chromium")
CHROMIUM = os.environ.get("SNC_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
