"""How a value looks in its cell: patterns such as `#,##0.00`, `dd-mm-yyyy H:mm`, `0%`, `@`."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sandbox.sheets.cells import Cell, CellError, Value, plain_number
from sandbox.sheets.date_formats import render_date
from sandbox.sheets.locales import Locale

DATE_KINDS: Final = ("DATE", "TIME", "DATE_TIME")
_TOKEN: Final = re.compile(
    r'"[^"]*"|\\.|\[\$[^\]]*\]|\[[^\]]*\]|_.|\*.|[Ee][+-]0+|[#0?]+(?:[,.]*[#0?]+)*[,.]?|%|@|.',
    re.DOTALL,
)
_DIGITS: Final = re.compile(r"[#0?][#0?,.]*")


def show(cell: Cell, locale: Locale) -> str:
    """Return a cell as FORMATTED_VALUE gives it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool):
        return locale.true if value else locale.false
    kind = cell.number_format.get("type", "")
    pattern = cell.number_format.get("pattern") or default_pattern(kind, locale)
    if isinstance(value, str):
        return _show_text(value, pattern)
    if kind in DATE_KINDS:
        return render_date(value, pattern, locale)
    if not pattern or kind == "TEXT":
        return general(value, locale)
    return render_number(value, pattern, locale)


def is_date(cell: Cell) -> bool:
    """Whether a cell is shown as a date or a time."""
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return number and cell.number_format.get("type") in DATE_KINDS


def default_pattern(kind: str, locale: Locale) -> str:
    """Return the pattern of a kind of format that names none."""
    space = "" if locale.currency in "$£" else " "
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": f"[${locale.currency}]{space}#,##0.00",
        "DATE": locale.date,
        "TIME": locale.time,
        "DATE_TIME": f"{locale.date} {locale.time}",
        "SCIENTIFIC": "0.00E+00",
    }.get(kind, "")


def general(value: float, locale: Locale) -> str:
    """Return a number as a cell without a format shows it: ten digits, whole numbers in full."""
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if abs(value) >= 1e15 or 0 < abs(value) < 1e-9:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        text = f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    else:
        places = max(0, 10 - max(0, math.floor(math.log10(abs(value))) + 1))
        text = f"{value:.{places}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", locale.decimal)


def render_number(value: float, pattern: str, locale: Locale) -> str:
    """Write a number by a pattern with up to four sections."""
    sections = _sections(pattern)
    chosen, shown = sections[0], value
    if value < 0 and len(sections) > 1:
        chosen, shown = sections[1], -value
    elif value == 0 and len(sections) > 2:
        chosen = sections[2]
    tokens = _TOKEN.findall(chosen)
    shown *= 100 ** tokens.count("%")
    if any(re.fullmatch(r"[Ee][+-]0+", token) for token in tokens):
        return _scientific(shown, tokens, locale)
    digits = "".join(token for token in tokens if _DIGITS.fullmatch(token))
    parts, written = [], False
    for token in tokens:
        if not _DIGITS.fullmatch(token):
            parts.append(general(shown, locale) if token == "@" else _literal(token))
        elif not written:
            parts.append(_grouped(abs(shown), digits, locale))
            written = True
    text = "".join(parts)
    return f"-{text}" if shown < 0 and re.search(r"[1-9]", text) else text


def _show_text(value: str, pattern: str) -> str:
    sections = _sections(pattern)
    if len(sections) < 4 and "@" not in pattern:
        return value
    chosen = sections[3] if len(sections) > 3 else sections[-1]
    return "".join(value if one == "@" else _literal(one) for one in _TOKEN.findall(chosen))


def _sections(pattern: str) -> list[str]:
    found, text = [""], re.findall(r'"[^"]*"|\\.|\[[^\]]*\]|.', pattern, re.DOTALL)
    for part in text:
        if part == ";":
            found.append("")
        else:
            found[-1] += part
    return found


def _literal(token: str) -> str:
    if token.startswith('"') and len(token) > 1:
        return token[1:-1]
    if token.startswith("\\"):
        return token[1:]
    if token.startswith("[$"):
        return token[2:-1].partition("-")[0]
    if token.startswith("["):
        return ""
    if token.startswith("_"):
        return " "
    return "" if token.startswith("*") else token


def _grouped(value: float, digits: str, locale: Locale) -> str:
    whole, _, behind = digits.partition(".")
    scaled = Decimal(repr(value)) / 1000 ** (len(digits) - len(digits.rstrip(",")))
    most, least = len(behind.rstrip(",")), behind.count("0")
    text = f"{scaled.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    left, _, right = text.partition(".")
    while len(right) > least and right.endswith("0"):
        right = right[:-1]
    left = left.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole.rstrip(","):
        left = re.sub(r"(?<=\d)(?=(\d{3})+$)", locale.group, left)
    return left + (locale.decimal + right if right or (most and digits.endswith(".")) else "")


def _scientific(value: float, tokens: list[str], locale: Locale) -> str:
    places = len("".join(tokens).partition("E")[0].partition(".")[2])
    mantissa, _, exponent = f"{value:.{places}E}".partition("E")
    return f"{mantissa.replace('.', locale.decimal)}E{int(exponent):+03d}"


def unformatted(value: Value) -> str | int | float | bool:
    """Return a value as UNFORMATTED_VALUE gives it."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, bool | str):
        return value
    return plain_number(value)
