"""A base of every type of field, in the form of the metadata API, with few options named."""

from typing import Any

BASE_ID = "appaPqizdsNHDvlEm"
TABLE_ID = "tblTestTable00001"
TEXT_ID = "fldzbVdWW4xJdZ1em"
NUM_ID = "fldFLyuxGuWobyMV2"
SOMEONE = {"id": "usrL2PNC5o3H4lBEi", "email": "ann@people.example", "name": "Ann"}


def field(field_id: str, name: str, kind: str, **options: Any) -> dict[str, Any]:
    """Write one field; its ID is filled up to Airtable's length."""
    full = field_id if len(field_id) == 17 else f"fld{field_id}".ljust(17, "0")
    return {"id": full, "name": name, "type": kind, **({"options": options} if options else {})}


def link(to: str, inverse: str | None = None) -> dict[str, Any]:
    """Options of a link."""
    found = {"linkedTableId": to, "isReversed": False, "prefersSingleRecordLink": False}
    return found | ({"inverseLinkFieldId": inverse} if inverse else {})


ADDRESS, CONTACT, EVERYTHING = "tblAddress0000001", "tblContact0000001", "tblEverything0001"
ADDRESS_CONTACT, CONTACT_ADDRESS = "fldAddrContact001", "fldContactAddr001"

TEST_TABLE = [
    field(TEXT_ID, "text", "singleLineText"),
    field(NUM_ID, "number", "number", precision=2),
    field("Bool", "boolean", "checkbox"),
    field("Datetime", "datetime", "dateTime", timeZone="utc"),
    field("Attachment", "attachment", "multipleAttachments"),
]
ADDRESS_FIELDS = [
    field("Street", "Street", "singleLineText"),
    field("Number", "Number", "number", precision=0),
    field(ADDRESS_CONTACT, "Contact", "multipleRecordLinks", **link(CONTACT, CONTACT_ADDRESS)),
    field(
        "AddrEvery", "EVERYTHING", "multipleRecordLinks", **link(EVERYTHING, "fldEvAddress00000")
    ),
]
CONTACT_FIELDS = [
    field("FirstName", "First Name", "singleLineText"),
    field("LastName", "Last Name", "singleLineText"),
    field("Email", "Email", "email"),
    field("Registered", "Registered", "checkbox"),
    field(CONTACT_ADDRESS, "Address", "multipleRecordLinks", **link(ADDRESS, ADDRESS_CONTACT)),
    field("Birthday", "Birthday", "date"),
    field("LastAccess", "Last Access", "dateTime"),
]
_SELF = "fldLinkSelf000000"
EVERYTHING_FIELDS = [
    field("EvName", "Name", "singleLineText"),
    field("Notes", "Notes", "richText"),
    field("Assignee", "Assignee", "singleCollaborator"),
    field("Watchers", "Watchers", "multipleCollaborators"),
    field("Status", "Status", "singleSelect", choices=[{"name": "Todo"}, {"name": "Done"}]),
    field("Attachments", "Attachments", "multipleAttachments"),
    field("Done", "Done", "checkbox"),
    field("Tags", "Tags", "multipleSelects", choices=[{"name": "red"}, {"name": "blue"}]),
    field("Date", "Date", "date"),
    field("DateTime", "DateTime", "dateTime"),
    field("DurHmm", "Duration (h:mm)", "duration", durationFormat="h:mm"),
    field("DurHmms", "Duration (h:mm:ss.s)", "duration", durationFormat="h:mm:ss.S"),
    field("Phone", "Phone", "phoneNumber"),
    field("EvEmail", "Email", "email"),
    field("Url", "URL", "url"),
    field("Integer", "Integer", "number", precision=0),
    field("Decimal1", "Decimal 1", "number", precision=1),
    field("Decimal2", "Decimal 2", "number", precision=2),
    field("Autonumber", "Autonumber", "autoNumber"),
    field("Dollars", "Dollars", "currency", precision=2, symbol="$"),
    field("Percent", "Percent", "percent", precision=0),
    field("Stars", "Stars", "rating", max=5),
    field("Barcode", "Barcode", "barcode"),
    field("OpenUrl", "Open URL", "button"),
    field("FormulaInt", "Formula Int", "formula", formula="LEN({fldEvName00000000}&'abc')"),
    field("FormulaFloat", "Formula Float", "formula", formula="{Decimal 1} / 2"),
    field("FormulaText", "Formula Text", "formula", formula="'Hello ' & {Name}"),
    field("FormulaError", "Formula Error", "formula", formula="ERROR()"),
    field("FormulaNan", "Formula NaN", "formula", formula="0/0"),
    field("EvAddress", "Address", "multipleRecordLinks", **link(ADDRESS, "fldAddrEvery00000")),
    field("LinkCount", "Link to Self (Count)", "count", recordLinkFieldId=_SELF),
    field(_SELF, "Link to Self", "multipleRecordLinks", **link(EVERYTHING)),
    field(
        "RollupInt",
        "Rollup Int",
        "rollup",
        recordLinkFieldId=_SELF,
        fieldIdInLinkedTable="fldFormulaInt0000",
    ),
    field(
        "RollupError",
        "Rollup Error",
        "rollup",
        recordLinkFieldId=_SELF,
        fieldIdInLinkedTable="fldFormulaError00",
    ),
    field(
        "LookupInt",
        "Lookup Int",
        "multipleLookupValues",
        recordLinkFieldId=_SELF,
        fieldIdInLinkedTable="fldFormulaInt0000",
    ),
    field(
        "LookupError",
        "Lookup Error",
        "multipleLookupValues",
        recordLinkFieldId=_SELF,
        fieldIdInLinkedTable="fldFormulaError00",
    ),
    field("Created", "Created", "createdTime"),
    field("CreatedBy", "Created By", "createdBy"),
    field("LastMod", "Last Modified", "lastModifiedTime"),
    field("LastModBy", "Last Modified By", "lastModifiedBy"),
]


def table(table_id: str, name: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    """Write one table with one view, called `view`."""
    view = {"id": f"viw{table_id[3:]}", "name": "view", "type": "grid"}
    return {
        "id": table_id,
        "name": name,
        "primaryFieldId": fields[0]["id"],
        "fields": fields,
        "views": [view],
    }


def wrapper_base() -> dict[str, Any]:
    """The whole base, with one record that names a person."""
    row = {
        "id": "recSomeone0000001",
        "createdTime": "2024-01-02T03:04:05.000Z",
        "fields": {"Name": "loaded", "Assignee": SOMEONE, "Autonumber": 7, "Status": "Todo"},
    }
    return {
        "id": BASE_ID,
        "name": "Test Wrapper",
        "tables": [
            table(TABLE_ID, "TEST_TABLE", TEST_TABLE),
            table(ADDRESS, "Address", ADDRESS_FIELDS),
            table(CONTACT, "Contact", CONTACT_FIELDS),
            table(EVERYTHING, "EVERYTHING", EVERYTHING_FIELDS),
        ],
        "records": {EVERYTHING: [row]},
    }
