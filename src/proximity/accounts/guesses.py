"""Who guesses passwords, named by pseudonyms that last a day: django-axes counts them and keeps neither address nor e-mail."""

from collections.abc import Mapping
from ipaddress import IPv6Address

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from proximity.foundation.clients import client_network, pseudonym


def guessed_account(request: HttpRequest, credentials: Mapping[str, object] | None) -> str:
    """Return the pseudonym of the account that is tried; upper case and blanks make no second account."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return pseudonym(str(typed).strip().lower()).hex()


def guessing_network(request: HttpRequest) -> str:
    """Return the pseudonym of the network that tries, in the shape of an address, since that is what the column takes."""
    return str(IPv6Address(pseudonym(client_network(request))))


def wait_a_little(request: HttpRequest, _response: HttpResponse, _credentials: Mapping[str, object]) -> HttpResponse:
    """Say that there were too many tries, and when the next one counts. The account itself is not locked."""
    return render(request, "429.html", status=429)
