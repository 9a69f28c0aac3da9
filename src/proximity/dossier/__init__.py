"""The pack for the prosecution: what is said of a case as one value, drawn as a PDF, packed, signed, and verified by anybody.

Who may call: `cases` (collects the value, keeps the pack) and `config` (the command line). Nobody below.

What always holds:
- A dossier is a plain value (`rules.values`). It has no place for needs, messages and tasks, so none of them can leak by it.
- What a person said is never changed: her words stand in `evidence.json` code point by code point, whatever a font can show.
- Drawing and signing know no database. Verifying knows neither database nor settings: it runs where there is no installation.
"""
