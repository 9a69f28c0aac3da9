"""The public process: it adds reports and serves mailboxes. No sign-in machinery, no session, no key that opens a report."""

from proximity.config import env
from proximity.config.settings.base import *  # noqa: F403  (settings modules are layered this way)
from proximity.config.settings.base import AREAS, PUBLIC_LANGUAGES, templates_with

SIDE = "public"
LANGUAGES = PUBLIC_LANGUAGES
# Signs nothing that is kept: the public side has no session.
SECRET_KEY = env.text("PUBLIC_SECRET_KEY")
ROOT_URLCONF = "proximity.config.urls_public"
WSGI_APPLICATION = "proximity.config.wsgi_public.application"
# The public role of the database, which sees one mailbox at a time.
DATABASES = {"default": env.Database.from_url(env.text("DATABASE_URL_PUBLIC")).as_django(pool=True)}
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.forms",
    *AREAS,
]
TEMPLATES = templates_with()
MIDDLEWARE = [
    "proximity.foundation.metrics.counted",
    "proximity.foundation.middleware.quiet_errors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "proximity.foundation.middleware.same_origin_posts",
    "proximity.foundation.middleware.private_pages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "proximity.welcome.middleware.only_what_is_translated",
    "proximity.welcome.middleware.before_the_wall",
    "proximity.foundation.wall.public_wall",
]
