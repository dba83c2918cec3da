"""Pictures that strangers hand in: made anew without EXIF; bombs and masks refused at once."""

import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from channels.pictures.opening import UnusablePictureError
from channels.pictures.taking_in import MOST_BYTES, take_picture

_JUDGE = """
import json, re, sys, time
from pathlib import Path
from channels.pictures.opening import UnusablePictureError
from channels.pictures.taking_in import take_picture
told = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    start = time.perf_counter()
    try:
        take_picture(path.read_bytes())
        told[path.name] = ["taken", 0.0]
    except UnusablePictureError as error:
        told[path.name] = [error.problem.what, time.perf_counter() - start]
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps([told, int(most[1]) / 1024]))
"""


def photo(*, orientation: int = 1) -> bytes:
    target = BytesIO()
    image = Image.new("RGB", (400, 300), "#6d2a5c")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = orientation, "Camera van Jo"
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def png(width: int, height: int, data: bytes) -> bytes:
    """Return a PNG that claims a size and holds some data."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + end

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_photo_is_made_anew_upright_and_tells_nothing_of_its_maker() -> None:
    taken = take_picture(photo(orientation=6))
    assert (taken.width, taken.height) == (300, 400)
    assert b"Camera van Jo" not in taken.content
    with Image.open(BytesIO(taken.content)) as image:
        assert (image.format, dict(image.getexif())) == ("JPEG", {})


def test_what_is_dangerous_is_refused_at_once_and_in_little_memory(tmp_path: Path) -> None:
    files = {
        "bomb.png": png(30_000, 30_000, bytes(50_000_000)),
        "wide.png": png(50_000, 1_000, b""),
        "mask.jpg": photo() + b"<html><script>alert(1)</script>",
        "paper.jpg": b"%PDF-1.7\n" + photo(),
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "large.jpg": photo() + bytes(MOST_BYTES),
        "cut.jpg": photo()[:300],
        "nothing.jpg": b"",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", _JUDGE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
    )
    told, most_mib = json.loads(done.stdout)
    assert sorted(told) == sorted(files)
    assert [name for name, (what, _) in told.items() if what == "taken"] == []
    assert max(took_s for _, took_s in told.values()) < 1.0
    assert most_mib < 150


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(UnusablePictureError) as raised:
        take_picture(photo() + b"<script>")
    assert "JPEG" in raised.value.problem.remedy
