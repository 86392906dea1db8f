"""The bench: where a file from outside is taken apart, in a process that holds no secret.

Nothing here knows the house: no settings, no database, no key. ``accompaniment.files.apart`` starts
this package by itself, gives it the bytes and limits, and believes no more than what comes back.
"""
