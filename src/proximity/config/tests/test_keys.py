"""Replacing keys: everything opens afterwards, an interruption is made good, nothing is done while somebody works."""

import argparse

import pytest

from proximity.accounts.adapters import SecondFactorAdapter
from proximity.accounts.keys import organisation_keys
from proximity.accounts.models import Organisation, OrganisationSecret
from proximity.accounts.records import new_record, open_record
from proximity.accounts.rotation import replace_organisation_keys, rewrap_secrets
from proximity.accounts.second_factor import has_second_factor
from proximity.audit.operations import Origin
from proximity.config import keys as key_commands
from proximity.dossier.identities import identity_of, rewrap_certificates
from proximity.foundation import keyrings
from proximity.foundation.processes.child import ProcessProblem
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.keyfiles import read_keys
from proximity.foundation.sealing.keys import MASTER_KIND, MasterKey
from proximity.foundation.testing import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def master(folders, settings):
    """Return the place of a master key that belongs to this test, and forget what was read of it before and after."""
    place = folders / "keys"
    source = place.resolve()
    place.unlink()
    place.mkdir(mode=0o700)
    for path in source.iterdir():
        if path.is_file():
            (place / path.name).write_bytes(path.read_bytes())
            (place / path.name).chmod(0o600)
    _forget()
    yield place / "master.key"
    _forget()


@pytest.fixture
def forgotten():
    """Forget the keys that a test gave an organisation: the next test's organisation has the same id and the first keys."""
    yield
    _forget()


def _forget():
    keyrings._staff.cache_clear()
    organisation_keys.cache_clear()


def begun(path):
    """Do the first step: the file holds the new key and the old one."""
    MasterKey.load(path).succeeded_by(MasterKey.generate()).replace_in(path)
    _forget()


def finished(path):
    MasterKey.load(path).newest().replace_in(path)
    _forget()


def test_all_that_the_master_key_wraps_opens_with_the_new_one_alone(cast, acting, master):
    acting(cast.alice)
    organisation = cast.alice.organisation
    signing = identity_of(organisation, origin=Origin(actor="operator"))
    before = organisation_keys(organisation.pk).public_seal
    begun(master)
    with as_role("owner"):
        assert rewrap_secrets() >= Organisation.objects.count()
        assert rewrap_certificates() == 1
    finished(master)
    assert organisation_keys(organisation.pk).public_seal == before
    acting(cast.alice)
    assert identity_of(organisation, origin=Origin(actor="operator")).key == signing.key


def test_second_factors_are_wrapped_anew_and_open(cast, workspace, master):
    workspace(cast.alice)
    person = cast.people["alice"]
    assert has_second_factor(person)
    from allauth.mfa.models import Authenticator  # noqa: PLC0415

    def opened():
        sealed = [row.data.get("secret") or row.data.get("seed") for row in Authenticator.objects.order_by("pk")]
        return [SecondFactorAdapter().decrypt(one) for one in sealed if one]

    with as_role("owner"):
        before = opened()
        assert before
        begun(master)
        rewrap_secrets()
        finished(master)
        assert opened() == before


def test_before_the_database_was_wrapped_anew_both_keys_open_and_the_new_one_alone_does_not(cast, acting, master):
    acting(cast.alice)
    secret = OrganisationSecret.objects.get(pk=cast.alice.organisation.pk)
    begun(master)
    assert len(read_keys(master, MASTER_KIND)) == 2
    assert organisation_keys(cast.alice.organisation.pk)
    finished(master)
    with pytest.raises(SealBroken):
        organisation_keys(secret.pk)


def test_a_key_behind_a_link_stays_on_its_disk(master, tmp_path):
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    (other / "master.key").write_bytes(master.read_bytes())
    (other / "master.key").chmod(0o600)
    master.unlink()
    master.symlink_to(other / "master.key")
    begun(master)
    assert master.is_symlink()
    assert len(read_keys(other / "master.key", MASTER_KIND)) == 2
    assert list(other.iterdir()) == [other / "master.key"]


def test_an_organisation_reads_on_with_new_keys_and_the_old_ones_open_nothing(cast, acting, forgotten):
    acting(cast.alice)
    organisation = cast.alice.organisation
    record = new_id()
    new_record(record, city_id=cast.alice.city_id, readers=[organisation, cast.nadia.organisation])
    secret = open_record(record, by=cast.alice).subkey("test", salt=b"s" * 16)
    old = organisation_keys(organisation.pk)
    with as_role("owner"):
        assert replace_organisation_keys(organisation=organisation, purpose="copy lost") == 1
    acting(cast.alice)
    assert open_record(record, by=cast.alice).subkey("test", salt=b"s" * 16) == secret
    fresh = Organisation.objects.get(pk=organisation.pk)
    assert bytes(fresh.seal_key) != old.public_seal
    assert bytes(fresh.sign_key) == organisation_keys(organisation.pk).public_sign != old.public_sign
    acting(cast.nadia)
    assert open_record(record, by=cast.nadia).subkey("test", salt=b"s" * 16) == secret


def test_nothing_is_replaced_while_the_workspace_is_connected(monkeypatch):
    class Login:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        def execute(self, _query, _values):
            return self

        def fetchone(self):
            return (3,)

    monkeypatch.setattr(key_commands.psycopg, "connect", lambda _url: Login())
    with pytest.raises(ProcessProblem, match="Stop Proximity first"):
        key_commands.check_nobody_works(argparse.Namespace(staff=""))
