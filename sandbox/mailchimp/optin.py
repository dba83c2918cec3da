"""The mail that asks someone who is `pending` to confirm (double opt-in)."""

from email.message import EmailMessage
from typing import Final

from markupsafe import escape

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.items import Item

_SUBJECT: Final = "Bevestig uw aanmelding"


def ask_to_confirm(account: Account, audience: Item, member: Item) -> None:
    """Send the mail with the link on which the reader confirms."""
    link = f"{account.address}/mc/confirm/{audience['id']}/{member['unique_email_id']}"
    text = f"Bevestig dat u mail wilt krijgen van {audience['name']}:\n{link}\n"
    page = (
        f"<p>Bevestig dat u mail wilt krijgen van {escape(audience['name'])}.</p>"
        f'<p><a href="{link}">Ja, ik wil deze mail</a></p>'
    )
    post(account, audience["campaign_defaults"], member["email_address"], _SUBJECT, text, page)


def post(account: Account, sender: Item, reader: str, subject: str, text: str, page: str) -> None:
    """Put a mail of the account itself into the mailbox."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = f"{sender['from_name']} <{sender['from_email']}>"
    message["To"] = reader
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    account.mailbox.keep(sender["from_email"], [reader], message.as_bytes())
