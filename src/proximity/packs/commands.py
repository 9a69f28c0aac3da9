"""What `proximity packs check` says: what each pack holds, what nobody has signed, what is missing, what is wrong."""

from collections.abc import Callable
from pathlib import Path

from proximity.packs.awareness import Awareness, read_awareness
from proximity.packs.codes import DATA, Codes, read_codes
from proximity.packs.loader import countries_in, read_pack
from proximity.packs.pack import Pack
from proximity.packs.safety import SAFETY_LANGUAGES
from proximity.packs.schema import Fact
from proximity.packs.validator import check_packs


def _summary(name: str, facts: tuple[Fact, ...], gaps: int) -> str:
    unsigned = sum(fact.verified_by is None for fact in facts)
    return f"{name:8} {len(facts):4} facts, {unsigned:4} signed by nobody, {gaps:3} gaps"


def _codes_summary(codes: Codes, awareness: Awareness) -> str:
    return _summary("codes", (*codes.sources, *awareness.pages), sum(len(source.gaps) for source in codes.sources))


def _safety_summary(codes: Codes) -> str:
    safety = codes.safety
    sentences = len(safety.sentences) + len(safety.also)
    return (
        f"safety   {sentences} sentences in {len(SAFETY_LANGUAGES)} languages, {len(safety.reviewed)} of them reviewed"
    )


def _pack_summary(pack: Pack) -> str:
    return _summary(pack.country, tuple(pack.facts()), len(pack.gaps))


def check(echo: Callable[[str], None], root: Path = DATA) -> int:
    """Check every pack below `root`, say it line by line to `echo`, and return the exit code: 0 clean, 1 with findings."""
    findings = check_packs(root)
    broken = {finding.pack for finding in findings if finding.where == finding.pack}
    if "codes" not in broken:
        codes = read_codes(root / "codes")
        echo(_codes_summary(codes, read_awareness(root / "codes")))
        echo(_safety_summary(codes))
    for country in countries_in(root):
        if country not in broken:
            echo(_pack_summary(read_pack(root / country)))
    for finding in findings:
        echo(str(finding))
    count = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
    echo(count if findings else "No findings.")
    return 1 if findings else 0
