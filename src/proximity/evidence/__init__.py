"""Files that people add: sealed originals, clean copies without traces of place and author, and who touched them.

Who may call: `reporting` (files to a report) and `cases` (files to a case). They own the link: a file knows the record it belongs
to by its id only, and every file is a record of its own, with its own key and its own readers.

What always holds:
- A file is sealed while it arrives. Its plaintext never lies in a temporary file, and is never whole in a web process's memory.
- What is acknowledged lies on the disk: the file is flushed before its row is stored.
- Viewers get the clean copy. The original opens only with a purpose, which the log and the file's own custody keep.
- Pictures and PDF are cleaned in a process of their own that holds no key, reaches no database and cannot write a file.
- Custody is only ever added to, and goes when its file goes.
"""
