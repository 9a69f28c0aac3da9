"""Languages beyond those the interface is complete in, as data: a folder with a catalogue and a file that says what it covers.

`heads` reads such folders and needs no Django, so that settings may ask it; `parts` knows which words a part of the public site
says; `checks` says what is wrong with a folder; `prepare` compiles what is sound and tells what it refused; `pseudo` makes the
two languages that nobody speaks, for tests.
"""
