"""What the public process loads: nothing of signing in, and no key that opens a report."""

import subprocess
import sys

PROGRAM = """
import os, sys
os.environ.update(
    DJANGO_SETTINGS_MODULE="proximity.config.settings.public", PUBLIC_SECRET_KEY="x", DATABASE_URL_PUBLIC="postgresql://x@/x"
)
import django
from django.urls import get_resolver
django.setup()
get_resolver().reverse_dict
from django.core.handlers.wsgi import WSGIHandler
WSGIHandler()
loaded = (
    "allauth", "axes", "procrastinate", "qrcode", "fido2", "proximity.accounts.middleware", "proximity.accounts.operations",
    "proximity.accounts.trail", "proximity.oversight.views", "proximity.cases.operations", "proximity.cases.access",
    "proximity.cases.views", "typst", "fontTools", "PIL", "proximity.welcome.operations", "proximity.welcome.drawing.draw",
)
print(*(name for name in loaded if name in sys.modules))
"""


def test_the_public_process_loads_none_of_the_sign_in_machinery():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], capture_output=True, text=True, check=False, env={"PATH": ""}
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == ""
