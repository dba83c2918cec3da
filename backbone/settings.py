"""All settings, read once and checked together; every problem is listed in one message.

Sources, the first that has a value wins: the environment, `.env` in the current folder, `.env` in
the data folder (`make demo` writes that one).
"""

import os
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any, Final

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from backbone.mail_server import MailServer, MailServerError, read_mail_server, read_reply_server
from museum.errors import FixConfiguration
from museum.mail_address import AddressError, MailAddress, read_address, read_addresses

ROOT: Final = Path(__file__).parents[1]
CONFIG: Final = ROOT / "config"
AIRTABLE_ADDRESS: Final = "https://api.airtable.com"
SHEETS_ADDRESS: Final = "https://sheets.googleapis.com"


class Settings(BaseModel):
    """What the environment decides. Names in the environment stand in `alias`."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, validate_default=True
    )

    data: Path = Field(Path("data"), alias="MUSEUMFLOW_DATA", description="map voor alle gegevens")
    database: str = Field("", alias="DATABASE_URL", description="leeg: SQLite in de gegevensmap")
    engine_database: str = Field(
        "", alias="ENGINE_DATABASE_URL", description="leeg: waar DATABASE_URL is"
    )
    airtable_token: SecretStr = Field(
        SecretStr(""), alias="AIRTABLE_TOKEN", description="personal access token van Airtable"
    )
    airtable_base: str = Field(
        "", alias="AIRTABLE_BASE", pattern="^(app.+)?$", description="ID van de base (app…)"
    )
    airtable_url: str = Field(
        AIRTABLE_ADDRESS,
        alias="AIRTABLE_URL",
        pattern="^https?://[^/]+$",
        description="adres van Airtable, zonder schuine streep aan het eind",
    )
    google_key: Path | None = Field(
        None, alias="GOOGLE_KEY", description="sleutelbestand van het serviceaccount bij Google"
    )
    sheets_url: str = Field(
        SHEETS_ADDRESS,
        alias="GOOGLE_SHEETS_URL",
        pattern="^https?://[^/]+$",
        description="adres van Google Sheets, zonder schuine streep aan het eind",
    )
    mailchimp_key: SecretStr = Field(
        SecretStr(""), alias="MAILCHIMP_API_KEY", description="API-sleutel van Mailchimp"
    )
    mailchimp_list: str = Field(
        "", alias="MAILCHIMP_LIST", description="ID van de lijst (audience) in Mailchimp"
    )
    mailchimp_signing_secret: SecretStr = Field(
        SecretStr(""),
        alias="MAILCHIMP_SIGNING_SECRET",
        description="waarmee Mailchimp zijn berichten tekent; leeg: niet nagekeken",
    )
    mailchimp_url: str = Field(
        "",
        alias="MAILCHIMP_URL",
        pattern="^(https?://[^/]+)?$",
        description="adres van Mailchimp; leeg: zoals de sleutel zegt",
    )
    site_url: str = Field(
        "http://127.0.0.1:8601",
        alias="MUSEUMFLOW_SITE_URL",
        pattern="^https?://[^/]+$",
        description="adres van de website, zonder schuine streep aan het eind",
    )
    hook_url: str = Field(
        "",
        alias="MUSEUMFLOW_HOOK_URL",
        pattern="^(https?://[^/]+)?$",
        description="adres waarop Airtable en Mailchimp ons bereiken; leeg: niet",
    )
    airtable_plan: str = Field(
        "", alias="AIRTABLE_PLAN", description="abonnement bij Airtable; leeg: config/budget.toml"
    )
    quiet_s: float | None = Field(
        None,
        alias="MUSEUMFLOW_QUIET_S",
        ge=0,
        le=300,
        description="rusttijd in seconden; leeg: config/budget.toml",
    )
    secret: SecretStr = Field(
        SecretStr(""), alias="MUSEUMFLOW_SECRET", description="wachtwoord van de beheerpagina's"
    )
    host: str = Field("127.0.0.1", alias="MUSEUMFLOW_HOST", description="adres om op te luisteren")
    port: int = Field(
        8601, alias="MUSEUMFLOW_PORT", ge=1, le=65535, description="poort om op te luisteren"
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), alias="SMTP_URL", description="mailserver, met naam en wachtwoord"
    )
    imap_url: SecretStr = Field(
        SecretStr(""),
        alias="IMAP_URL",
        description="postbus waarin antwoorden op onze mail aankomen, met naam en wachtwoord",
    )
    mail_from: str = Field("", alias="MAIL_FROM", description="afzender van mail")
    alarm_to: str = Field(
        "", alias="ALARM_TO", description="wie een alarm per mail krijgt, met komma's"
    )
    newsletter_to: str = Field(
        "",
        alias="NEWSLETTER_TO",
        description="wie proefmails en herinneringen van de nieuwsbrief krijgt, met komma's; "
        "leeg: ALARM_TO",
    )
    is_sample: bool = Field(
        False, alias="MUSEUMFLOW_SAMPLE", description="1: elke pagina zegt “voorbeeldgegevens”"
    )

    @field_validator(
        "airtable_url", "sheets_url", "mailchimp_url", "site_url", "hook_url", mode="before"
    )
    @classmethod
    def _without_last_slash(cls, value: object) -> object:
        return value.strip().rstrip("/") if isinstance(value, str) else value

    @field_validator("airtable_token", mode="after")
    @classmethod
    def _is_sendable(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value()
        if not all("!" <= sign <= "~" for sign in token):
            raise ValueError("a token has no spaces, line ends or accents")
        return value

    @field_validator("smtp_url", mode="after")
    @classmethod
    def _is_mail_server(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            read_mail_server(value.get_secret_value())
        return value

    @field_validator("imap_url", mode="after")
    @classmethod
    def _is_reply_server(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            read_reply_server(value.get_secret_value())
        return value

    @field_validator("mail_from", "alarm_to", "newsletter_to", mode="after")
    @classmethod
    def _are_addresses(cls, value: str, info: ValidationInfo) -> str:
        found = read_addresses(value)
        if info.field_name == "mail_from" and len(found) > 1:
            raise AddressError("Er kan maar één afzender zijn.")
        return value

    @field_validator("mail_from", "alarm_to", mode="after")
    @classmethod
    def _belong_together(cls, value: str, info: ValidationInfo) -> str:
        # A server that was itself refused is not among the data: it has its own line.
        server = info.data.get("smtp_url")
        if server is None:
            return value
        has_server = bool(server.get_secret_value())
        if value and not has_server:
            raise MailServerError("Zet ook SMTP_URL: zonder mailserver gaat er niets weg.")
        if info.field_name == "mail_from" and has_server and not value:
            raise MailServerError("Vul de afzender in: er is wel een mailserver (SMTP_URL).")
        return value

    @property
    def airtable_pages(self) -> str:
        """Where people open the tables in a browser: the address without "api."."""
        return self.airtable_url.replace("//api.", "//", 1)

    @property
    def has_airtable(self) -> bool:
        """Whether a base is set up."""
        return bool(self.airtable_token.get_secret_value() and self.airtable_base)

    @property
    def has_mailchimp(self) -> bool:
        """Whether there is a list to keep."""
        return bool(self.mailchimp_key.get_secret_value() and self.mailchimp_list)

    @property
    def database_url(self) -> str:
        """The database of the mirror, the ledger and the runs."""
        return self.database or f"sqlite:///{self.data}/museumflow.sqlite"

    @property
    def engine_url(self) -> str:
        """The database of the engine; on a server it shares ours, in a schema of its own."""
        shared = "" if self.database_url.startswith("sqlite") else self.database_url
        return self.engine_database or shared or f"sqlite:///{self.data}/engine.sqlite"

    @property
    def is_on_files(self) -> bool:
        """Whether a database is a file, which only one process may work on."""
        return any(url.startswith("sqlite") for url in (self.database_url, self.engine_url))

    @property
    def public(self) -> Path:
        """The website's folder."""
        return self.data / "public"

    @property
    def mail_server(self) -> MailServer | None:
        """Where mail is handed in; None when no mail can be sent."""
        text = self.smtp_url.get_secret_value()
        return read_mail_server(text) if text else None

    @property
    def reply_server(self) -> MailServer | None:
        """Where answers to our mail are read; None when nobody reads them for us."""
        text = self.imap_url.get_secret_value()
        return read_reply_server(text) if text else None

    @property
    def sender(self) -> MailAddress | None:
        """Who mail comes from; there is one whenever there is a mail server."""
        return read_address(self.mail_from) if self.mail_from else None

    @property
    def alarm_readers(self) -> tuple[MailAddress, ...]:
        """Who is told of an alarm by mail; may be nobody."""
        return read_addresses(self.alarm_to)

    @property
    def newsletter_staff(self) -> tuple[MailAddress, ...]:
        """Who gets the newsletter's test mails and reminders; may be nobody."""
        return read_addresses(self.newsletter_to) or self.alarm_readers

    def require_airtable(self) -> None:
        """Raise `FixConfiguration` when a base is not set up, naming what is missing."""
        missing = []
        if not self.airtable_token.get_secret_value():
            missing.append("AIRTABLE_TOKEN")
        if not self.airtable_base:
            missing.append("AIRTABLE_BASE")
        if missing:
            raise FixConfiguration(
                what=f"Deze instellingen ontbreken: {' en '.join(missing)}.",
                remedy="Zet ze in het bestand .env; het handboek (hoofdstuk 5) zegt hoe. "
                "Wilt u het eerst proberen, gebruik dan `make demo`.",
            )


def read_settings(**given: Any) -> Settings:
    """Read the settings and make the data folder; `given` wins over the environment.

    Raises `FixConfiguration` that lists every problem at once.
    """
    values = {**_from_files_and_environment(), **given}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        lines = [_problem(one) for one in error.errors()]
        raise FixConfiguration(
            what="Deze instellingen kloppen niet:\n- " + "\n- ".join(lines) + "\n",
            remedy="Pas ze aan in de omgeving of in het bestand .env.",
        ) from error
    _make_folder(settings.data)
    return settings


def _names() -> dict[str, str]:
    return {str(field.alias): name for name, field in Settings.model_fields.items()}


def _from_files_and_environment() -> dict[str, str]:
    here = _in_file(Path(".env"))
    chosen = {**here, **os.environ}
    data = Path(chosen.get("MUSEUMFLOW_DATA") or "data")
    merged = {**_in_file(data / ".env"), **chosen}
    return {
        # An empty value counts as none: many ways of starting a program set all names.
        name: value
        for alias, name in _names().items()
        if (value := (merged.get(alias) or "").strip())
    }


def _in_file(path: Path) -> dict[str, str | None]:
    """Return what stands in one `.env`, {} when it is not there; raises `FixConfiguration`."""
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeError) as error:
        raise FixConfiguration(
            what=f"Het bestand {path} is niet te lezen.",
            remedy="Bewaar het als gewone tekst (UTF-8), met op elke regel NAAM=waarde.",
        ) from error
    lines = [str(one.original.line) for one in parse_stream(StringIO(text)) if one.error]
    if lines:
        raise FixConfiguration(
            what=f"In het bestand {path} is regel {' en '.join(lines)} niet te lezen.",
            remedy="Schrijf NAAM=waarde; begint de waarde met een aanhalingsteken, dan eindigt zij "
            "er ook mee.",
        )
    return dict(dotenv_values(stream=StringIO(text)))


def _problem(error: Any) -> str:
    field = Settings.model_fields.get(str(error["loc"][0]))
    name = field.alias if field else error["loc"][0]
    meaning = field.description if field else ""
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, AddressError | MailServerError):
        return f"{name} ({meaning}): {cause}"
    if field is not None and field.annotation is SecretStr:
        return f"{name} ({meaning}): daarin staan tekens die niet kunnen, zoals een spatie."
    return f"{name} ({meaning}): “{error['input']}” kan niet."


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise FixConfiguration(
            what=f"In de map {data} kan niet geschreven worden ({error.strerror}).",
            remedy="Kies met MUSEUMFLOW_DATA een map waarin u mag schrijven.",
        ) from error
