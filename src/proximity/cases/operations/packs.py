"""Asking for a pack, making it in the background, and handing it out."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from proximity.accounts.actors import Actor
from proximity.accounts.keys import organisation_keys
from proximity.accounts.records import barred_of, new_record, note_opened, open_record
from proximity.assessment.rules import NotNow, NotSound
from proximity.audit.operations import record_event
from proximity.cases.access import CaseNotFound, PackNotFound, get_pack, lock_case
from proximity.cases.access_referrals import packs_of_referral, referrals_visible_to
from proximity.cases.models import Case, CasePack, Referral
from proximity.cases.queries.dossier import dossier_of, with_unreadable
from proximity.cases.queries.packs import making_of
from proximity.cases.rules.packs import PackFault, PackState, is_being_made
from proximity.cases.snapshots import open_snapshot
from proximity.dossier import storage
from proximity.dossier.building import BuildFailed, Signers, Source, build_pack
from proximity.dossier.identities import identity_of
from proximity.dossier.packing import ContentChanged
from proximity.dossier.rules.values import Dossier
from proximity.dossier.signing.certificates import NotACertificate
from proximity.evidence.access import get_file_for
from proximity.evidence.models import EvidenceFile
from proximity.evidence.operations.opening import FileDamaged, OpenFile, is_whole, open_clean, open_original
from proximity.evidence.storage import PartFile
from proximity.foundation.pure.ids import new_id
from proximity.foundation.sealing.boxes import SealBroken
from proximity.foundation.sealing.files import FileSealer, open_file
from proximity.foundation.sealing.keys import fingerprint

PURPOSE = "pack for the prosecution"


@dataclass(frozen=True, slots=True)
class OpenPack:
    """A pack being read: its name, its size in bytes, its content part by part."""

    name: str
    size: int
    content: Iterator[bytes]


@transaction.atomic
def request_pack(*, case: Case, language: str, by: Actor, now: datetime | None = None) -> CasePack:
    """Ask for a pack of a case as it stands; closed cases too. The caller asks for the job in the same transaction.

    Raises `CaseNotFound`, `NotSound` for a language that documents are not written in, `NotNow` while one is being made.
    """
    case, now = lock_case(case, by=by), now or timezone.now()
    if language not in dict(settings.LANGUAGES):
        raise NotSound("language")
    if is_being_made((making_of(pack) for pack in case.packs.filter(referral=None)), now):
        raise NotNow("a pack is being made")
    return _ask(case, None, language, by, now)


@transaction.atomic
def request_referral_pack(*, referral: Referral, by: Actor, now: datetime | None = None) -> CasePack:
    """Ask for the pack of what was referred, which its receiver can read too. The caller asks for the job as for `request_pack`.

    Raises `CaseNotFound` for who did not send it, `NotNow` while one is being made or where one is there.
    """
    if referral.sender_id != by.organisation.pk:
        raise CaseNotFound
    case, now = lock_case(referral.case, by=by), now or timezone.now()
    found = [making_of(pack) for pack in packs_of_referral(referral, by=by)]
    if is_being_made(found, now) or any(one.state is PackState.READY for one in found):
        raise NotNow("a pack is there or being made")
    language = open_snapshot(referral, open_record(referral.pk, by=by)).dossier.head.language
    return _ask(case, referral, language, by, now)


def _ask(case: Case, referral: Referral | None, language: str, by: Actor, now: datetime) -> CasePack:
    """Store a pack that waits to be made; the receiver of a referral has a key of it."""
    receiver = referral.receiver if referral else None
    pack = CasePack(
        id=new_id(), city_id=by.city_id, organisation=by.organisation, case=case, referral=referral, language=language,
        number=(case.packs.aggregate(last=Max("number"))["last"] or 0) + 1, requested_by=by.person_id, requested_at=now,
    )  # fmt: skip
    readers, barred = [by.organisation, receiver] if receiver else [by.organisation], barred_of(case.pk)
    new_record(pack.pk, city_id=by.city_id, readers=readers, barred=barred)
    pack.save(force_insert=True)
    record_event("case.pack_requested", origin=by.origin, target=case.pk, label=case.reference, now=now)
    return pack


@transaction.atomic
def begin_pack(*, pack: CasePack, by: Actor) -> bool:
    """Note that a pack is being made, so that its page can say so; False where that is not to be done any more."""
    pack = get_pack(by, pack.pk)
    if pack.state != PackState.WAITING:
        return False
    pack.state = PackState.BUILDING
    pack.save(update_fields=["state"])
    return True


@transaction.atomic
def make_pack(
    *, pack: CasePack, by: Actor, now: datetime | None = None, say: Callable[[str], None] = lambda _: None
) -> CasePack:
    """Make a pack and seal it. Every file that goes in has it in its custody.

    Raises `PackNotFound`, `CaseNotFound`, `BuildFailed`, `ContentChanged`, `NotACertificate`; nothing is kept then.
    """
    pack, now = get_pack(by, pack.pk), now or timezone.now()
    case = lock_case(pack.case, by=by)
    key = open_record(pack.pk, by=by)
    sealer, digest = FileSealer(key, file_id=pack.pk), hashlib.sha256()
    part = PartFile(storage.packs_folder(pack.city_id), pack.pk, storage.SEALED)

    def write(content: bytes) -> None:
        digest.update(content)
        part.write(sealer.update(content))

    try:
        part.write(sealer.start())
        if pack.referral is None:
            write_pack_of(case, language=pack.language, by=by, now=now, write=write, say=say)
        else:
            write_referral_pack(pack.referral, by=by, now=now, write=write, say=say)
        part.write(sealer.finish())
        part.keep()
        _note_made(pack, case, sha256=digest.hexdigest(), size=sealer.size, by=by, now=now)
    except BaseException:
        part.discard()
        raise
    return pack


def write_pack_of(
    case: Case, *, language: str, by: Actor, now: datetime, write: Callable[[bytes], object],
    say: Callable[[str], None] = lambda _: None,
) -> None:  # fmt: skip
    """Write the pack of a case, piece by piece. Raises as `build_pack`. Runs in the caller's transaction."""
    say("Collecting the case")
    _write(dossier_of(case, by=by, language=language, now=now), by=by, now=now, write=write, say=say)


def write_referral_pack(
    referral: Referral, *, by: Actor, now: datetime, write: Callable[[bytes], object],
    say: Callable[[str], None] = lambda _: None,
) -> None:  # fmt: skip
    """Write the pack of what was referred, as it was sent. Raises as `write_pack_of`."""
    say("Opening what was referred")
    snapshot = open_snapshot(referral, open_record(referral.pk, by=by))
    _write(snapshot.dossier, by=by, now=now, write=write, say=say)


def _write(
    dossier: Dossier, *, by: Actor, now: datetime, write: Callable[[bytes], object], say: Callable[[str], None]
) -> None:  # fmt: skip
    say("Checking the files")
    whole = _whole(dossier, by)
    dossier = with_unreadable(
        dossier, [UUID(row.id) for row in dossier.evidence if row.original and row.id not in whole]
    )
    signers = Signers(organisation_keys(by.organisation.pk), identity_of(by.organisation, origin=by.origin, now=now))
    build_pack(dossier, _sources(dossier, whole, by, now), signers=signers, write=write, say=say)


@transaction.atomic
def fail_pack(*, pack: CasePack, fault: PackFault, by: Actor, now: datetime | None = None) -> None:
    """Note that a pack was not made, and why; nothing of it stays on the disk."""
    pack = get_pack(by, pack.pk)
    storage.delete_pack(pack.city_id, pack.pk)
    pack.state, pack.fault = PackState.FAILED, fault
    pack.save(update_fields=["state", "fault"])
    record_event("case.pack_failed", origin=by.origin, target=pack.case_id, label=fault, now=now)


def fault_of(problem: Exception) -> PackFault:
    """Return what is said of a problem in the making of a pack."""
    if isinstance(problem, BuildFailed):
        return PackFault.SIGNING if str(problem) == "signing" else PackFault.DRAWING
    if isinstance(problem, NotACertificate):
        return PackFault.CERTIFICATE
    if isinstance(problem, ContentChanged | SealBroken | FileDamaged):
        return PackFault.CHANGED
    return PackFault.NO_ACCESS if isinstance(problem, LookupError | PermissionError) else PackFault.INTERRUPTED


@transaction.atomic
def open_pack(*, pack: CasePack, by: Actor, now: datetime | None = None) -> OpenPack:
    """Hand out a pack, and tell the log. Raises `PackNotFound`, and `FileDamaged` where its bytes are gone."""
    return _open(get_pack(by, pack.pk), pack.case_id, by, now or timezone.now())


@transaction.atomic
def open_referral_pack(*, referral: Referral, by: Actor, now: datetime | None = None) -> OpenPack:
    """Hand out the pack of a referral to one of its two sides. Raises `PackNotFound` while there is none, else as `open_pack`."""
    pack = packs_of_referral(referral, by=by).filter(state=PackState.READY).first()
    if pack is None or not referrals_visible_to(by).filter(pk=referral.pk).exists():
        raise PackNotFound
    return _open(pack, referral.pk, by, now or timezone.now())


def _open(pack: CasePack, target: UUID, by: Actor, now: datetime) -> OpenPack:
    key = open_record(pack.pk, by=by)
    try:
        sealed = storage.open_sealed(pack.city_id, pack.pk)
    except FileNotFoundError:
        raise FileDamaged from None
    note_opened(pack.pk, by=by, now=now)
    record_event("case.pack_downloaded", origin=by.origin, target=target, label=f"{pack.number}", now=now)
    return OpenPack(f"pack-{pack.number}.zip", pack.size, open_file(sealed, key, pack.pk))


def _note_made(pack: CasePack, case: Case, *, sha256: str, size: int, by: Actor, now: datetime) -> None:
    pack.state, pack.built_at, pack.sha256, pack.size = PackState.READY, now, sha256, size
    pack.fingerprint = fingerprint(bytes(by.organisation.sign_key))
    pack.save(update_fields=["state", "built_at", "sha256", "size", "fingerprint"])
    record_event("case.pack_built", origin=by.origin, target=case.pk, label=case.reference, now=now)


def _whole(dossier: Dossier, by: Actor) -> dict[str, EvidenceFile]:
    """Return by id the files whose bytes are all there."""
    files = {row.id: get_file_for(by, UUID(row.id)) for row in dossier.evidence if row.original}
    return {identifier: file for identifier, file in files.items() if is_whole(file, by=by)}


def _sources(dossier: Dossier, whole: Mapping[str, EvidenceFile], by: Actor, now: datetime) -> dict[str, Source]:
    """Return where the bytes of each file come from. Opening notes it in the file's custody."""
    found = {}
    for row in dossier.evidence:
        if row.id in whole:
            original = partial(_content, open_original, whole[row.id], by, now)
            copy = partial(_content, open_clean, whole[row.id], by, now) if row.clean_copy else None
            found[row.id] = Source(original, copy)
    return found


def _content(opener: Callable[..., OpenFile], file: EvidenceFile, by: Actor, now: datetime) -> Iterator[bytes]:
    return opener(file=file, by=by, purpose=PURPOSE, now=now).content
