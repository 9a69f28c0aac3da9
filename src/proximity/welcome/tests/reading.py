"""Reading a PDF as a screen reader does: what its glyphs stand for, in the order of the page, and how it is tagged."""

import io
import re

import pikepdf

HEX = rb"<([0-9A-Fa-f]+)>"
RANGE = re.compile(rb"\s*".join([HEX] * 3))
PAIR = re.compile(rb"\s*".join([HEX] * 2))


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def words_of(pdf):
    """Return the words of each page, without what parts them: where lines break says nothing."""
    with opened(pdf) as document:
        return [squeezed("".join(_shown(page))) for page in document.pages]


def squeezed(text):
    return re.sub(r"\s+", "", text)


def _shown(page):
    fonts = {name: _meanings(font) for name, font in page.Resources.Font.items()}
    meanings = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            meanings = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    code = bytes(part)
                    yield from (meanings[code[at : at + 2]] for at in range(0, len(code), 2))


def _meanings(font):
    cmap = font.ToUnicode.read_bytes()
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        found |= {bytes.fromhex(code.decode()): _text(text) for code, text in PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in RANGE.findall(block):
            for number in range(int(first, 16), int(last, 16) + 1):
                found[number.to_bytes(2)] = chr(ord(_text(text)) + number - int(first, 16))
    return found


def _text(code):
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def tags_of(element):
    """Yield each element of the structure tree below one, as (tag, alternative text)."""
    yield str(element.get("/S", "")), str(element.get("/Alt", ""))
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            yield from tags_of(kid)
