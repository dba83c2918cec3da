"""What a formula knows of the record itself."""

from sandbox.airtable.formula.registry import Family, Scope
from sandbox.airtable.formula.values import Value

FAMILY = Family()


@FAMILY.add("RECORD_ID", 0, gives="text")
def record_id(scope: Scope) -> Value:
    """`rec…`."""
    return scope.row.record_id


@FAMILY.add("CREATED_TIME", 0, gives="dateTime")
def created_time(scope: Scope) -> Value:
    """When the record was made."""
    return scope.row.created_time


@FAMILY.add("LAST_MODIFIED_TIME", 0, None, gives="dateTime")
def last_modified_time(scope: Scope, *_fields: Value) -> Value:
    """When the record was last changed by hand; the evaluator asks for the fields by name."""
    return scope.row.modified_time([])
