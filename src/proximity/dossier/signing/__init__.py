"""The signature on the PDF (PAdES, ETSI EN 319 142), in a process of its own, and the certificate it is made with.

`python -m proximity.dossier.signing`: JSON with the PDF, the key and the certificates comes on standard input, the signed PDF
goes to standard output. The library for it is large: neither the workspace nor the worker carries it.
"""
