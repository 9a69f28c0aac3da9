"""Sign a PDF without making it less readable: PDF/A-3a and PDF/UA-1 hold for the signed file too."""

import io

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Signature"


def sign_pdf(pdf: bytes, *, key: bytes, certificates: list[bytes], name: str, place: str) -> bytes:
    """Return the PDF signed over all its bytes. `key` is PKCS #8 in DER; `certificates` are DER, the signer's own first."""
    own, *others = (Certificate.load(one) for one in certificates)
    store = SimpleCertificateStore()
    store.register_multiple(others)
    signer = SimpleSigner(signing_cert=own, signing_key=PrivateKeyInfo.load(key), cert_registry=store)
    # Out of the page, but neither hidden (PDF/A forbids it) nor on it (PDF/UA would want it described).
    field = SigFieldSpec(
        FIELD, invis_sig_settings=InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    )  # fmt: skip
    meta = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=name, location=place
    )  # fmt: skip
    signed = io.BytesIO()
    PdfSigner(meta, signer, new_field_spec=field).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=signed)
    return signed.getvalue()
