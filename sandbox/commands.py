"""The command `museumflow sandbox`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the sandbox to the command line."""
    app.command("sandbox", help="Airtable, Sheets, Mailchimp en een postvak.")(sandbox)


def sandbox(
    port: Annotated[int, typer.Option(help="Poort op deze computer.")] = 8600,
    smtp_port: Annotated[
        int, typer.Option(help="Poort waarop mail aankomt; 0 is een vrije poort.")
    ] = 0,
    data: Annotated[Path, typer.Option(help="Map waarin alles bewaard wordt.")] = Path(
        "data/sandbox"
    ),
    sample: Annotated[bool, typer.Option("--sample", help="Vul met voorbeeldtabellen.")] = False,
    base: Annotated[Path | None, typer.Option(help="Vul met de tabellen uit dit bestand.")] = None,
    token: Annotated[str | None, typer.Option(help="Alleen dit token mag erin.")] = None,
    site_url: Annotated[str, typer.Option(help="Adres van de website, voor de startpagina.")] = "",
    museums: Annotated[int | None, typer.Option(help="Zoveel voorbeeldmusea.")] = None,
    activities: Annotated[int | None, typer.Option(help="Zoveel voorbeeldactiviteiten.")] = None,
    seed: Annotated[int, typer.Option(help="Ander getal, andere voorbeelden.")] = 1,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="De dag waar het voorbeeld omheen ligt."),
    ] = None,
    plan: Annotated[
        str | None, typer.Option(help="free, team of business; anders het kleinste dat past.")
    ] = None,
    requests_per_s: Annotated[
        int, typer.Option(help="Aanroepen per seconde per base; 0 is zonder grens.")
    ] = 5,
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Voorbeelden met of zonder beelden.")
    ] = True,
) -> None:
    """Serve the sandbox until Ctrl-C."""
    from sandbox.options import SandboxOptions
    from sandbox.server import serve

    options = SandboxOptions(
        data=data,
        port=port,
        smtp_port=smtp_port,
        token=token,
        base_file=base,
        sample=sample,
        museums=museums,
        activities=activities,
        seed=seed,
        today=today.date() if today else None,
        site_url=site_url,
        plan=plan,
        requests_per_s=requests_per_s,
        pictures=pictures,
    )
    serve(options, _announce)


def _announce(services: object) -> None:
    from sandbox.services import Services

    if isinstance(services, Services):
        plan = services.airtable.quota.plan
        records = sum(one.record_count() for one in services.airtable.bases())
        typer.echo(
            f"De sandbox staat klaar op {services.options.address}: {records} records,"
            f" abonnement {plan.name} (tot {plan.records_per_base} records)."
            f" Mail komt aan op {services.mail_server.address}."
        )
