"""`python -m benchmarks.identify.frequency`: count the words of the development accounts, and write down the oftenest.

What is found does not hang on them, only how soon: run it again when many accounts have come or gone.
"""

from collections import Counter
from textwrap import wrap

from benchmarks.identify.scores import DEVELOPMENT, rows
from benchmarks.identify.turns import SUITES

from proximity.assessment.identify.cutting import words
from proximity.assessment.identify.frequency import LISTED
from proximity.assessment.identify.inflection import lemma
from proximity.assessment.identify.lexicons import LANGUAGES

_WORDS, _PARTS, _WIDTH = 300, 10_000, 118
_HEAD = """# The words that are met oftenest in the development accounts of each language, with their dictionary forms (>), and
# how often they stand in 10,000 words: counted by benchmarks/identify/frequency.py. They say what is worth asking first;
# nothing is found or passed over by them.
"""


def main() -> None:
    """Write the list."""
    LISTED.write_text(_HEAD + "".join(map(_of, LANGUAGES)), encoding="utf-8")


def _of(language: str) -> str:
    accounts = (row for half in DEVELOPMENT for row in rows(SUITES / language / f"narratives.{half}.jsonl"))
    met = Counter(word.form for row in accounts for word in words(row["text"]))
    listed = " ".join(
        f"{_with_form(word, language)} {round(number * _PARTS / met.total())}"
        for word, number in met.most_common(_WORDS)
    )
    return "\n".join(["", f'{language} = """', *wrap(listed, _WIDTH, break_on_hyphens=False), '"""', ""])


def _with_form(word: str, language: str) -> str:
    first = lemma(word, language)
    return word if first in {None, word} else f"{word}>{first}"


if __name__ == "__main__":
    main()
