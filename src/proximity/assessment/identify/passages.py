"""What is to be read around the words that a rule found: their sentence, or as much of it as can be quoted. Pure.

Few words seldom say by themselves what they tell: "the others" is a difference only by what the others were spared.
"""

from proximity.assessment.identify.layout import Layout
from proximity.assessment.identify.results import Span

LONGEST_PASSAGE = 200
"""Signs; more is no quotation but a page."""


def passage(layout: Layout, start: int, end: int) -> Span:
    """Return the sentence around the words from `start` to before `end`; of a long one, whole words on either side as fit."""
    words = layout.words
    first, last = layout.starts[layout.sentence[start]], layout.sentence_end(end - 1)
    while words[last - 1].end - words[first].start > LONGEST_PASSAGE:
        left, right = words[start].start - words[first].start, words[last - 1].end - words[end - 1].end
        if left > right:
            first += 1
        else:
            last -= 1
    return Span(words[first].start, words[last - 1].end)
