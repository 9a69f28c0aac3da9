"""Who may open which address: the workspace's addresses by role, from `@needs`, and the public ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from proximity.accounts.middleware import OFFICE_NAME, OPEN_NAMES, SETUP_NAMES
from proximity.accounts.rules import Capability, Role, may
from proximity.config.checks.text import page, table

type View = Callable[..., HttpResponse]

STAFF, PUBLIC = "proximity.config.urls_staff", "proximity.config.urls_public"
ANYBODY, SIGNED_IN, AT_WORK = "nothing", "password", "office"
# Open to everybody at work, whatever the role. Every other address of the workspace needs a capability.
FOR_EVERY_ROLE = frozenset({"workspace_home", "account", "account_password", "account_summary"})


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its pattern as Django writes it, the view's name, and the capability it needs, if any."""

    pattern: str
    name: str
    capability: Capability | None

    @property
    def needs(self) -> str:
        """Return what a visitor needs: a capability, or `nothing`, `password` (signed in), `office` (at work)."""
        if self.capability is not None:
            return self.capability.value
        if self.name in OPEN_NAMES:
            return ANYBODY
        return SIGNED_IN if self.name in SETUP_NAMES or self.name == OFFICE_NAME else AT_WORK

    def open_to(self, role: Role) -> bool:
        """Say whether somebody at work with this role may open it."""
        return self.capability is None or may(role, self.capability)


def addresses(urlconf: str) -> list[Address]:
    """Return every address of one process, in order of its text."""
    return sorted(_walk(get_resolver(urlconf).url_patterns, ""), key=lambda one: one.pattern)


def unguarded() -> list[str]:
    """Return the workspace's addresses that neither need a capability nor stand in one of the lists of exceptions."""
    exceptions = OPEN_NAMES | SETUP_NAMES | FOR_EVERY_ROLE | {OFFICE_NAME}
    return [one.pattern for one in addresses(STAFF) if one.capability is None and one.name not in exceptions]


def _walk(patterns: list[URLPattern | URLResolver], before: str, namespace: str = "") -> Iterator[Address]:
    for one in patterns:
        if isinstance(one, URLResolver):
            prefix = "<language>/" if isinstance(one.pattern, LocalePrefixPattern) else str(one.pattern)
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, before + prefix, inner)
        else:
            capability = getattr(one.callback, "capability", None)
            yield Address(f"/{before}{one.pattern}", f"{namespace}{one.name}", capability)


def document() -> str:
    """Return docs/reference/roles.md."""
    head = ["Address", "Needs", *(role.value for role in Role)]
    rows = [
        [f"`{one.pattern}`", one.needs, *("yes" if one.open_to(role) else "no" for role in Role)]
        for one in addresses(STAFF)
    ]
    words = (
        "A role opens an address where it says *yes*; elsewhere the answer is 403, or 404 where the address names an object. "
        "What somebody sees there is decided by the wall: an object of another city or without a key for her organisation is "
        "answered with 404, like one that does not "
        f"exist. `{ANYBODY}` stands before signing in, `{SIGNED_IN}` after the password, `{AT_WORK}` in any office."
    )
    public = table(["Address", "Name"], [[f"`{one.pattern}`", one.name] for one in addresses(PUBLIC)])
    return page("Roles and addresses", words, "## The workspace", table(head, rows), "## The public site", public)
