"""The workspace, the job worker and the command line: sign-in, keys, cases."""

from proximity.config import env
from proximity.config.settings.base import *  # noqa: F403  (settings modules are layered this way)
from proximity.config.settings.base import AREAS, OVER_HTTPS, TEMPLATES

SIDE = "staff"
PROXIMITY_DATA = env.folder("DATA", "./var")
SECRET_KEY = env.text("STAFF_SECRET_KEY")
ROOT_URLCONF = "proximity.config.urls_staff"
WSGI_APPLICATION = "proximity.config.wsgi_staff.application"
DATABASES = {"default": env.Database.from_url(env.text("DATABASE_URL_STAFF")).as_django(pool=env.yes("DATABASE_POOL"))}
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
    *AREAS,
]
MIDDLEWARE = [
    "proximity.foundation.middleware.quiet_errors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "proximity.foundation.middleware.private_pages",
    "proximity.welcome.middleware.before_the_wall",
    "proximity.accounts.middleware.SignInRequired",
    "proximity.accounts.middleware.staff_wall",
]
TEMPLATES[0]["OPTIONS"]["context_processors"] += [  # type: ignore[index]  # a list inside a plain settings mapping
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "proximity.accounts.context.workspace",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
SESSION_COOKIE_NAME = "proximity_staff"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
CSRF_COOKIE_NAME = "proximity_staff_csrf"
CSRF_COOKIE_SAMESITE = "Strict"

# Jobs live in `jobs.py` of each area.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
