"""The sample app's contract in Flask and boto3: the baseline of `dev/bench hello`.

Same table, item, page, JSON form, AppConfig polling and environment as sample-app; one read of the
table a request. A worker process of gunicorn polls for itself, as the reference solution's did.
"""

import json
import os
import threading
import time

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from flask import Flask, Response, request
from markupsafe import escape

REGION = os.environ["AWS_REGION"]
PATIENCE = Config(
    region_name=REGION,
    connect_timeout=0.5,
    read_timeout=1,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=50,
)

app = Flask(__name__)
table = boto3.client("dynamodb", config=PATIENCE)
settings = {}
last_known = {}


def poll():
    """Keeps `settings` to what AppConfig says, by AppConfig's poll rules."""
    client = boto3.client("appconfigdata", config=PATIENCE)
    token = None
    while True:
        try:
            if token is None:
                token = client.start_configuration_session(
                    ApplicationIdentifier=os.environ["APPCONFIG_APPLICATION"],
                    EnvironmentIdentifier=os.environ["APPCONFIG_ENVIRONMENT"],
                    ConfigurationProfileIdentifier=os.environ["APPCONFIG_PROFILE"],
                    RequiredMinimumPollIntervalInSeconds=15,
                )["InitialConfigurationToken"]
            answer = client.get_latest_configuration(ConfigurationToken=token)
            token = answer["NextPollConfigurationToken"]
            content = answer["Configuration"].read()
            if content:
                settings["table"] = json.loads(content)["TableName"]
            time.sleep(max(answer["NextPollIntervalInSeconds"], int(os.environ.get("APPCONFIG_POLL_SECONDS", 60))))
        except (BotoCoreError, ClientError, ValueError, KeyError):
            token = None
            time.sleep(2)


threading.Thread(target=poll, daemon=True).start()


def page(item, stale):
    note = "\n<p class=\"stale\">Stale: the table cannot be read now.</p>" if stale else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n'
        '<head><meta charset="utf-8"><title>Hello</title></head>\n'
        f'<body style="background-color: {escape(item["BgColor"]["S"])}">\n'
        f'<h1>Hello from {escape(item["Name"]["S"])}</h1>\n'
        f'<p>Developed with {escape(item["Language"]["S"])}, deployed with {escape(item["Platform"]["S"])}.</p>{note}\n'
        "</body>\n</html>\n"
    )


@app.get("/health/ready")
def ready():
    return ("ready", 200) if settings else ("no configuration", 503)


@app.get("/hello")
def hello():
    if not settings:
        return Response("no configuration", 503, {"Retry-After": "5"})
    stale = False
    try:
        item = table.get_item(TableName=settings["table"], Key={"Application": {"S": "TwelveFactorApp"}})["Item"]
        last_known["item"] = item
    except (BotoCoreError, ClientError, KeyError):
        item, stale = last_known.get("item"), True
    if item is None:
        return Response("no greeting", 503, {"Retry-After": "5"})
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {name.lower(): value["S"] for name, value in item.items()} | {"stale": stale}
    return Response(page(item, stale), mimetype="text/html", headers={"Cache-Control": "no-store"})
