"""Composing a newsletter: which items, for whom, in which order. Pure.

`rules` reads what staff configured, `choosing` applies it to the candidates that the tables have,
`by_hand` adds what staff typed, and `places` says which readers live near what.
"""
