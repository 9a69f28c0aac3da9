"""The public front: choice of language, home, help, privacy, the project, leaflets, the way out, and whether it is alive.

Invariants
- Nothing here reads a report. What it shows are cities, organisations and pack facts, all public.
- `leave` and `healthz` answer when the database does not: `middleware.before_the_wall` calls them ahead of the wall.
- The public process hands out leaflets and draws none: `drawing` runs in processes that the job worker starts.
- What a leaflet says, pages say in the same words (`sentences`, packs).
- Words with a legal or safety meaning come from the pack of the city's country; a telephone number is public only where the
  pack says so.
"""
