"""What comes of a picture: the copy we keep, what the website shows, or why there is none."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["expired", "later", "refused"]


@dataclass(frozen=True)
class PictureProblem:
    """Why there is no picture; `what` and `remedy` are whole Dutch sentences.

    `expired`: the address is dead, read the record again for a fresh one and try once more.
    `later`: the service or the line failed, the next run tries again.
    `refused`: this file will never do, a person must replace it; it is not fetched again.
    """

    kind: Kind
    what: str
    remedy: str


@dataclass(frozen=True)
class Original:
    """A copied file as the museum gave it. Not for the public: it may hold a place or a name.

    `hash` is of its content (and of how we make renditions); width and height are in pixels,
    as a person sees it, so after turning.
    """

    attachment_id: str
    path: Path
    hash: str
    width: int
    height: int


@dataclass(frozen=True)
class Rendition:
    """One file for the website; `name` is its file name in the folder of renditions."""

    name: str
    width: int
    height: int


@dataclass(frozen=True)
class Renditions:
    """All files of one picture. `webp` goes from narrow to wide; `fallback` is a JPEG.

    `colour` ("#8a7f6b") is the picture's average, to show while it loads.
    """

    hash: str
    width: int
    height: int
    webp: tuple[Rendition, ...]
    fallback: Rendition
    colour: str
