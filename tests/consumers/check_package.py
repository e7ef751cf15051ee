"""Checks packages of lode export against the rules of Frictionless and Croissant, and their data against both.

  check_package.py SCHEMAS FOLDER...

The schemas are JSON Schema, written from the specifications. What a schema cannot say (names that are unique, references that
lead somewhere, checksums, values of the stated types) is checked here. Before all that the checks are tried on damaged
descriptions: one that finds nothing wrong with those is no check.
"""

import copy
import csv
import hashlib
import json
import pathlib
import sys

import jsonschema

csv.field_size_limit(1 << 30)
schemas = {name: json.loads((pathlib.Path(sys.argv[1]) / f"{name}.json").read_text()) for name in ("datapackage", "croissant")}
for schema in schemas.values():
    jsonschema.Draft7Validator.check_schema(schema)


def require(holds, *what):
    if not holds:
        raise AssertionError(" ".join(str(one) for one in what))


def unique(names, what):
    require(len(names) == len(set(names)), "not unique:", what, names)


def ids(node):
    """Every @id that defines something: one with nothing beside it is a reference."""
    if isinstance(node, dict):
        if "@id" in node and len(node) > 1 and "@type" in node:
            yield node["@id"]
        for key, value in node.items():
            if key != "@context":
                yield from ids(value)
    elif isinstance(node, list):
        for one in node:
            yield from ids(one)


def check_frictionless(package):
    jsonschema.validate(package, schemas["datapackage"], cls=jsonschema.Draft7Validator)
    unique([one["name"] for one in package["resources"]], "names of resources")
    for resource in package["resources"]:
        unique([field["name"] for field in resource["schema"]["fields"]], "names of fields")


def check_croissant(croissant):
    jsonschema.validate(croissant, schemas["croissant"], cls=jsonschema.Draft7Validator)
    defined = list(ids(croissant))
    unique(defined, "@id")
    files = {one["@id"] for one in croissant["distribution"]}
    for records in croissant["recordSet"]:
        for field in records["field"]:
            require(field["@id"] == records["@id"] + "/" + field["name"], "a field's id begins with its set:", field["@id"])
            if "source" in field:
                require(field["source"]["fileObject"]["@id"] in files, "no such file:", field["source"])
            if "references" in field:
                require(field["references"]["@id"] in defined, "no such field:", field["references"])
        for record in records.get("data", []):
            require(set(record) == {field["@id"] for field in records["field"]}, "not the fields of the set:", record)


def rows(path, form):
    if form == "jsonl":
        with open(path, encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)
    elif form == "csv":
        with open(path, encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)
    else:  # tsv: no quotes
        with open(path, encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar=None)


def fits(value, kind, form):
    if form == "jsonl":
        return value is None or {
            "string": lambda: isinstance(value, str),
            "integer": lambda: type(value) is int,
            "number": lambda: type(value) in (int, float),
            "boolean": lambda: type(value) is bool,
        }[kind]()
    if value == "" or kind == "string":
        return value is not None
    try:
        return value in ("true", "false") if kind == "boolean" else {"integer": int, "number": float}[kind](value) is not None
    except ValueError:
        return False


def check_folder(folder):
    package = json.loads((folder / "datapackage.json").read_text())
    croissant = json.loads((folder / "croissant.json").read_text())
    check_frictionless(package)
    check_croissant(croissant)

    sums = {}
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, path = line.split("  ", 1)
        sums[path] = digest
        require(hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest, "wrong sum:", path)
    held = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    require(held == set(sums) | {"SHA256SUMS"}, "files without a sum:", held ^ (set(sums) | {"SHA256SUMS"}))

    described = {one["@id"]: one for one in croissant["distribution"]}
    require(set(described) == {one["path"] for one in package["resources"]}, "the descriptions name different files")
    sets = {one["field"][0]["source"]["fileObject"]["@id"]: one for one in croissant["recordSet"] if "data" not in one}
    count = 0
    for resource in package["resources"]:  # those that no text is keep their count at 0
        path, form = resource["path"], resource["format"]
        require(resource["hash"] == "sha256:" + sums[path], "hash of", path)
        require(described[path]["sha256"] == sums[path], "sha256 of", path)
        require(resource["bytes"] == (folder / path).stat().st_size, "size of", path)
        require(described[path]["contentSize"] == f'{resource["bytes"]} B', "contentSize of", path)
        fields = [(field["name"], field["type"]) for field in resource["schema"]["fields"]]
        kinds = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}
        extracts = []
        for field in sets[path]["field"]:
            extract = field["source"]["extract"]
            extracts.append((extract.get("column") or extract["jsonPath"][2:], field["dataType"]))
        require(extracts == [(name, kinds[kind]) for name, kind in fields], "the descriptions name different columns")
        if form in ("parquet", "sqlite"):
            continue  # other readers open those
        for row in rows(folder / path, form):
            require(list(row) == [name for name, _ in fields], "columns of", path, list(row))
            for name, kind in fields:
                require(fits(row[name], kind, form), path, name, "is no", kind, repr(row[name]))
            count += 1
    names = next((one for one in croissant["recordSet"] if one["@id"] == "splits"), None)
    if names:
        split = json.loads((folder / "split.json").read_text())
        require([one["splits/name"] for one in names["data"]] == split["split"]["sides"], "other sides than", split["split"])
        dealt = sum(split["records_by_side"].values()) + split["unassigned"]["records"]
        require(dealt == split["records"] and count in (0, dealt), "the split has", dealt, "records, the files", count)
    return package, croissant, count


def refused(check, description, damage):
    damaged = copy.deepcopy(description)
    damage(damaged)
    try:
        check(damaged)
    except (jsonschema.ValidationError, AssertionError):
        return
    raise SystemExit(f"{check.__name__} lets a damaged description pass")


def try_the_checks(package, croissant):
    resource = lambda d: d["resources"][0]
    records = lambda d: d["recordSet"][-1]
    for damage in (
        lambda d: d.pop("resources"),
        lambda d: d.update(resources=[]),
        lambda d: d.update(name="Lode Export"),
        lambda d: d.update(licenses=[]),
        lambda d: d["contributors"][0].pop("title"),
        lambda d: d["contributors"][0].update(role="owner"),
        lambda d: resource(d).update(path="../data.csv"),
        lambda d: resource(d).update(hash="sha256"),
        lambda d: resource(d).pop("schema"),
        lambda d: resource(d)["schema"].update(fields=[]),
        lambda d: resource(d)["schema"]["fields"][0].update(type="text"),
        lambda d: resource(d)["schema"]["fields"].append(resource(d)["schema"]["fields"][0]),
        lambda d: d["resources"].append(resource(d)),
        lambda d: resource(d)["dialect"].update(quoteChar='"', escapeChar="\\"),
    ):
        refused(check_frictionless, package, damage)
    for damage in (
        *(lambda d, key=key: d.pop(key) for key in schemas["croissant"]["required"]),
        lambda d: d.update(conformsTo="http://mlcommons.org/croissant/0.8"),
        lambda d: d["creator"].update({"@type": "sc:SoftwareApplication"}),
        lambda d: d.update(license=["CC BY 4.0"]),
        lambda d: d["distribution"][0].update(sha256="0"),
        lambda d: d["distribution"].append(d["distribution"][0]),
        lambda d: records(d)["field"][0].update(dataType="Text"),
        lambda d: records(d)["field"][0]["source"]["fileObject"].update({"@id": "elsewhere.csv"}),
        lambda d: records(d)["field"][0].pop("source"),
        lambda d: records(d)["field"][-1]["references"].update({"@id": "splits/size"}),
        lambda d: d["recordSet"][0]["data"][0].update(more=1),
    ):
        refused(check_croissant, croissant, damage)


tried = False
total = 0
for name in sys.argv[2:]:
    package, croissant, count = check_folder(pathlib.Path(name))
    if not tried and package["profile"] == "tabular-data-package" and croissant["recordSet"][0]["@id"] == "splits":
        try_the_checks(package, croissant)
        tried = True
    total += count
require(tried, "no package with a split in CSV or TSV was given: the checks were not tried")
print(f"jsonschema: {len(sys.argv) - 2} packages keep the rules of Frictionless and Croissant, {total} records fit their columns")
