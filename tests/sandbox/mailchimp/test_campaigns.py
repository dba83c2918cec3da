"""Campaigns from draft to report, webhooks, batches, connections and plans, by the real client."""

import hashlib
import hmac
import io
import json
import re
import tarfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from tests.sandbox.mailchimp.conftest import Account, mail_of, make_client, refusal
from tests.sandbox.mailchimp.listening import listening
from tests.waiting import wait_until

CONDITIONS = (
    "*|IF:FNAME=Anna|*<b>beste</b>*|ELSEIF:FNAME|**|FNAME|**|ELSE:|*lezer*|END:IF|*"
    " *|INTERESTED:Rol:Bestuur|*bestuur*|END:INTERESTED|* *|NIETS|*"
    " <a href='https://p.example/?a=1&amp;b=2'>x</a> <a href='*|UNSUB|*'>weg</a>"
    " <a href='*|ARCHIVE|*'>web</a> <a href='*|UPDATE_PROFILE|*'>mij</a> *|LIST:ADDRESS|*"
)
ALL = {
    "events": dict.fromkeys(
        ("subscribe", "unsubscribe", "profile", "cleaned", "upemail", "campaign"), True
    ),
    "sources": {"user": True, "admin": True, "api": False},
}


def links(page: str) -> dict[str, str]:
    found = re.findall(r"href='([^']+)'>(\w+)<", page)
    return {word: link.replace("&amp;", "&") for link, word in found}


def test_readers_read_click_leave_and_complain(account: Account) -> None:
    client = account.client
    with listening() as listener:
        list_id = account.audience("Anna", "Bram", "Cor", "Dirk")
        client.lists.create_list_webhook(list_id, {"url": listener.address, **ALL})
        _join_board(account, list_id, "Bram")
        campaign_id = account.sent(list_id, CONDITIONS)
        pages = {name: account.mails(name)[-1]["html"] for name in ("Anna", "Bram", "Cor", "Dirk")}
        assert pages["Anna"].startswith("<b>beste</b>  *|NIETS|*")
        assert pages["Bram"].startswith("Bram bestuur *|NIETS|*")
        link = links(pages["Anna"])
        archive = requests.get(link["web"], timeout=5)
        assert archive.text.startswith("<b>beste</b>  *|NIETS|*")
        pixel = re.search(r'src="([^"]+open\.gif)"', pages["Anna"])
        assert pixel
        requests.get(pixel[1], timeout=5)
        went = requests.get(link["x"], timeout=5, allow_redirects=False)
        assert went.headers["Location"] == "https://p.example/?a=1&b=2"
        # A scanner that follows the link does not unsubscribe; the button does, once.
        assert requests.get(link["weg"], timeout=5).status_code == 200
        assert client.lists.get_list_member(list_id, mail_of("Anna"))["status"] == "subscribed"
        for _ in range(2):
            requests.post(link["weg"], timeout=5)
        profile = {"email": "bb@musea.example", "FNAME": "Bartje"}
        requests.post(links(pages["Bram"])["mij"], profile, timeout=5)
        requests.post(links(pages["Cor"])["weg"].replace("unsubscribe", "hard"), timeout=5)
        requests.post(links(pages["Dirk"])["weg"].replace("unsubscribe", "complain"), timeout=5)
        wait_until(lambda: len(listener.forms) >= 6)
        _check_hooks(account, listener.forms, listener.raw)
    _check_report(client.reports, campaign_id)


def _join_board(account: Account, list_id: str, name: str) -> None:
    lists = account.client.lists
    category = lists.create_list_interest_category(list_id, {"title": "Rol", "type": "checkboxes"})
    interest = lists.create_interest_category_interest(list_id, category["id"], {"name": "Bestuur"})
    lists.update_list_member(list_id, mail_of(name), {"interests": {interest["id"]: True}})


def _check_hooks(
    account: Account, forms: list[dict[str, str]], raw: list[tuple[str, bytes]]
) -> None:
    kinds = Counter(one["type"] for one in forms)
    assert kinds == {"campaign": 1, "unsubscribe": 2, "profile": 1, "upemail": 1, "cleaned": 1}
    reasons = [one.get("data[reason]") for one in forms if one["type"] == "unsubscribe"]
    assert sorted(str(one) for one in reasons) == ["abuse", "manual"]
    moved = next(one for one in forms if one["type"] == "upemail")
    assert moved["data[old_email]"] == mail_of("Bram")
    assert moved["data[new_email]"] == "bb@musea.example"
    secret = requests.get(f"{account.address}/sandbox/mailchimp", timeout=5).json()
    signature, body = raw[0]
    stamp, mac = re.fullmatch(r"t=(\d+),v1=(\w+)", signature).groups()  # type: ignore[union-attr]
    wanted = hmac.new(
        secret["signing_secret"].encode(), f"{stamp}.".encode() + body, hashlib.sha256
    )
    assert mac == wanted.hexdigest()


def _check_report(reports: Any, campaign_id: str) -> None:
    report = reports.get_campaign_report(campaign_id)
    assert (report["emails_sent"], report["unsubscribed"], report["abuse_reports"]) == (4, 2, 1)
    assert report["opens"]["unique_opens"] == report["clicks"]["clicks_total"] == 1
    assert report["bounces"]["hard_bounces"] == 1
    clicked = reports.get_campaign_click_details(campaign_id)["urls_clicked"]
    assert [(one["url"], one["total_clicks"]) for one in clicked] == [
        ("https://p.example/?a=1&b=2", 1)
    ]
    who = reports.get_subscribers_info(campaign_id, clicked[0]["id"])["members"]
    opened = reports.get_campaign_open_details(campaign_id)["members"]
    assert [one["email_address"] for one in who + opened] == [mail_of("Anna")] * 2
    left = reports.get_unsubscribed_list_for_campaign(campaign_id)["unsubscribes"]
    assert [one["reason"] for one in left] == ["None given", "abuse"]
    sent_to = reports.get_campaign_recipients(campaign_id)["sent_to"]
    assert [one["status"] for one in sent_to] == ["sent", "sent", "hard", "sent"]
    reader = hashlib.md5(mail_of("Anna").encode()).hexdigest()
    assert reports.get_campaign_recipient(campaign_id, reader)["open_count"] == 1
    assert sum(one["emails_sent"] for one in report["timeseries"]) == 4
    activity = reports.get_email_activity_for_campaign(campaign_id)["emails"]
    assert [one["action"] for one in activity[0]["activity"]] == ["open", "click"]


def test_a_campaign_waits_for_its_quarter(account: Account) -> None:
    client, list_id = account.client, account.audience("Eva")
    campaign_id = account.campaign(list_id)
    client.campaigns.send_test_email(
        campaign_id, {"test_emails": ["staf@platform.example"], "send_type": "html"}
    )
    assert account.mails("staf@platform.example")[-1]["subject"].startswith("[Test] Nieuws")
    now = requests.get(f"{account.address}/sandbox/clock", timeout=5).json()["now"]
    moment = datetime.fromisoformat(now).replace(minute=0, second=0, microsecond=0)
    when = {"schedule_time": (moment + timedelta(hours=2)).astimezone(UTC).isoformat()}
    client.campaigns.schedule(campaign_id, when)
    assert client.campaigns.get(campaign_id)["status"] == "schedule"
    assert refusal(lambda: client.campaigns.update(campaign_id, {}))["status"] == 400
    client.campaigns.unschedule(campaign_id)
    client.campaigns.schedule(campaign_id, when)
    assert account.mails("Eva") == []
    requests.post(f"{account.address}/sandbox/clock", json={"advance_s": 7200}, timeout=5)
    account.wait_sent(campaign_id)
    assert [one["subject"] for one in account.mails("Eva")] == ["Nieuws voor Eva"]


def test_a_webhook_that_fails_comes_again(account: Account) -> None:
    with listening() as listener:
        list_id = account.audience("Finn")
        account.client.lists.create_list_webhook(list_id, {"url": listener.address, **ALL})
        listener.status = 500
        account.sent(list_id)
        wait_until(lambda: len(listener.forms) == 1)
        listener.status = 200
        requests.post(f"{account.address}/sandbox/clock", json={"advance_s": 90}, timeout=5)
        wait_until(lambda: len(listener.forms) == 2)
        assert listener.forms[0] == listener.forms[1]
    gone = {"url": listener.address + "/weg", **ALL}
    refused = refusal(lambda: account.client.lists.create_list_webhook(list_id, gone))
    assert refused["errors"][0]["field"] == "url"


def test_a_batch_of_operations_is_carried_out(account: Account) -> None:
    list_id = account.audience()
    operations = [
        {
            "method": "PUT",
            "path": f"/lists/{list_id}/members/{hashlib.md5(mail.encode()).hexdigest()}",
            "operation_id": mail,
            "body": json.dumps({"email_address": mail, "status_if_new": "subscribed"}),
        }
        for mail in ("gijs@musea.example", "fake@example.com")
    ]
    batch = account.client.batches.start({"operations": operations})
    assert batch["status"] == "pending"
    wait_until(lambda: account.client.batches.status(batch["id"])["status"] == "finished")
    done = account.client.batches.status(batch["id"])
    assert (done["finished_operations"], done["errored_operations"]) == (2, 1)
    packed = requests.get(done["response_body_url"], timeout=5).content
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        entry = archive.extractfile(archive.getnames()[0])
        assert entry
        results = json.loads(entry.read())
    assert [(one["operation_id"], one["status_code"]) for one in results] == [
        ("gijs@musea.example", 200),
        ("fake@example.com", 400),
    ]


def test_the_eleventh_call_at_once_is_refused(account: Account) -> None:
    account.order(match="GET /3.0/ping", times=11, kind="slow", seconds=0.4)

    def ping(_: int) -> int:
        url = f"{account.address}/3.0/ping"
        return requests.get(url, auth=("x", "key"), timeout=10).status_code

    with ThreadPoolExecutor(11) as pool:
        assert Counter(pool.map(ping, range(11))) == {200: 10, 429: 1}
    assert make_client(account.address).ping.get()["health_status"] == "Everything's Chimpy!"


def test_the_plan_has_limits(account: Account) -> None:
    def choose(name: str) -> int:
        url = f"{account.address}/sandbox/plan"
        return requests.post(url, json={"mailchimp": name}, timeout=5).status_code

    members = [
        {"email_address": f"p{number}@musea.example", "status": "subscribed"}
        for number in range(251)
    ]
    list_id = account.audience()
    account.client.lists.batch_list_members(list_id, {"members": members})
    campaign_id = account.campaign(list_id)
    assert (choose("free"), choose("gratis")) == (200, 400)
    assert refusal(lambda: account.client.campaigns.send(campaign_id))["status"] == 400
    items = account.client.campaigns.get_send_checklist(campaign_id)["items"]
    wrong = [one for one in items if one["type"] == "error"]
    assert [one["heading"] for one in wrong] == ["Plan"]
    assert choose("standard") == 200
    account.client.campaigns.send(campaign_id)
    account.wait_sent(campaign_id)
