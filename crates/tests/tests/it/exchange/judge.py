"""Reads bundles of STIX and events of MISP with what others read them with.

Usage: judge.py stix|misp FILE...; prints what is wrong, and fails then.
"""

import json
import logging
import sys


def stix(path):
    import stix2
    from stix2validator import ValidationOptions, validate_file

    result = validate_file(path, ValidationOptions(version="2.1"))
    for each in result.object_results:
        yield from (str(error) for error in each.errors)
    if not result.is_valid:
        yield "not valid"
    with open(path) as file:
        bundle = json.load(file)
    for thing in bundle["objects"]:
        parsed = stix2.parse(thing, allow_custom=True)
        # The reference implementation gives observables the same identifiers.
        if "created" not in thing:
            bare = {name: value for name, value in thing.items() if name != "id"}
            again = stix2.parse(bare, allow_custom=True)
            if again.id != parsed.id:
                yield f"{thing['type']}: {parsed.id}, not {again.id}"


def misp(path):
    from pymisp import MISPEvent

    with open(path) as file:
        made = json.load(file)
    for one in made.get("response", [made]):
        event = MISPEvent()
        event.from_dict(**one["Event"])
        read = json.loads(event.to_json()).get("Attribute", [])
        given = one["Event"]["Attribute"]
        if len(read) != len(given):
            yield f"{len(read)} attributes of {len(given)}"
        for left, right in zip(given, read):
            for name in ("uuid", "type", "category", "value", "to_ids"):
                if left[name] != right[name]:
                    yield f"{name}: {left[name]!r}, not {right[name]!r}"


logging.disable(logging.WARNING)
check = {"stix": stix, "misp": misp}[sys.argv[1]]
failed = False
for path in sys.argv[2:]:
    for problem in check(path):
        failed = True
        print(f"{path}: {problem}")
sys.exit(failed)
