"""Builds the dictionaries that `lemmas` maps into memory: once, at set-up, into the environment."""

import os
import sys
from importlib.metadata import version
from pathlib import Path

import marisa_trie
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from proximity.foundation.words.lemmas import FOLDER, LANGUAGES, path_of, rule_for

STAMP = FOLDER / "version"


def build() -> bool:
    """Build what is missing or of another version of the library; say whether anything was built."""
    wanted = version("simplemma")
    if all(path_of(one).exists() for one in LANGUAGES) and STAMP.exists() and STAMP.read_text() == wanted:
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        _build_one(language, path_of(language))
    for old in set(FOLDER.glob("*.trie")) - {path_of(one) for one in LANGUAGES}:
        old.unlink()
    STAMP.write_text(wanted)
    return True


def _build_one(language: str, path: Path) -> None:
    words = DefaultDictionaryFactory(cache_max_size=1).get_dictionary(language)
    part = path.with_suffix(f".{os.getpid()}.part")
    marisa_trie.BytesTrie((word, rule_for(word, lemma)) for word, lemma in words.items()).save(str(part))
    part.replace(path)


if __name__ == "__main__":
    if build():
        sys.stdout.write(f"Built the dictionaries of {len(LANGUAGES)} languages in {FOLDER}\n")
