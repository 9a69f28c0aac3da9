"""A report in which the text tool points at words that say something by themselves, and at weak signs."""

WHAT = (
    "The man shouted: Go back to your country, dirty Arabs! Then he wanted my wallet and took the money. I was with my daughter "
    "and my wife. My daughter cried. It happens again and again. It was the same last week. Since then they come every night."
)
