"""Country packs and code lists: law, bodies and their powers, help and safety words as dated, sourced, unsigned data.

Everything here but `apps` is free of Django and of the database, so that every `rules` module may import it.

- `codes`: grounds, indicators, incident types, channels, countries, languages: one list for every country.
- `loader.load_pack("es")`: one country's `pack.Pack`; `loader.available_countries()`: which countries have one.
- `schema`: the shape of every fact; `rules`: pure questions to facts; `reader`: typed reading of TOML.
- `validator.check_packs()` and `commands.check`: what is wrong, missing, unsigned.

Invariants
- A fact says where and when it was seen (`seen_at`) and who vouches for it (`verified_by`; nobody yet is None).
- What was not found stays out and is listed in `gaps`. A change of law is a new row with dates, never a migration.
- What a public page gets of a body or a help service is its name and a link; an unverified telephone number, e-mail
  address, street or opening hour is taken out here, not in the page. Only 112 and 999 are public.

Format and how to sign a fact: docs/reference/packs.md.
"""
