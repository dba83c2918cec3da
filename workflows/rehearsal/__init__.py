"""A month rehearsed: a sandbox with its clock moved, our own workflows, and made-up or real edits.

Nothing of it leaves this machine; its folder is removed at the end.
"""
