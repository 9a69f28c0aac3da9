"""Child processes: started in order, watched, restarted, and stopped so that nothing is left behind.

`supervisor` is for the long-running commands, `progress` for every command that takes over a second. Only `config`
and `foundation.database` call this package. Invariants: a child runs in its own session; when it ends, for whatever
reason, what it left behind is ended too before it is started again; nothing here waits for a key.

Without Django, on POSIX systems. Following grandchildren that changed session needs Linux (`/proc`, child subreaper).
"""
