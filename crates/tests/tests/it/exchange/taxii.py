"""Exchanges objects with a server by the TAXII client of OASIS. What comes is compared with what the
data of medallion, the server of OASIS, hold.

Usage: taxii.py URL TOKEN DATA; prints what is wrong, and fails then.
"""

import json
import logging
import sys

import requests
from taxii2client.exceptions import AccessError
from taxii2client.v21 import Collection, Server, as_pages

URL, TOKEN, DATA = sys.argv[1:]
with open(DATA) as file:
    ROOTS = json.load(file)
DISCOVERY = ROOTS.pop("/discovery")

INDICATORS = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
EMPTY = "365fed99-08fa-fdcd-a1b3-fb247eb41d01"
ONLY_READ = "52892447-4d7e-4f70-b94d-d7f22742ff63"
CLOSED = "64993447-4d7e-4f70-b94d-d7f33742ee63"

CHANGED = "indicator--6770298f-0fd8-471a-ab8c-1c658a46574e"
UNKNOWN = "indicator--00000000-0000-4000-8000-000000000000"
# Objects as identifier and version, in the order in which they were added.
RELATIONSHIP = ("relationship--2f9a9aa9-108a-4333-83e2-4fb25add0463", "2014-05-08T09:00:00.000Z")
INDICATOR = ("indicator--cd981c25-8042-4166-8945-51178443bdac", "2014-05-08T09:00:00.000Z")
FIRST = (CHANGED, "2016-11-03T12:30:59.000Z")
SECOND = (CHANGED, "2016-12-25T12:30:59.444Z")
MARKING = ("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "2017-01-20T00:00:00.000Z")
MALWARE = ("malware--c0931cc6-c75e-47e5-9036-78fabc95d4ec", "2017-01-27T13:49:53.997Z")
MALWARE_20 = ("malware--c0931cc6-c75e-47e5-9036-78fabc95d4ec", "2018-02-23T18:30:00.000Z")
THIRD = (CHANGED, "2017-01-27T13:49:53.935Z")

# What is asked for, what comes, and when the first and the last of it were added.
ASKED = [
    (
        {},
        [RELATIONSHIP, INDICATOR, MARKING, MALWARE, THIRD],
        ("2014-05-08T09:00:00.000000Z", "2017-12-31T13:49:53.935000Z"),
    ),
    (
        {"version": "all"},
        [RELATIONSHIP, INDICATOR, FIRST, SECOND, MARKING, MALWARE, THIRD],
        ("2014-05-08T09:00:00.000000Z", "2017-12-31T13:49:53.935000Z"),
    ),
    (
        {"version": "first"},
        [RELATIONSHIP, INDICATOR, FIRST, MARKING, MALWARE],
        ("2014-05-08T09:00:00.000000Z", "2017-01-27T13:49:59.997000Z"),
    ),
    (
        {"version": ["first", "2016-12-25T12:30:59.444Z"], "type": "indicator"},
        [INDICATOR, FIRST, SECOND],
        ("2016-11-01T03:04:05.000000Z", "2016-12-27T13:49:59.000000Z"),
    ),
    (
        {"spec_version": "2.0"},
        [MALWARE_20],
        ("2017-01-27T13:49:59.997000Z", "2017-01-27T13:49:59.997000Z"),
    ),
    (
        {"spec_version": ["2.0", "2.1"], "version": "all", "type": "malware"},
        [MALWARE, MALWARE_20],
        ("2017-01-27T13:49:59.997000Z", "2017-01-27T13:49:59.997000Z"),
    ),
    (
        {"added_after": "2016-11-03T12:30:59Z"},
        [MARKING, MALWARE, THIRD],
        ("2017-01-20T00:00:00.000000Z", "2017-12-31T13:49:53.935000Z"),
    ),
    (
        {"type": ["indicator", "malware"]},
        [INDICATOR, MALWARE, THIRD],
        ("2016-11-01T03:04:05.000000Z", "2017-12-31T13:49:53.935000Z"),
    ),
    (
        {"id": CHANGED},
        [THIRD],
        ("2017-12-31T13:49:53.935000Z", "2017-12-31T13:49:53.935000Z"),
    ),
    (
        {"id": CHANGED, "version": "2016-12-25T12:30:59.444Z"},
        [SECOND],
        ("2016-12-27T13:49:59.000000Z", "2016-12-27T13:49:59.000000Z"),
    ),
    ({"type": "tool"}, [], (None, None)),
    ({"added_after": "2018-01-01T00:00:00Z"}, [], (None, None)),
]

NEW = {
    "type": "indicator",
    "spec_version": "2.1",
    "id": "indicator--0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0a01",
    "created": "2026-01-01T00:00:00.000Z",
    "modified": "2026-01-01T00:00:00.000Z",
    "pattern": "[domain-name:value = 'parcel.example']",
    "pattern_type": "stix",
    "valid_from": "2026-01-01T00:00:00Z",
}
NEWER = {**NEW, "modified": "2026-01-02T00:00:00.000Z", "name": "Päckchen"}

faults = []
# When the first and the last of what came last were added, as the headers say.
dates = None


def expect(what, found, expected):
    if found != expected:
        faults.append(f"{what}: {found!r}, not {expected!r}")


def refused(what, call, status):
    try:
        found = call()
    except requests.exceptions.HTTPError as error:
        found = error.response.status_code
    expect(what, found, status)


def keep_dates(response, *_, **__):
    global dates
    names = ("X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last")
    dates = tuple(response.headers.get(name) for name in names)


def key(thing):
    return thing["id"], thing.get("modified") or thing["created"]


def collection(id):
    made = Collection(f"{URL}trustgroup1/collections/{id}/", user="client", password=TOKEN)
    made._conn.session.hooks["response"].append(keep_dates)
    return made


def taken(id, part):
    """A part of what the data hold of a collection, by identifier and version."""
    held = next(one for one in ROOTS["trustgroup1"]["collections"] if one["id"] == id)
    return held[part]


def offers():
    server = Server(URL, user="client", password=TOKEN)
    for name in ("title", "description", "contact"):
        expect(name, getattr(server, name), DISCOVERY[name])
    expect("default", server.default.url, f"{URL}trustgroup1/")
    expect("roots", [root.url for root in server.api_roots], [f"{URL}{name}/" for name in sorted(ROOTS)])
    for root, name in zip(server.api_roots, sorted(ROOTS)):
        for part, value in ROOTS[name]["information"].items():
            expect(f"{part} of {name}", getattr(root, part), value)
        parts = ("id", "title", "description", "can_read", "can_write", "media_types")
        expect(
            f"collections of {name}",
            [{part: getattr(one, part) for part in parts} for one in root.collections],
            [{part: one.get(part) for part in parts} for one in ROOTS[name]["collections"]],
        )
    status = ROOTS["trustgroup1"]["status"][0]
    expect("status", server.default.get_status(status["id"])._raw, status)
    refused("no status", lambda: server.default.get_status("none"), 404)
    refused("no token", lambda: Server(URL, user="client", password="wb_none").title, 401)


def objects():
    held = {key(one): one for one in taken(INDICATORS, "objects")}
    records = {(one["id"], one["version"]): one for one in taken(INDICATORS, "manifest")}
    indicators = collection(INDICATORS)
    for asked, which, added in ASKED:
        expected = {"more": False, "objects": [held[one] for one in which]} if which else {}
        expect(f"objects {asked}", indicators.get_objects(**asked), expected)
        expect(f"dates of objects {asked}", dates, added)
        expected = {"more": False, "objects": [records[one] for one in which]} if which else {}
        expect(f"manifest {asked}", indicators.get_manifest(**asked), expected)
        expect(f"dates of manifest {asked}", dates, added)
        ids = {id for id, _ in which}
        if ids == {CHANGED}:
            expected = {"more": False, "objects": [held[one] for one in which]}
            expect(f"object {asked}", indicators.get_object(CHANGED, **asked), expected)
    after = indicators.get_manifest(added_after="2017-01-20T00:00:00.000Z")
    expect("manifest", after["objects"], [records[MALWARE], records[THIRD]])
    expect("nothing of one", indicators.get_object(CHANGED, spec_version="2.0"), {})
    for call in (indicators.get_object, indicators.object_versions, indicators.delete_object):
        refused(f"unknown {call.__name__}", lambda: call(UNKNOWN), 404)
    refused("no time", lambda: indicators.get_objects(added_after="yesterday"), 400)


def pages():
    indicators = collection(INDICATORS)
    told = []
    for page in as_pages(indicators.get_objects, per_request=3):
        told.append(([key(one) for one in page["objects"]], page["more"], dates))
    expected = [
        (
            [RELATIONSHIP, INDICATOR, MARKING],
            True,
            ("2014-05-08T09:00:00.000000Z", "2017-01-20T00:00:00.000000Z"),
        ),
        (
            [MALWARE, THIRD],
            False,
            ("2017-01-27T13:49:59.997000Z", "2017-12-31T13:49:53.935000Z"),
        ),
    ]
    expect("pages", told, expected)
    every = {"version": "all", "spec_version": ["2.0", "2.1"]}
    for call in (indicators.get_objects, indicators.get_manifest):
        for size in range(1, 10):
            seen = []
            for page in as_pages(call, per_request=size, **every):
                seen += [(one["id"], one.get("version") or key(one)[1]) for one in page["objects"]]
            expected = [RELATIONSHIP, INDICATOR, FIRST, SECOND, MARKING, MALWARE, MALWARE_20, THIRD]
            expect(f"{call.__name__} by {size}", seen, expected)

    versions = [version for _, version in (FIRST, SECOND, THIRD)]
    whole = {"more": False, "versions": versions[::-1]}
    expect("versions", indicators.object_versions(CHANGED), whole)
    expect(
        "dates of versions",
        dates,
        ("2016-11-03T12:30:59.001000Z", "2017-12-31T13:49:53.935000Z"),
    )
    seen, asked = [], {"limit": 1}
    while True:
        page = indicators.object_versions(CHANGED, **asked)
        seen += page["versions"]
        if not page["more"]:
            break
        asked["next"] = page["next"]
    expect("versions by 1", seen, versions)


def changes():
    empty = collection(EMPTY)
    expect("nothing", empty.get_objects(), {})
    expect("nothing in the manifest", empty.get_manifest(), {})
    url = {"type": "url", "id": "url--0f07cc1c-4f3c-5a2c-9b4f-7f1b5b0c0a04", "value": "http://parcel.example/"}
    wrong = {"type": "tool", "id": "tool--1"}
    status = empty.add_objects({"objects": [NEW, NEWER, url, wrong]}, wait_for_completion=False)
    counts = ("total_count", "success_count", "failure_count", "pending_count")
    for _ in range(2):
        expect("counts", [getattr(status, name) for name in counts], [4, 3, 1, 0])
        expect("state", status.status, "complete")
        expect("successes", [one["id"] for one in status.successes], [NEW["id"], NEW["id"], url["id"]])
        expect("failures", [one["id"] for one in status.failures], ["tool--1"])
        status.refresh()
    expect("added", empty.get_objects(version="all"), {"more": False, "objects": [NEW, NEWER, url]})
    expect("last", empty.get_object(NEW["id"]), {"more": False, "objects": [NEWER]})
    again = empty.add_objects({"objects": [NEWER, url]})
    expect("again", [getattr(again, name) for name in counts], [2, 2, 0, 0])

    empty.delete_object(NEW["id"], version="2026-01-02T00:00:00.000Z")
    expect("one version gone", empty.get_object(NEW["id"]), {"more": False, "objects": [NEW]})
    empty.delete_object(NEW["id"])
    refused("gone", lambda: empty.get_object(NEW["id"]), 404)
    refused("gone twice", lambda: empty.delete_object(NEW["id"]), 404)
    empty.delete_object(url["id"])
    expect("nothing again", empty.get_objects(), {})

    # The client refuses by what the collection says; the server does, too.
    for id, call in ((ONLY_READ, "add_objects"), (CLOSED, "get_objects"), (CLOSED, "get_manifest")):
        one = collection(id)
        arguments = [{"objects": [NEW]}] if call == "add_objects" else []
        try:
            found = getattr(one, call)(*arguments)
        except AccessError:
            found = AccessError
        expect(f"{call} of {id}", found, AccessError)
        one._verify_can_read = one._verify_can_write = lambda: None
        refused(f"{call} of {id}", lambda: getattr(one, call)(*arguments), 403)


logging.disable(logging.CRITICAL)
for part in (offers, objects, pages, changes):
    part()
for fault in faults:
    print(fault)
sys.exit(bool(faults))
