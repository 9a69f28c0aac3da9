"""Languages that services speak, by the names their speakers give them."""

from collections.abc import Iterable

# Append only: the place in this list stands in addresses, where a word would tell of whoever looks for it.
SPOKEN = {
    "ar": "العربية", "bg": "български", "bn": "বাংলা", "ca": "català", "ckb": "کوردیی ناوەندی", "en": "English",
    "es": "español", "et": "eesti", "eu": "euskara", "fa": "فارسی", "fi": "suomi", "fr": "français",
    "gl": "galego", "hi": "हिन्दी", "it": "italiano", "ka": "ქართული", "ku": "kurmancî", "lt": "lietuvių",
    "lv": "latviešu", "pa": "ਪੰਜਾਬੀ", "pl": "polski", "ps": "پښتو", "pt": "português", "ro": "română",
    "rom": "rromani", "ru": "русский", "se": "davvisámegiella", "so": "Soomaali", "sq": "shqip", "sv": "svenska",
    "ti": "ትግርኛ", "tr": "Türkçe", "uk": "українська", "ur": "اردو", "vi": "Tiếng Việt", "wo": "wolof",
    "zh": "中文", "am": "አማርኛ",
}  # fmt: skip
CODES = tuple(SPOKEN)


def own_names(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the languages of some codes by their own names, in the order given."""
    return tuple(SPOKEN.get(code, code) for code in codes)
