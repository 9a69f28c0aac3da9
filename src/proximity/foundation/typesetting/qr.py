"""QR codes as drawings that a template places."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M


def qr_code(text: str, *, dense: bool = False) -> str:
    """Return the QR code of a text as an SVG, one module one unit, without its quiet border; `dense` for a long text."""
    code = QRCode(border=0, error_correction=ERROR_CORRECT_L if dense else ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )  # fmt: skip
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path d="{dark}"/></svg>'
    )
