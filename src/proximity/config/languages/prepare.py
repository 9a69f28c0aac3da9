"""Before the sites start: every further language is looked at; what is sound is compiled, what is not is told and not offered."""

import shutil
from collections.abc import Callable
from pathlib import Path

from proximity.config.languages import pseudo
from proximity.config.languages.checks import compiled, problems
from proximity.config.languages.heads import HeadUnreadable, Language, folder_name, folders_in, read_head

type Say = Callable[[str], None]


def prepare(own: Path, say: Say, *, with_pseudo: bool) -> None:
    """Compile the sound languages of an installation's own folder, take away what others left there, say what was refused.

    Those that ship with the program are compiled and checked when it is made.
    """
    for code in pseudo.CODES:
        shutil.rmtree(own / folder_name(code), ignore_errors=True)
    if with_pseudo:
        pseudo.write(own)
    for folder in folders_in(own):
        language = _sound(folder, say)
        if language is None:
            (folder / "LC_MESSAGES" / "django.mo").unlink(missing_ok=True)
        else:
            _write(language.compiled, compiled(language))


def check(root: Path, say: Say) -> int:
    """Say of each language below `root` whether it can be offered; return how many cannot."""
    found = folders_in(root)
    return len(found) - sum(_sound(folder, say, praise=True) is not None for folder in found)


def _sound(folder: Path, say: Say, *, praise: bool = False) -> Language | None:
    language = None
    try:
        language = read_head(folder)
        faults = list(problems(language))
    except HeadUnreadable as unreadable:
        faults = [str(unreadable)]
    for fault in faults:
        say(f"The language in {folder.name} is not offered: {fault}.")
    if faults or language is None:
        return None
    if praise:
        say(f"{language.own_name} ({language.code}): covers {', '.join(sorted(language.covers))}")
    return language


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by both sites."""
    if path.exists() and path.read_bytes() == content:
        return
    beside = path.with_suffix(".new")
    beside.write_bytes(content)
    beside.chmod(0o644)
    beside.replace(path)
