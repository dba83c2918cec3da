"""What stands between backticks is shown as something to type; nothing else is taken for HTML."""

import pytest

from channels.mail.writing import mark_commands


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Draai `museumflow status`.", "Draai <code>museumflow status</code>."),
        ("`a` of `b`", "<code>a</code> of <code>b</code>"),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("Eén ` alleen", "Eén ` alleen"),
    ],
)
def test_commands_are_marked(text: str, html: str) -> None:
    assert mark_commands(text) == html
