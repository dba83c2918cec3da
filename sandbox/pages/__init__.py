"""The pages on which people look at the sandbox and edit it."""

from flask import Blueprint

from sandbox.pages.files import file_pages
from sandbox.pages.grid import grid_pages
from sandbox.pages.grid_api import grid_api
from sandbox.pages.happenings import happening_pages
from sandbox.pages.mailbox import mailbox_pages
from sandbox.pages.sheets import sheet_pages
from sandbox.pages.sheets_api import sheets_api
from sandbox.pages.start import start_pages
from sandbox.pages.typing import typing_control
from sandbox.services import Services


def blueprints(services: Services) -> list[Blueprint]:
    """Return the blueprints of the pages."""
    return [
        start_pages(services),
        happening_pages(services),
        mailbox_pages(services),
        grid_pages(services),
        grid_api(services),
        sheet_pages(services),
        sheets_api(services),
        file_pages(),
        typing_control(services),
    ]
