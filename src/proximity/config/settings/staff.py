"""The workspace, the job worker and the command line: sign-in, keys, cases."""

from datetime import timedelta

from django.utils.csp import CSP

from proximity.config import env
from proximity.config.settings.base import *  # noqa: F403  (settings modules are layered this way)
from proximity.config.settings.base import AREAS, OVER_HTTPS, SECURE_CSP, templates_with

SIDE = "staff"
# Clean copies of recordings are played here, and nowhere else.
SECURE_CSP = {**SECURE_CSP, "media-src": [CSP.SELF]}
# Everything that is kept: database, keys, sealed files, logs.
PROXIMITY_DATA = env.folder("DATA", "./var")
# Signs the workspace's cookies.
SECRET_KEY = env.text("STAFF_SECRET_KEY")
ROOT_URLCONF = "proximity.config.urls_staff"
WSGI_APPLICATION = "proximity.config.wsgi_staff.application"
# The workspace's own role in the database; a pool of connections where threads share the process.
DATABASES = {"default": env.Database.from_url(env.text("DATABASE_URL_STAFF")).as_django(pool=env.yes("DATABASE_POOL"))}
INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    # Before the libraries, so that our templates stand in for theirs.
    *AREAS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "proximity.foundation.metrics.counted",
    "proximity.foundation.middleware.quiet_errors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
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
TEMPLATES = templates_with(
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "proximity.accounts.context.workspace",
    "proximity.config.navigation.navigation",
)
AUTHENTICATION_BACKENDS = [
    "proximity.accounts.guesses.PatientBackend",
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
SESSION_COOKIE_NAME = "proximity_staff"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_HTTPS
CSRF_COOKIE_NAME = "proximity_staff_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Jobs live in `jobs.py` of each area.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# The server that takes the daily summary, such as smtps://user:password@host; none is set: no mail is sent.
MAILERS = env.mailers("EMAIL_URL")
SENDS_MAIL = MAILERS["default"]["BACKEND"] != env.NO_MAIL
# From whom the daily summary comes.
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "proximity@localhost")

# Asked of whoever chooses her own password; the operator's are drawn.
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("name", "email")}},
]

# Signing in, by allauth. Accounts are added by the operator, who also resets passwords and second factors: no mail is sent.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace_home"
ACCOUNT_ADAPTER = "proximity.accounts.adapters.SignInAdapter"
ACCOUNT_FORMS = {
    "login": "proximity.accounts.forms.SignInForm",
    "reauthenticate": "proximity.accounts.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Wrong second-factor codes, per person: only who knows the password can use these up.
ACCOUNT_RATE_LIMITS = {"login_failed": "6/5m/key"}
MFA_ADAPTER = "proximity.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "proximity.accounts.forms.CodeForm",
    "activate_totp": "proximity.accounts.forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Proximity"
# Telephones' clocks go wrong by seconds: the code before and the code after count too.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10

# Wrong passwords are slowed per account and network together: whoever guesses waits, whoever works elsewhere does not notice.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=2)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "proximity.accounts.guesses.guessed_account"
AXES_CLIENT_IP_CALLABLE = "proximity.accounts.guesses.guessing_network"
AXES_LOCKOUT_CALLABLE = "proximity.accounts.guesses.wait_a_little"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "password", "code", "csrfmiddlewaretoken", "next"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
