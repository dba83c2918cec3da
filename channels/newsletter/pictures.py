"""Pictures for mail: small JPEGs of our own, under addresses that do not die.

The website takes away pictures that it no longer shows; a letter is read for years. So these
stand in a folder of their own, `public/nieuwsbrief/`, named by their content, and nothing removes
them. Mail programs on Windows know no WebP.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

from PIL import Image

from channels.newsletter.drawings import draw_horizon, draw_mark
from channels.newsletter.view import MailPicture
from channels.pictures.files import write_whole
from channels.website.view import Picture

Shape = Literal["poster", "small"]

FOLDER: Final = "nieuwsbrief"
SIZES_PX: Final[Mapping[Shape, tuple[int, int]]] = {"poster": (552, 310), "small": (144, 108)}
"""As shown; files have twice as many, where the original has."""
_JPEG: Final[dict[str, Any]] = {"quality": 74, "optimize": True, "progressive": True}
_RECIPE: Final = "1"
"""Part of every name: raise it when pictures are made differently."""
MARK: Final = f"drenthe-{_RECIPE}.png"
HORIZON: Final = f"horizon-{_RECIPE}.png"


class MailPictures:
    """Makes pictures from the website's, and puts them in `public`. `base_url` is the site's."""

    def __init__(self, renditions: Path, public: Path, base_url: str) -> None:
        self._renditions = renditions
        self._folder = public / FOLDER
        self._base_url = base_url

    def put(self, picture: Picture, shape: Shape, alt_language: str) -> MailPicture | None:
        """Return a picture of the website in this shape; None when its file is gone."""
        source = self._renditions / Path(picture.fallback).name
        name = f"{source.stem.partition('-')[0]}-{shape}-{_RECIPE}.jpg"
        if not (self._folder / name).exists():
            if not source.exists():
                return None
            self._make(source, name, SIZES_PX[shape])
        width, height = SIZES_PX[shape]
        return MailPicture(
            url=self._address(name),
            alt=picture.alt,
            alt_language=alt_language,
            width_px=width,
            height_px=height,
            credit=picture.credit,
        )

    def mark(self) -> str:
        """Return the address of our mark: the outline of the province."""
        return self._drawn(MARK, draw_mark)

    def horizon(self) -> str:
        """Return the address of the land at the foot of the head: heath, moss and a hunebed."""
        return self._drawn(HORIZON, draw_horizon)

    def _drawn(self, name: str, draw: Callable[[], Image.Image]) -> str:
        if not (self._folder / name).exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            made = draw()
            write_whole(self._folder / name, lambda file: made.save(file, "PNG", optimize=True))
        return self._address(name)

    def _address(self, name: str) -> str:
        return f"{self._base_url}/{FOLDER}/{name}"

    def _make(self, source: Path, name: str, shown: tuple[int, int]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with Image.open(source) as opened:
            opened.draft("RGB", (2 * shown[0], 2 * shown[1]))
            made = _cropped(opened.convert("RGB"), shown)
        write_whole(self._folder / name, lambda file: made.save(file, "JPEG", **_JPEG))


def _cropped(picture: Image.Image, shown: tuple[int, int]) -> Image.Image:
    """Cut to the shape from the middle, at twice the size shown or what there is."""
    width = min(2 * shown[0], picture.width, picture.height * shown[0] // shown[1])
    size = (width, max(1, round(width * shown[1] / shown[0])))
    scale = max(size[0] / picture.width, size[1] / picture.height)
    across, down = size[0] / scale, size[1] / scale
    left, top = (picture.width - across) / 2, (picture.height - down) / 2
    box = (left, top, left + across, top + down)
    return picture.resize(size, Image.Resampling.BICUBIC, box=box)
