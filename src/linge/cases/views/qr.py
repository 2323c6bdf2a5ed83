"""An address as a QR picture, drawn into the page."""

import segno
from django.utils.safestring import SafeString


def qr_svg(address: str) -> SafeString:
    """A QR code as inline SVG; its colours are the page's own."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, border=4, omitsize=True, svgclass="qr-sign", lineclass=None
    )
    return SafeString(drawn)
