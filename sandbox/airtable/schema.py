"""What a base consists of: tables, fields, choices and views, in the metadata API's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

COMPUTED_TYPES: Final = frozenset(
    {
        "aiText",
        "autoNumber",
        "button",
        "count",
        "createdBy",
        "createdTime",
        "externalSyncSource",
        "formula",
        "lastModifiedBy",
        "lastModifiedTime",
        "manualSort",
        "multipleLookupValues",
        "rollup",
    }
)
# Computed fields whose value nobody here works out: what a loaded base brought is kept.
KEPT_TYPES: Final = frozenset({"aiText", "externalSyncSource", "manualSort"})
SELECT_TYPES: Final = frozenset({"singleSelect", "multipleSelects", "externalSyncSource"})


@dataclass(frozen=True)
class Field:
    """One field; `options` as the metadata API gives them."""

    id: str
    name: str
    type: str
    options: Mapping[str, Any] = field(default_factory=dict)
    description: str | None = None

    @property
    def is_computed(self) -> bool:
        """Whether Airtable works the value out, so that nobody can write it."""
        return self.type in COMPUTED_TYPES

    @cached_property
    def choices(self) -> dict[str, Mapping[str, Any]]:
        """The options of a select field by name, in their order."""
        return {choice["name"]: choice for choice in self.options.get("choices", ())}

    @property
    def linked_table_id(self) -> str:
        """The table a link field points to."""
        return str(self.options.get("linkedTableId", ""))

    @property
    def inverse_id(self) -> str | None:
        """The field at the other end of a link, when there is one."""
        return self.options.get("inverseLinkFieldId")

    def as_metadata(self) -> dict[str, Any]:
        """Write the field as the metadata API does."""
        found: dict[str, Any] = {"type": self.type}
        if self.options:
            # Keys with an underscore are ours: Airtable does not tell a rollup's formula.
            found["options"] = {k: v for k, v in self.options.items() if not k.startswith("_")}
        found |= {"id": self.id, "name": self.name}
        if self.description is not None:
            found["description"] = self.description
        return found

    def as_stored(self) -> dict[str, Any]:
        """Write the field for our own file, with what the metadata API does not tell."""
        return self.as_metadata() | ({"options": dict(self.options)} if self.options else {})


@dataclass(frozen=True)
class View:
    """One view. `filter` and `sort` are the sandbox's: the metadata API does not tell them."""

    id: str
    name: str
    type: str = "grid"
    filter: str = ""
    sort: tuple[Mapping[str, str], ...] = ()
    visible_field_ids: tuple[str, ...] | None = None

    def as_metadata(self, table: "Table", *, visible_fields: bool = False) -> dict[str, Any]:
        """Write the view as the metadata API does; only grids tell their visible fields."""
        found: dict[str, Any] = {"id": self.id, "name": self.name, "type": self.type}
        if visible_fields and self.type == "grid":
            shown = self.visible_field_ids
            found["visibleFieldIds"] = list(shown or (one.id for one in table.fields))
        return found


@dataclass(frozen=True)
class Table:
    """One table; fields and views in their order."""

    id: str
    name: str
    primary_field_id: str
    fields: tuple[Field, ...]
    views: tuple[View, ...] = ()
    description: str | None = None
    date_dependency: Mapping[str, Any] | None = None

    @cached_property
    def by_id(self) -> dict[str, Field]:
        """The fields by ID."""
        return {one.id: one for one in self.fields}

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by name."""
        return {one.name: one for one in self.fields}

    @property
    def primary(self) -> Field:
        """The field that names a record."""
        return self.by_id[self.primary_field_id]

    @cached_property
    def has_computed(self) -> bool:
        """Whether a change elsewhere may change a cell here."""
        return any(one.is_computed for one in self.fields)

    def field(self, name_or_id: str) -> Field | None:
        """Find a field by name or ID, as the API lets one."""
        return self.by_id.get(name_or_id) or self.by_name.get(name_or_id)

    def view(self, name_or_id: str) -> View | None:
        """Find a view by name or ID."""
        found = [one for one in self.views if name_or_id in (one.id, one.name)]
        return found[0] if found else None

    def with_field(self, changed: Field) -> "Table":
        """Return the table with one field replaced, or added at the end."""
        if changed.id in self.by_id:
            fields = tuple(changed if one.id == changed.id else one for one in self.fields)
        else:
            fields = (*self.fields, changed)
        return replace(self, fields=fields)

    def as_metadata(self, *, visible_fields: bool = False) -> dict[str, Any]:
        """Write the table as the metadata API does."""
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "primaryFieldId": self.primary_field_id,
            "fields": [one.as_metadata() for one in self.fields],
            "views": [v.as_metadata(self, visible_fields=visible_fields) for v in self.views],
        }
        if self.description is not None:
            found["description"] = self.description
        if self.date_dependency is not None:
            found["dateDependencySettings"] = dict(self.date_dependency)
        return found


def parse_field(data: Mapping[str, Any]) -> Field:
    """Read a field as the metadata API gives it."""
    return Field(
        id=data["id"],
        name=data["name"],
        type=data["type"],
        options=dict(data.get("options") or {}),
        description=data.get("description"),
    )


def parse_view(data: Mapping[str, Any]) -> View:
    """Read a view as the metadata API gives it, with our own `filterByFormula` and `sort`."""
    shown = data.get("visibleFieldIds")
    return View(
        id=data["id"],
        name=data["name"],
        type=data.get("type", "grid"),
        filter=data.get("filterByFormula", ""),
        sort=tuple(data.get("sort", ())),
        visible_field_ids=tuple(shown) if shown else None,
    )


def parse_table(data: Mapping[str, Any]) -> Table:
    """Read a table as the metadata API gives it."""
    fields = tuple(parse_field(one) for one in data["fields"])
    return Table(
        id=data["id"],
        name=data["name"],
        primary_field_id=data.get("primaryFieldId") or fields[0].id,
        fields=fields,
        views=tuple(parse_view(one) for one in data.get("views") or ()),
        description=data.get("description"),
        date_dependency=data.get("dateDependencySettings"),
    )


def stored_table(table: Table) -> dict[str, Any]:
    """Write a table so that `parse_table` reads it back whole."""
    views = [
        view.as_metadata(table)
        | {"filterByFormula": view.filter, "sort": list(view.sort)}
        | ({"visibleFieldIds": list(view.visible_field_ids)} if view.visible_field_ids else {})
        for view in table.views
    ]
    fields = [one.as_stored() for one in table.fields]
    return table.as_metadata() | {"fields": fields, "views": views}
