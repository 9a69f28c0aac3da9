"""Words of eight languages and more: what a text's words are, in which form they are compared, and in which language it is.

`tokens` cuts a text into words and folds them (no case, no accents); `stops` holds the small words that say nothing; `languages`
guesses a text's language by them; `lemmas` leads an inflected form to the one that stands in a dictionary. The dictionaries are
built once, at set-up, by `build`, into the environment: each process maps them into memory and shares them with the others.

Pure: no Django, no database. Used by search, and made so that the reading of texts for bias indicators can use it too.
"""
