"""The sample base: real names of museums in Drenthe, and made-up data about them."""

from sandbox.sample.base import sample_base

__all__ = ["sample_base"]
