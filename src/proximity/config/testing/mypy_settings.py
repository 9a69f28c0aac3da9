"""Settings for the type checker, which must not need a database."""

import os

os.environ.setdefault("STAFF_SECRET_KEY", "for the type checker")
os.environ.setdefault("DATABASE_URL_STAFF", "postgresql://nobody@/none")

from proximity.config.settings.staff import *  # noqa: F403  (the environment must be named first)
