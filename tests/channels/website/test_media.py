"""Pictures that nothing shows any more stay for a while, and then go."""

from datetime import date, timedelta
from pathlib import Path

from channels.website.media import prune_media

TODAY = date(2027, 3, 1)


def test_an_unused_picture_goes_after_the_days_of_grace(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    for name in ("shown.webp", "old.webp", "og-drawn.jpg"):
        (folder / name).write_bytes(b"x")
    unused: dict[str, str] = {}
    left = []
    for day in range(33):
        today = TODAY + timedelta(day)
        unused = prune_media(tmp_path, {"shown.webp"}, unused, today, keep_days=30)
        left.append((folder / "old.webp").exists())
    assert left == [True] * 31 + [False] * 2
    assert unused == {}
    assert sorted(path.name for path in folder.iterdir()) == ["og-drawn.jpg", "shown.webp"]


def test_a_picture_that_is_shown_again_starts_anew(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "a.webp").write_bytes(b"x")
    unused = prune_media(tmp_path, set(), {}, TODAY, keep_days=30)
    assert unused == {"a.webp": "2027-03-01"}
    assert prune_media(tmp_path, {"a.webp"}, unused, TODAY, keep_days=30) == {}
