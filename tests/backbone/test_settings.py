"""Settings are read once, from three places, and every problem stands in one Dutch message."""

from pathlib import Path

import pytest

from backbone.settings import Settings, read_settings
from museum.errors import FixConfiguration
from museum.mail_address import MailAddress


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine's, and an empty current folder."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_anything_all_is_on_this_machine() -> None:
    settings = read_settings()
    assert settings.database_url == "sqlite:///data/museumflow.sqlite"
    assert settings.engine_url == "sqlite:///data/engine.sqlite"
    assert settings.is_on_files
    assert (settings.host, settings.hook_url) == ("127.0.0.1", "")
    assert Path("data").is_dir()


def test_on_a_server_the_engine_is_where_the_rest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql+psycopg://museum@db.example/museum"
    monkeypatch.setenv("DATABASE_URL", url)
    settings = read_settings()
    assert (settings.engine_url, settings.is_on_files) == (url, False)
    monkeypatch.setenv("ENGINE_DATABASE_URL", "sqlite:///engine.sqlite")
    assert read_settings().is_on_files


def test_the_environment_wins_from_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / ".env").write_text(
        "AIRTABLE_BASE=appData\nAIRTABLE_TOKEN=data\nMUSEUMFLOW_PORT=9001\n"
    )
    (tmp_path / ".env").write_text("AIRTABLE_BASE=appHere\nAIRTABLE_TOKEN=here\n")
    monkeypatch.setenv("MUSEUMFLOW_DATA", "elsewhere")
    monkeypatch.setenv("AIRTABLE_BASE", "appEnvironment")
    settings = read_settings()
    assert settings.airtable_base == "appEnvironment"
    assert settings.airtable_token.get_secret_value() == "here"
    assert settings.port == 9001


def test_an_empty_value_is_none_and_a_last_slash_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSEUMFLOW_PORT", "")
    monkeypatch.setenv("MUSEUMFLOW_SITE_URL", "https://drentsemusea.example/")
    settings = read_settings()
    assert (settings.port, settings.site_url) == (8601, "https://drentsemusea.example")


def test_every_problem_is_in_one_message_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSEUMFLOW_PORT", "achtduizend")
    monkeypatch.setenv("AIRTABLE_BASE", "tblWrong")
    monkeypatch.setenv("AIRTABLE_TOKEN", "pat canary")
    with pytest.raises(FixConfiguration) as caught:
        read_settings()
    assert str(caught.value).splitlines() == [
        "Deze instellingen kloppen niet:",
        "- AIRTABLE_TOKEN (personal access token van Airtable): daarin staan tekens die niet "
        "kunnen, zoals een spatie.",
        "- AIRTABLE_BASE (ID van de base (app…)): “tblWrong” kan niet.",
        "- MUSEUMFLOW_PORT (poort om op te luisteren): “achtduizend” kan niet.",
        " Pas ze aan in de omgeving of in het bestand .env.",
    ]
    assert "canary" not in repr(caught.value)


def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FixConfiguration, match="kan niet geschreven worden"):
        read_settings(data=tmp_path / "file")


def test_what_airtable_needs_is_named() -> None:
    with pytest.raises(FixConfiguration, match="AIRTABLE_TOKEN en AIRTABLE_BASE"):
        read_settings().require_airtable()


def test_mail_settings_are_checked_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp+starttls://naam:ge%40heim@mail.example")
    monkeypatch.setenv("MAIL_FROM", "Het Platform <platform@museum.example>")
    monkeypatch.setenv("ALARM_TO", "een@museum.example, twee@museum.example")
    settings = read_settings()
    server = settings.mail_server
    assert server is not None
    assert (server.host, server.port, server.security) == ("mail.example", 587, "starttls")
    assert server.password.get_secret_value() == "ge@heim"
    assert "ge@heim" not in repr(server)
    assert settings.sender == MailAddress("platform@museum.example", "Het Platform")
    assert len(settings.alarm_readers) == 2


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (
            {"SMTP_URL": "smtp://localhost:99999", "MAIL_FROM": "geen adres", "ALARM_TO": "a@b"},
            [
                "- SMTP_URL (mailserver, met naam en wachtwoord): De poort is geen getal van 1 tot "
                "en met 65535.",
                "- MAIL_FROM (afzender van mail): Schrijf een mailadres als naam@domein.nl of Naam "
                "<naam@domein.nl>.",
                "- ALARM_TO (wie een alarm per mail krijgt, met komma's): Na het apenstaartje "
                "staat geen domein, zoals museum.nl.",
            ],
        ),
        (
            {"SMTP_URL": "smtp://naam:canary@mail.example", "MAIL_FROM": "a@museum.example"},
            [
                "- SMTP_URL (mailserver, met naam en wachtwoord): Het wachtwoord zou "
                "onversleuteld verstuurd worden: kies smtp+starttls:// of smtps://.",
            ],
        ),
        (
            {"SMTP_URL": "smtp://127.0.0.1:2525"},
            [
                "- MAIL_FROM (afzender van mail): Vul de afzender in: er is wel een mailserver "
                "(SMTP_URL).",
            ],
        ),
        (
            {"ALARM_TO": "a@museum.example"},
            [
                "- ALARM_TO (wie een alarm per mail krijgt, met komma's): Zet ook SMTP_URL: "
                "zonder mailserver gaat er niets weg.",
            ],
        ),
    ],
)
def test_every_problem_with_mail_is_named(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], lines: list[str]
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(FixConfiguration) as caught:
        read_settings()
    assert str(caught.value).splitlines()[1:-1] == lines
    assert "canary" not in repr(caught.value)


def test_without_mail_settings_there_is_no_mail() -> None:
    settings = read_settings()
    assert (settings.mail_server, settings.sender, settings.alarm_readers) == (None, None, ())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'AIRTABLE_BASE="app1\nX=1\n', "regel 1"),
        (b"\xff\xfe\x00", "niet te lezen"),
    ],
)
def test_a_broken_env_file_gets_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, sentence: str
) -> None:
    (tmp_path / ".env").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FixConfiguration, match=sentence):
        read_settings()
