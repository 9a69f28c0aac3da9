"""The public front: language, home, help, awareness, privacy, the project, leaflets, the way out; indicator cards, on both sides.

Invariants
- Nothing here reads a report. What it shows are cities, organisations and pack facts, all public.
- `leave` and `healthz` answer when the database does not: `middleware.before_the_wall` calls them ahead of the wall.
- The public process hands out leaflets and draws none: `drawing` runs in processes that the job worker starts.
- What a leaflet says, pages say in the same words (`sentences`, packs).
- Words with a legal or safety meaning come from the pack of the city's country, or from `packs.awareness` for every country;
  a telephone number is public only where the pack, or an entry of the register, was checked by somebody.
- Of a city's own register (`directory`) only what its owner vouches for today is read here.
- An address of the help pages holds numbers for need, ground and language, no words: a shared telephone keeps its history.
"""
