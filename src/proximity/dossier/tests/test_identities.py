from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from proximity.audit.models import AuditEvent
from proximity.dossier import identities
from proximity.dossier.identities import give_certificate, identity_of
from proximity.dossier.models import SigningCertificate
from proximity.dossier.signing.certificates import NotACertificate, self_signed
from proximity.dossier.storage import stale_packs

pytestmark = pytest.mark.django_db
LATER = timedelta(days=366 * 5 + 1)


@pytest.fixture
def alice(cast, acting):
    return acting(cast.alice)


def logged(action):
    return AuditEvent.objects.filter(action=action).count()


def theirs(**options):
    return self_signed(organisation="City", city="Madrid", country="ES", now=timezone.now(), **options)


def test_a_certificate_is_made_once_and_renewed_when_it_ends(alice):
    first = identity_of(alice.organisation, origin=alice.origin)
    again = identity_of(alice.organisation, origin=alice.origin)
    renewed = identity_of(alice.organisation, origin=alice.origin, now=timezone.now() + LATER)

    assert first == again
    assert renewed != first
    assert logged("signing_certificate.made") == 2
    assert first.key not in bytes(SigningCertificate.objects.get().private_key)
    assert str(SigningCertificate.objects.get()) == str(alice.organisation.pk)


def test_the_citys_own_certificate_takes_its_place_and_is_never_replaced_in_silence(alice):
    identity_of(alice.organisation, origin=alice.origin)
    given = theirs()

    give_certificate(organisation=alice.organisation, identity=given, by=alice.origin, purpose="order 7")

    assert identity_of(alice.organisation, origin=alice.origin) == given
    with pytest.raises(NotACertificate):
        identity_of(alice.organisation, origin=alice.origin, now=timezone.now() + LATER)
    assert AuditEvent.objects.get(action="signing_certificate.given").purpose == "order 7"


def test_a_certificate_that_has_ended_is_not_taken(alice):
    with pytest.raises(NotACertificate):
        give_certificate(
            organisation=alice.organisation, identity=theirs(), by=alice.origin, now=timezone.now() + LATER
        )
    assert not SigningCertificate.objects.exists()


@pytest.mark.parametrize("act", ["make", "give"])
def test_what_the_log_cannot_tell_of_is_not_kept(alice, monkeypatch, act):
    def broken(*_arguments, **_options):
        raise RuntimeError("no log")

    monkeypatch.setattr(identities, "record_event", broken)
    acts = {
        "make": lambda: identity_of(alice.organisation, origin=alice.origin),
        "give": lambda: give_certificate(organisation=alice.organisation, identity=theirs(), by=alice.origin),
    }
    with pytest.raises(RuntimeError), transaction.atomic():
        acts[act]()
    assert not SigningCertificate.objects.exists()


def test_without_packs_nothing_is_stale(folders):
    assert list(stale_packs()) == []
