"""Draws charts, in a process of its own: Vega-Lite brings a whole JavaScript engine, which no other process is to hold.

Run as `python -m proximity.insight.drawing`: specifications come in as a JSON list, SVG goes out as one. It has no database, no
keys and no network, and ends when it has drawn.
"""

import json
import sys
from pathlib import Path

import fontpkg_noto_sans
import justmytype_intl_rtl
import vl_convert

FONTS = (
    Path(fontpkg_noto_sans.__file__).parent / "files",
    Path(justmytype_intl_rtl.__file__).parent / "fonts" / "ofl",
)
VEGA_LITE = "6.4"


def draw(specs: list[dict[str, object]]) -> list[str]:
    """Return each specification as SVG; nothing is fetched from anywhere."""
    for folder in FONTS:
        vl_convert.register_font_directory(str(folder))
    return [vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]) for spec in specs]


if __name__ == "__main__":
    json.dump(draw(json.load(sys.stdin)), sys.stdout)
