"""The workspace's settings for tests: quick password hashing, since Argon2id would cost minutes over hundreds of sign-ins."""

from proximity.config.settings.staff import *  # noqa: F403  (settings modules are layered this way)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
