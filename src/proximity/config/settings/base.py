"""What both web processes share. Reads the environment through `config.env` only."""

from pathlib import Path

from django.conf.global_settings import LANGUAGES_BIDI as DJANGOS_BIDI
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from proximity.config import env
from proximity.config.languages.heads import languages_offered, signatures

PACKAGE = Path(__file__).resolve().parent.parent.parent

DEBUG = False
# The host names under which the two sites are reached; without any, only this machine.
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# The languages the interface is complete in, each by its own name: nobody looks for their language in English.
LANGUAGES = [
    ("en", "English"), ("es", "Español"), ("it", "Italiano"), ("pt", "Português"),
    ("fi", "Suomi"), ("et", "Eesti"), ("lv", "Latviešu"), ("bg", "Български"),
]  # fmt: skip
FORMAT_MODULE_PATH = ["proximity.config.formats"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Areas with tables; both processes load them all, so that one set of migrations describes one database.
AREAS = [
    "proximity.foundation.apps.FoundationConfig",
    "proximity.foundation.ui.apps.UiConfig",
    "proximity.audit.apps.AuditConfig",
    "proximity.accounts.apps.AccountsConfig",
    "proximity.oversight.apps.OversightConfig",
    "proximity.network.apps.NetworkConfig",
    "proximity.assessment.apps.AssessmentConfig",
    "proximity.directory.apps.DirectoryConfig",
    "proximity.insight.apps.InsightConfig",
    "proximity.evidence.apps.EvidenceConfig",
    "proximity.dossier.apps.DossierConfig",
    "proximity.reporting.apps.ReportingConfig",
    "proximity.learning.apps.LearningConfig",
    "proximity.exchange.apps.ExchangeConfig",
    "proximity.cases.apps.CasesConfig",
    "proximity.search.apps.SearchConfig",
    "proximity.bulk.apps.BulkConfig",
    "proximity.plans.apps.PlansConfig",
    "proximity.welcome.apps.WelcomeConfig",
]

# All that the public process is given on disk: its own keys, its own database password, the incoming sealed files.
PUBLIC_DATA = env.folder("PUBLIC_DATA", "./var/public")
# Further languages of the public site: `all` that are there, `none`, or codes such as `ar,uk`.
# A city's own lie in PUBLIC_DATA/languages.
MORE_LANGUAGES = env.text("MORE_LANGUAGES", "all")
# Where the public site listens.
PUBLIC_PORT = env.number("PORT", 8000)
# Where the workspace listens.
STAFF_PORT = env.number("STAFF_PORT", PUBLIC_PORT + 1)
# The public site's address as people see it; `https://` switches on what only HTTPS can do.
PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", f"http://localhost:{PUBLIC_PORT}")
# The workspace's address as staff see it.
STAFF_ADDRESS = env.text("STAFF_ADDRESS", f"http://localhost:{STAFF_PORT}")
# A city that serves over HTTPS (all but the demo) says so; cookies and redirects follow.
OVER_HTTPS = PUBLIC_ADDRESS.startswith("https://")
# For tests of the layout: two languages that nobody speaks, under /en-xa/ and /ar-xb/. Never over HTTPS, where the public is.
PSEUDO_LANGUAGES = env.yes("PSEUDO_LANGUAGES") and not OVER_HTTPS
# How many proxies of our own stand before the two processes; the client's address is what the outermost of them saw.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
# Where "leave this page" goes: an everyday page that explains itself to somebody looking over a shoulder.
QUICK_EXIT_ADDRESS = env.text("QUICK_EXIT_ADDRESS", "https://www.wikipedia.org/")
# Days after which whoever answers for an entry of the directory is asked whether it is still true.
DIRECTORY_ASK_AFTER_DAYS = env.number("DIRECTORY_ASK_AFTER_DAYS", 183)
# Days that an entry stays public after that without an answer.
DIRECTORY_GRACE_DAYS = env.number("DIRECTORY_GRACE_DAYS", 30)

# Ours first: a further language never stands in for one that the interface is complete in.
LANGUAGE_ROOTS = [PUBLIC_DATA / "languages", PACKAGE / "locale_more"]
LOCALE_PATHS = [PACKAGE / "locale", *LANGUAGE_ROOTS]
FURTHER = languages_offered(LANGUAGE_ROOTS, MORE_LANGUAGES, taken=dict(LANGUAGES), pseudo=PSEUDO_LANGUAGES)
LANGUAGES += [(one.code, one.own_name) for one in FURTHER if one.is_complete]
# What the public site and the answers to a person speak; the workspace speaks LANGUAGES.
PUBLIC_LANGUAGES = [*LANGUAGES, *((one.code, one.own_name) for one in FURTHER if not one.is_complete)]
# Which parts of the public site a language covers, where it does not cover all.
PARTS_COVERED = {one.code: one.covers for one in FURTHER if not one.is_complete}
# Understood in addresses, listed nowhere.
UNLISTED_LANGUAGES = {one.code for one in FURTHER if one.is_pseudo}
LANGUAGES_BIDI = sorted({*DJANGOS_BIDI, *(one.code.partition("-")[0] for one in FURTHER if one.direction == "rtl")})
# Who vouches for the words of which language; English is what the others are translated from.
LANGUAGE_REVIEWS = signatures([PUBLIC_DATA / "languages", PACKAGE / "locale"])


def templates_with(*context_processors: str) -> list[dict[str, object]]:
    """Return the setting TEMPLATES with what only one side's pages are given."""
    shared = [
        "django.template.context_processors.request",
        "django.template.context_processors.i18n",
        "django.template.context_processors.csp",
        "proximity.foundation.ui.context.look",
    ]
    builtins = ["django.templatetags.i18n", "django.templatetags.static"]
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [*shared, *context_processors], "builtins": builtins},
        }
    ]


# Shown by whoever reads /metrics (Authorization: Bearer …); without one there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.NONE],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# With `no-referrer` browsers send `Origin: null` on every POST, and the origin check could not work.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OVER_HTTPS else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if OVER_HTTPS else 0

# Two hundred megabytes for a file (streamed, sealed as it arrives); a form without files never needs more than 256 KB.
MAX_FILE_BYTES = 200 * 1024 * 1024
# Only views that install the sealing handler take files: Django's own handlers would write them in the clear.
FILE_UPLOAD_HANDLERS = ["proximity.evidence.uploads.NoUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "proximity.foundation.logs.LineFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        "proximity": {"handlers": ["out"], "level": "INFO", "propagate": False},
        # It tells at info that it can log.
        "pikepdf": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        # It tells of every request.
        "httpx2": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["out"], "level": "WARNING", "propagate": False},
        # Its messages quote the arguments of jobs; ours are identifiers, a mistake would not be.
        "procrastinate": {"handlers": ["out"], "level": "WARNING", "propagate": False},
    },
}
# Lets the exchange network reach addresses of private networks, and without HTTPS: for tests on one machine.
EXCHANGE_PRIVATE_ADDRESSES = env.yes("EXCHANGE_PRIVATE_ADDRESSES")
# How many installations of the exchange network are asked at a time; each takes a connection to the database meanwhile.
EXCHANGE_ASK_AT_ONCE = env.number("EXCHANGE_ASK_AT_ONCE", 8)
# Where the list of the kinds that travel between cities stands; another one is for the self-test.
EXCHANGE_KINDS = env.text("EXCHANGE_KINDS", "proximity.config.kinds.SCHEMAS")
PRODUCT_NAME = _("Proximity")
