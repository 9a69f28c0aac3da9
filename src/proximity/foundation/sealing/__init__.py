"""Every seal of the product: keys, wraps, sealed values and files, receipts, drafts, the audit chain, the restore code.

Pure Python over `cryptography`: no Django, no database. Callers pass bytes and identifiers in and store what comes out.
Each module names what it protects and against whom; docs/decisions/0004-sealing.md says why it is built this way.

- `keys`         the master key and the two key pairs of an organisation
- `records`      one key per report, case or file, wrapped once per reader; sealed values bound to their place
- `files`        streamed sealing of uploads, segment by segment
- `receipts`     the code that a reporter keeps
- `drafts`       what travels through the browser: wizard drafts, the mailbox cookie
- `chain`        the HMAC chain under the audit log
- `restore_code` the code under which a backup holds the master key
- `keyring`      the key files of the two processes
- `boxes`, `encoding`, `crockford`, `keyfiles`  what these share

Two rules hold everywhere: an error never carries content, and no key shows itself in `repr` or lets itself be pickled.
"""
