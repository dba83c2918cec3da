"""Ties our keys to the IDs of one real base: by ID once known, by label the first time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from museum.attention import AttentionPoint
from museum.identity import FieldId, FieldKey, TableId, TableKey
from museum.tables import FieldDefinition, TableDefinition, TableDefinitions


@dataclass(frozen=True)
class Binding:
    """The IDs of one base. `choices` maps a choice's ID to our name for it, per select field."""

    tables: Mapping[TableKey, TableId] = field(default_factory=dict)
    fields: Mapping[TableKey, Mapping[FieldKey, FieldId]] = field(default_factory=dict)
    choices: Mapping[FieldId, Mapping[str, str]] = field(default_factory=dict)
    choice_names: Mapping[FieldId, Mapping[str, str]] = field(default_factory=dict)
    """The name that the base gives a choice now → our name for it."""

    def field_id(self, table: str, key: str) -> FieldId | None:
        """Return the ID of a field in this base, or None when the base lacks it."""
        return self.fields.get(TableKey(table), {}).get(FieldKey(key))

    def table_key(self, table_id: str) -> TableKey | None:
        """Return our key of a table's ID, or None for a table that is not ours."""
        return next((key for key, value in self.tables.items() if value == table_id), None)


def merge(older: Binding, newer: Binding) -> Binding:
    """Return all IDs of both; where they differ, those of `newer`."""
    fields = {
        key: {**older.fields.get(key, {}), **newer.fields.get(key, {})}
        for key in {**older.fields, **newer.fields}
    }
    return Binding(
        tables={**older.tables, **newer.tables},
        fields=fields,
        choices=_merged(older.choices, newer.choices),
        choice_names=_merged(older.choice_names, newer.choice_names),
    )


def _merged(
    older: Mapping[FieldId, Mapping[str, str]], newer: Mapping[FieldId, Mapping[str, str]]
) -> dict[FieldId, dict[str, str]]:
    return {key: {**older.get(key, {}), **newer.get(key, {})} for key in {**older, **newer}}


@dataclass(frozen=True)
class Bound:
    """The outcome of `bind`: the binding and what differs from the definitions."""

    binding: Binding
    problems: tuple[AttentionPoint, ...]


def bind(
    definitions: TableDefinitions, metadata: Sequence[Mapping[str, Any]], known: Binding
) -> Bound:
    """Match a base's metadata (the list under `tables` in the metadata API) to our definitions.

    A table or field whose ID is in `known` stays that one, whatever its label is now; others are
    found by label. Problems: `missing`, `renamed`, `retyped`, `options`, each with what to do.
    """
    binder = _Binder(definitions, metadata, known)
    for table in definitions.tables:
        binder.bind_table(table)
    binding = Binding(binder.tables, binder.fields, binder.choices, binder.choice_names)
    return Bound(binding, tuple(binder.problems))


class _Binder:
    """Gathers the outcome of one `bind`."""

    def __init__(
        self, definitions: TableDefinitions, metadata: Sequence[Mapping[str, Any]], known: Binding
    ) -> None:
        self.definitions = definitions
        self.metadata = metadata
        self.known = known
        self.tables: dict[TableKey, TableId] = {}
        self.fields: dict[TableKey, dict[FieldKey, FieldId]] = {}
        self.choices: dict[FieldId, dict[str, str]] = {}
        self.choice_names: dict[FieldId, dict[str, str]] = {}
        self.problems: list[AttentionPoint] = []

    def bind_table(self, table: TableDefinition) -> None:
        found = _find(self.metadata, self.known.tables.get(table.key), table.label)
        if found is None:
            self._say(
                f"missing:{table.key}",
                f"De tabel “{table.label}” is er niet in Airtable.",
                "Zet de tabel terug (in Airtable: prullenbak van de base), "
                "of maak haar met `museumflow tables create`.",
                table,
                severity="error",
            )
            return
        if found["name"] != table.label:
            self._say(
                f"renamed:{table.key}",
                f"De tabel “{table.label}” heet in Airtable nu “{found['name']}”.",
                "Dat mag: alles werkt door. Wilt u het gelijk hebben, pas dan het label aan "
                "in config/tables.toml of in Airtable.",
                table,
            )
        self.tables[table.key] = TableId(found["id"])
        self.fields[table.key] = {}
        for definition in table.fields:
            self._bind_field(table, definition, found["fields"])

    def _bind_field(
        self,
        table: TableDefinition,
        definition: FieldDefinition,
        live: Sequence[Mapping[str, Any]],
    ) -> None:
        known_id = self.known.field_id(table.key, definition.key)
        found = _find(live, known_id, definition.label)
        name = f"“{definition.label}” in de tabel “{table.label}”"
        if found is None:
            self._say(
                f"missing:{table.key}.{definition.key}",
                f"Het veld {name} is er niet in Airtable.",
                "Zet het veld terug of maak het met `museumflow tables create`. "
                "Tot dan blijft op de website staan wat er stond.",
                table,
                definition,
                severity="error",
            )
            return
        if found["type"] not in _acceptable(definition.type):
            self._say(
                f"retyped:{table.key}.{definition.key}",
                f"Het veld {name} is nu van het soort “{found['type']}”; "
                f"het moet “{definition.type}” zijn.",
                "Zet in Airtable het soort veld terug (klik op de kolomnaam, Edit field).",
                table,
                definition,
                severity="error",
            )
            return
        if found["name"] != definition.label:
            self._say(
                f"renamed:{table.key}.{definition.key}",
                f"Het veld {name} heet in Airtable nu “{found['name']}”.",
                "Dat mag: alles werkt door. Wilt u het gelijk hebben, pas dan het label aan "
                "in config/tables.toml of in Airtable.",
                table,
                definition,
            )
        field_id = FieldId(found["id"])
        self.fields[table.key][definition.key] = field_id
        if definition.options:
            self._bind_choices(table, definition, field_id, found)

    def _bind_choices(
        self,
        table: TableDefinition,
        definition: FieldDefinition,
        field_id: FieldId,
        found: Mapping[str, Any],
    ) -> None:
        by_label = {label: key for key, label in definition.options.items()}
        known = self.known.choices.get(field_id, {})
        ids: dict[str, str] = {}
        # Old names stay known: records read before a renaming still carry them.
        names = dict(self.known.choice_names.get(field_id, {}))
        for choice in found.get("options", {}).get("choices", ()):
            key = known.get(choice["id"]) or by_label.get(choice["name"])
            if key is not None and key in definition.options:
                ids[choice["id"]] = key
                names[choice["name"]] = key
        self.choices[field_id] = ids
        self.choice_names[field_id] = names
        for key in sorted(set(definition.options) - set(ids.values())):
            self._say(
                f"options:{table.key}.{definition.key}.{key}",
                f"De keuze “{definition.options[key]}” ontbreekt bij het veld "
                f"“{definition.label}” in de tabel “{table.label}”.",
                "Voeg de keuze in Airtable toe, met precies deze woorden.",
                table,
                definition,
            )

    def _say(
        self,
        key: str,
        what: str,
        remedy: str,
        table: TableDefinition,
        definition: FieldDefinition | None = None,
        severity: str = "warning",
    ) -> None:
        self.problems.append(
            AttentionPoint(
                key=f"tables:{key}",
                what=what,
                remedy=remedy,
                table=table.key,
                field=definition.key if definition else "",
                subject=table.label,
                severity=severity,
            )
        )


def _acceptable(wanted: str) -> frozenset[str]:
    """Return the types that read the same as the wanted one (a rich text is text too)."""
    if wanted in ("singleLineText", "multilineText", "email", "url", "phoneNumber"):
        return frozenset(
            {"singleLineText", "multilineText", "richText", "email", "url", "phoneNumber"}
        )
    if wanted == "number":
        return frozenset({"number", "percent", "currency", "rating", "duration"})
    return frozenset({wanted})


def _find(
    items: Sequence[Mapping[str, Any]], known_id: str | None, label: str
) -> Mapping[str, Any] | None:
    by_id = next((item for item in items if item["id"] == known_id), None)
    if by_id is not None:
        return by_id
    return next((item for item in items if item["name"].strip() == label), None)
