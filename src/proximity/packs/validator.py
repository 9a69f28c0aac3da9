"""Says what is wrong with the packs: what cannot be read, dangling codes, odd dates, leaked numbers, wrong answers.

A finding is a fault of the file. An unsigned fact or a gap is no fault: `commands.check` counts them apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proximity.packs.awareness import awareness_problems, read_awareness
from proximity.packs.checks import PACK_CHECKS, Problem, code_problems, ground_problems
from proximity.packs.codes import DATA, Codes, read_codes
from proximity.packs.golden import golden_problems
from proximity.packs.loader import countries_in, read_pack
from proximity.packs.reader import PackError
from proximity.packs.safety_checks import filled_problems, sentence_problems


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: in which pack (or "codes"), at which fact, and what is wrong."""

    pack: str
    where: str
    problem: str

    def __str__(self) -> str:
        """Return one line for a terminal."""
        return f"{self.pack}: {self.where}: {self.problem}"


def _pack_problems(folder: Path, codes: Codes, *, sound: bool) -> Iterator[Problem]:
    pack = read_pack(folder)
    for check in PACK_CHECKS:
        yield from check(pack)
    yield from ground_problems(pack, codes)
    if sound:
        yield from filled_problems(pack, codes.safety)
    yield from golden_problems(pack, folder / "golden.csv")


def check_packs(root: Path = DATA) -> list[Finding]:
    """Return every fault of the code lists and packs below `root`; a file that cannot be read is a finding too."""
    try:
        codes = read_codes(root / "codes")
        awareness = read_awareness(root / "codes")
    except PackError as error:
        return [Finding("codes", "codes", str(error))]
    sentences = tuple(sentence_problems(codes))
    findings = [Finding("codes", *problem) for problem in (*code_problems(codes), *sentences)]
    findings += [Finding("codes", *problem) for problem in awareness_problems(awareness, codes)]
    for country in countries_in(root):
        try:
            findings += [
                Finding(country, *problem) for problem in _pack_problems(root / country, codes, sound=not sentences)
            ]
        except PackError as error:
            findings.append(Finding(country, country, str(error)))
    return findings
