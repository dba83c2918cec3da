"""The store of pictures: `originals/` as museums gave them, `renditions/` for the website.

An original is kept by its attachment's ID (Airtable gives a replaced file a new ID), with a note
beside it of what it is, or of why it will never do. Renditions are named by the content, so that
an address never shows another picture: browsers may keep them for ever.
"""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import requests
from PIL import Image

from channels.pictures.download import download
from channels.pictures.files import read_note, write_note, write_whole
from channels.pictures.opening import UnusablePictureError, measure, upright
from channels.pictures.outcomes import Original, PictureProblem, Rendition, Renditions
from channels.pictures.social import (
    SOCIAL_SIZE,
    cropped_for_social,
    draw_social_picture,
    social_name,
)
from channels.pictures.social_words import SocialStyle
from museum.cells import Attachment

WIDTHS: Final = (320, 640, 960, 1600)
FALLBACK_WIDTH: Final = 960
_RECIPE: Final = "1"
"""Part of every hash: raise it when renditions are made differently, and all get new names."""
_WEBP: Final[dict[str, Any]] = {"quality": 78, "method": 4}
_JPEG: Final[dict[str, Any]] = {"quality": 80, "optimize": True, "progressive": True}
_SAFE_IN_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


class PictureStore:
    """Copies, keeps and prepares pictures in one folder. Safe to share between processes."""

    def __init__(self, media: Path, session: requests.Session) -> None:
        self._originals = media / "originals"
        self.renditions_folder = media / "renditions"
        self._session = session

    def copy_when_seen(self, attachment: Attachment) -> Original | PictureProblem:
        """Return the copy of an attachment; fetch it only when it is not there yet."""
        path = self._originals / _file_name(attachment.id)
        known = self._known(attachment.id, path)
        if known is not None:
            return known
        problem = download(self._session, attachment, path)
        if problem is None:
            return self._keep(attachment.id, path)
        if problem.kind == "refused":
            self._refuse(attachment.id, problem)
        return problem

    def renditions(self, original: Original) -> Renditions | PictureProblem:
        """Return the files of a picture for the website; make them when they are not there yet."""
        note = self.renditions_folder / f"{original.hash}.json"
        made = _renditions_from(read_note(note))
        if made is not None and self._are_there(made):
            return made
        try:
            made = self._make(original)
        except UnusablePictureError as error:
            self._refuse(original.attachment_id, error.problem)
            return error.problem
        write_note(note, asdict(made))
        return made

    def og_rendition(self, original: Original) -> Rendition | PictureProblem:
        """Return the picture cut to 1200 × 630 (or smaller, never blown up) for social media."""
        width = min(SOCIAL_SIZE[0], original.width)
        size = (width, max(1, round(width * SOCIAL_SIZE[1] / SOCIAL_SIZE[0])))
        made = Rendition(f"{original.hash}-og.jpg", *size)
        target = self.renditions_folder / made.name
        if target.exists():
            return made
        try:
            with upright(original.path, max(width, _width_to_cover(original, size))) as picture:
                _save(cropped_for_social(picture, size), target, "JPEG", _JPEG)
        except UnusablePictureError as error:
            self._refuse(original.attachment_id, error.problem)
            return error.problem
        return made

    def og_picture(
        self, title: str, subtitle: str, background: Original | None, style: SocialStyle
    ) -> Rendition:
        """Return a drawn 1200 × 630 picture with these words; draw it when it is not there yet."""
        seed = background.hash if background else ""
        made = Rendition(social_name(title, subtitle, seed, style), *SOCIAL_SIZE)
        target = self.renditions_folder / made.name
        if not target.exists():
            photo = self.og_rendition(background) if background else None
            path = self.renditions_folder / photo.name if isinstance(photo, Rendition) else None
            draw_social_picture(title, subtitle, path, target, style)
        return made

    def _known(self, attachment_id: str, path: Path) -> Original | PictureProblem | None:
        note = read_note(self._note_path(attachment_id))
        if note is None:
            return None
        if "what" in note:
            return PictureProblem("refused", str(note["what"]), str(note.get("remedy", "")))
        if not path.exists():
            return None
        # a note made with another recipe is made anew, from the file that is there
        if note.get("recipe") != _RECIPE:
            return self._keep(attachment_id, path)
        return Original(attachment_id, path, note["hash"], note["width"], note["height"])

    def _keep(self, attachment_id: str, path: Path) -> Original | PictureProblem:
        try:
            width, height = measure(path)
        except UnusablePictureError as error:
            self._refuse(attachment_id, error.problem)
            return error.problem
        original = Original(attachment_id, path, _content_hash(path), width, height)
        note = {"hash": original.hash, "width": width, "height": height, "recipe": _RECIPE}
        write_note(self._note_path(attachment_id), note)
        return original

    def _refuse(self, attachment_id: str, problem: PictureProblem) -> None:
        note = {"what": problem.what, "remedy": problem.remedy}
        write_note(self._note_path(attachment_id), note)
        (self._originals / _file_name(attachment_id)).unlink(missing_ok=True)

    def _note_path(self, attachment_id: str) -> Path:
        return self._originals / f"{_file_name(attachment_id)}.json"

    def _are_there(self, made: Renditions) -> bool:
        files = (*made.webp, made.fallback)
        return all((self.renditions_folder / file.name).exists() for file in files)

    def _make(self, original: Original) -> Renditions:
        made: list[Rendition] = []
        with upright(original.path, WIDTHS[-1]) as largest:
            fallback = self._fallback(original, largest)
            smaller = largest
            for width in reversed(chosen_widths(original.width)):
                smaller = _at_width(smaller, width, original)
                made.append(Rendition(f"{original.hash}-{width}.webp", *smaller.size))
                _save(smaller, self.renditions_folder / made[-1].name, "WEBP", _WEBP)
        return Renditions(
            original.hash,
            original.width,
            original.height,
            tuple(reversed(made)),
            fallback,
            _average_colour(smaller),
        )

    def _fallback(self, original: Original, picture: Image.Image) -> Rendition:
        width = min(FALLBACK_WIDTH, original.width)
        small = _on_white(_at_width(picture, width, original))
        made = Rendition(f"{original.hash}-{width}.jpg", *small.size)
        _save(small, self.renditions_folder / made.name, "JPEG", _JPEG)
        return made


def chosen_widths(width: int) -> tuple[int, ...]:
    """Return the widths to make for a picture this wide: never wider than it is.

    A picture between two steps also gets its own width, when that is worth a file (10% wider).
    """
    widths = [step for step in WIDTHS if step <= width]
    widest = min(width, WIDTHS[-1])
    if not widths or widest > widths[-1] * 1.1:
        widths.append(widest)
    return tuple(widths)


def _at_width(picture: Image.Image, width: int, original: Original) -> Image.Image:
    if picture.width == width:
        return picture
    height = max(1, round(original.height * width / original.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _width_to_cover(original: Original, size: tuple[int, int]) -> int:
    return -(-size[1] * original.width // original.height)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def _average_colour(picture: Image.Image) -> str:
    pixel = _on_white(picture).resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{pixel.hex()}"


def _save(picture: Image.Image, target: Path, kind: str, options: dict[str, Any]) -> None:
    picture.info.clear()
    picture = _on_white(picture) if kind == "JPEG" else picture
    write_whole(target, lambda file: picture.save(file, kind, **options))


def _renditions_from(note: dict[str, Any] | None) -> Renditions | None:
    if note is None:
        return None
    webp = tuple(Rendition(**each) for each in note["webp"])
    return Renditions(**{**note, "webp": webp, "fallback": Rendition(**note["fallback"])})


def _content_hash(path: Path) -> str:
    digest = hashlib.sha256(_RECIPE.encode())
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            digest.update(chunk)
    return digest.hexdigest()[:20]


def _file_name(attachment_id: str) -> str:
    if attachment_id and set(attachment_id) <= _SAFE_IN_NAME:
        return attachment_id
    return "x" + hashlib.sha256(attachment_id.encode()).hexdigest()[:20]
