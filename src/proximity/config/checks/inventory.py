"""What is kept about whom, for what and how long: from the privacy label of every field."""

from django.apps import apps
from django.db.models import Model

from proximity.config.checks.text import page, table
from proximity.foundation.privacy import labels_of, proximity_models

# Tables that libraries bring, by the start of their names: what they hold here, and how long.
LIBRARIES = {
    "account_": ("allauth: e-mail addresses besides the account's own", "unused: stays empty"),
    "auth_": ("Django: groups and permissions", "unused: stays empty"),
    "axes_": (
        "django-axes: wrong passwords, under pseudonyms of account and network that change daily",
        "two minutes, then deleted with the next wrong password",
    ),
    "django_content_type": ("Django: names of tables", "no person"),
    "django_migrations": ("Django: which migrations ran", "no person"),
    "django_session": ("Django: who is signed in to the workspace, since when, in which office", "8 hours"),
    "mfa_": ("allauth: second factors of staff, sealed with the master key", "while the account exists"),
    "procrastinate_": ("procrastinate: jobs to do, identifiers only", "until done, then by the clean-up job"),
}


def library_models() -> list[type[Model]]:
    """Return the models that are not this project's own, by table name."""
    models = apps.get_models(include_auto_created=True)
    found = [model for model in models if not model.__module__.startswith("proximity.")]
    return sorted(found, key=lambda model: model._meta.db_table)


def _section(model: type[Model]) -> str:
    rows = [
        [f"`{name}`", label.purpose, label.sensitivity.value, label.retention, label.erasure.value]
        for name, label in labels_of(model).items()
    ]
    head = ["Field", "What for", "Sensitivity", "Kept", "At erasure"]
    words = " ".join((model.__doc__ or "").split())
    return f"## `{model._meta.db_table}`\n\n{words}\n\n{table(head, rows)}"


def document() -> str:
    """Return docs/reference/data-inventory.md."""
    words = (
        "Every field of every table, with what it is for and how it ends. *Sensitivity*: none (technical), operational (about "
        "the handling), personal (about a known or knowable person), special (origin, religion, health, sexuality, opinion, "
        "suspicion of crime)."
    )
    rows = [[f"`{name}…`", held, kept] for name, (held, kept) in LIBRARIES.items()]
    libraries = "## Tables of libraries\n\n" + table(["Tables", "What they hold", "Kept"], rows)
    return page("Data inventory", words, *(_section(model) for model in proximity_models()), libraries)
