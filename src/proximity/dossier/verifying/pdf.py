"""Whether a PDF's signature covers all of it, and what it embeds.

Who vouches for the certificate is not asked here: the manifest names it, and the manifest's own key is what the reader knows.
"""

import hashlib
import io

import pikepdf
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, ValidationContext, validate_pdf_signature
from pyhanko_certvalidator.registry import SimpleCertificateStore

from proximity.dossier.rules.paths import EVIDENCE, PDF
from proximity.dossier.verifying.archive import NotIntact

# What two PDF libraries raise over a document that is broken; anything else is our own mistake and is to be seen.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, OSError, RecursionError, PdfError, pikepdf.PdfError)


def check_pdf(pdf: bytes, *, evidence: bytes, certificate_sha256: str) -> None:
    """Raise `NotIntact` unless the PDF is signed over all its bytes by the certificate named, and embeds `evidence`."""
    try:
        signer = _signer(pdf)
        embedded = _embedded(pdf)
    except _BROKEN:
        raise NotIntact(PDF, "it cannot be read as a signed PDF") from None
    if hashlib.sha256(signer).hexdigest() != certificate_sha256:
        raise NotIntact(PDF, "it is signed with another certificate than the manifest names")
    if embedded != evidence:
        raise NotIntact(EVIDENCE, "the PDF embeds another one")


def _signer(pdf: bytes) -> bytes:
    """Return the certificate (DER) of the one signature. Raises `NotIntact`, or what a broken PDF raises."""
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        raise NotIntact(PDF, "it does not bear one signature")
    [signature] = signatures
    nobody = ValidationContext(trust_roots=[], allow_fetching=False, other_certs=SimpleCertificateStore())
    status = validate_pdf_signature(signature, nobody)
    if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        raise NotIntact(PDF, "its signature does not hold for all of it")
    certificate: bytes = signature.signer_cert.dump()
    return certificate


def _embedded(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bytes(opened.attachments[EVIDENCE].get_file().read_bytes())
