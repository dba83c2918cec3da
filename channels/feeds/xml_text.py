"""XML as bytes: what XML 1.0 cannot hold is left out, so that one odd character breaks no feed."""

import re
from typing import Final
from xml.etree import ElementTree

_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """Return the text without the control characters that XML 1.0 forbids."""
    return _NOT_IN_XML.sub("", text)


def xml_document(root: ElementTree.Element) -> bytes:
    """Return a whole document, indented, in UTF-8, ending in a line end."""
    ElementTree.indent(root, " ")
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
