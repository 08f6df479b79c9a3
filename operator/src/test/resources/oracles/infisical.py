"""The vendor's own client against a server whose address is the first argument.

Prints one line for each step that went as its documentation says; ends with 1 at the first that did not.
"""

import sys

from infisical_sdk import InfisicalSDKClient
from infisical_sdk.infisical_requests import APIError

host, project, client_id, client_secret = sys.argv[1:]
client = InfisicalSDKClient(host=host, cache_ttl=None)
secrets, folders = client.secrets, client.folders
PLACE = {"project_id": project, "environment_slug": "prod", "secret_path": "/oracle"}
IMPORTING = PLACE | {"secret_path": "/importing"}


def refused(status, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except APIError as error:
        assert error.status_code == status, error
        return error
    raise AssertionError(f"was not refused with {status}")


def login():
    client.auth.universal_auth.login(client_id=client_id, client_secret=client_secret)


def read(name, **more):
    return secrets.get_secret_by_name(name, **(PLACE | more))


def folder():
    made = folders.create_folder("oracle", "prod", project)
    assert (made.name, made.path) == ("oracle", "/oracle"), made


def list_folders():
    found = folders.list_folders(project, "prod", "/").folders
    assert sorted(it.name for it in found) == ["importing", "oracle"], found


def create():
    made = secrets.create_secret_by_name(
        "APP", secret_value="one", secret_metadata=[{"key": "team", "value": "shop"}], **PLACE)
    assert (made.version, made.type, made.secretKey) == (1, "shared", "APP"), made


def read_newest():
    found = read("APP")
    assert (found.secretKey, found.secretValue, found.version) == ("APP", "one", 1), found
    assert (found.secretValueHidden, found.secretPath) == (False, "/oracle"), found
    assert found.secretMetadata == [{"key": "team", "value": "shop", "isEncrypted": False}], found


def update():
    changed = secrets.update_secret_by_name("APP", secret_value="two", **PLACE)
    assert (changed.version, changed.secretValue) == (2, "two"), changed


def tag():
    changed = secrets.update_secret_by_name(
        "APP", secret_metadata=[{"key": "owner", "value": "us"}], **PLACE)
    assert (changed.version, changed.secretValue) == (3, "two"), changed
    assert [it["key"] for it in read("APP").secretMetadata] == ["owner"]


def older_version():
    assert read("APP", version="1").secretValue == "one"
    refused(404, read, "APP", version="7")


def references():
    secrets.create_secret_by_name("URL", secret_value="db://${APP}", **PLACE)
    assert read("URL", expand_secret_references=True).secretValue == "db://two"
    assert read("URL", expand_secret_references=False).secretValue == "db://${APP}"


def list_values():
    found = secrets.list_secrets(**PLACE).secrets
    assert {it.secretKey: it.secretValue for it in found} == {"APP": "two", "URL": "db://two"}, found


def list_names():
    found = secrets.list_secrets(view_secret_value=False, **PLACE).secrets
    assert [it.secretValueHidden for it in found] == [True, True], found


def imports():
    found = secrets.list_secrets(include_imports=True, **IMPORTING)
    assert [(it.secretKey, it.secretValue) for it in found.secrets] == [("BOTH", "own")], found
    assert [(it.environment, it.secretPath) for it in found.imports] == [("dev", "/common")], found
    assert sorted(it["secretKey"] for it in found.imports[0].secrets) == ["BOTH", "ONLY"], found
    assert read("ONLY", secret_path="/importing", include_imports=True).environment == "dev"
    refused(404, read, "ONLY", secret_path="/importing", include_imports=False)
    assert secrets.list_secrets(include_imports=False, **IMPORTING).imports == []


def hidden():
    refused(403, read, "HIDDEN", secret_path="/importing/hiding")
    found = secrets.list_secrets(**(PLACE | {"secret_path": "/importing/hiding"})).secrets
    assert [it.secretValueHidden for it in found] == [True], found


def delete():
    gone = secrets.delete_secret_by_name("APP", **PLACE)
    assert gone.version == 3, gone
    refused(404, secrets.delete_secret_by_name, "APP", **PLACE)


STEPS = {
    "without a login": lambda: refused(401, read, "APP"),
    "wrong credential": lambda: refused(
        401, client.auth.universal_auth.login, client_id=client_id, client_secret="wrong"),
    "login": login,
    "folder missing": lambda: refused(404, secrets.list_secrets, **PLACE),
    "folder": folder,
    "folders": list_folders,
    "not found": lambda: refused(404, read, "APP"),
    "create": create,
    "create again": lambda: refused(
        400, secrets.create_secret_by_name, "APP", secret_value="two", **PLACE),
    "read": read_newest,
    "update": update,
    "tag": tag,
    "update of nothing": lambda: refused(
        404, secrets.update_secret_by_name, "NEVER", secret_value="x", **PLACE),
    "older version": older_version,
    "references": references,
    "list": list_values,
    "list without values": list_names,
    "imports": imports,
    "denied": lambda: refused(403, read, "DENIED", secret_path="/importing"),
    "hidden": hidden,
    "delete": delete,
    "gone": lambda: refused(404, read, "APP"),
    "throttled": lambda: refused(429, read, "THROTTLED"),
    "expired": lambda: refused(403, read, "EXPIRED"),
    "login again": login,
    "read again": lambda: read("URL"),
}

for name, step in STEPS.items():
    step()
    print(name, flush=True)
