#!/usr/bin/env python3
"""Writes the API server's own OpenAPI schemas as the JSON schemas that kubeconform reads, one a kind.

Strict: a field that the server does not know is an error, as it would be with
`kubectl apply --validate=strict`. Takes the folder to write to; asks by kubectl.
"""
import json
import pathlib
import subprocess
import sys

REFERENCE = "#/components/schemas/"

# For clients, or not of JSON schema.
WORDS = {"default", "description", "example", "format", "nullable"}


def ask(path):
    return json.loads(subprocess.check_output(["kubectl", "get", "--raw", path]))


def strict(schema):
    """The same without references out of the file, and closed where the server keeps nothing else."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {}
    for key, part in schema.items():
        if key == "properties":  # its keys are names of fields
            made[key] = {name: strict(field) for name, field in part.items()}
        elif key == "$ref":
            made[key] = part.replace(REFERENCE, "#/definitions/")
        elif not key.startswith("x-") and key not in WORDS:
            made[key] = strict(part)
    if "properties" in made and not schema.get("x-kubernetes-preserve-unknown-fields"):
        made.setdefault("additionalProperties", False)
    if schema.get("nullable") and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


def reachable(name, schemas, seen):
    if name not in seen:
        seen.add(name)
        for part in str(schemas[name]).split("'" + REFERENCE)[1:]:
            reachable(part.split("'")[0], schemas, seen)
    return seen


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for path, where in ask("/openapi/v3")["paths"].items():
        if not path.startswith(("api/", "apis/")):
            continue
        schemas = ask(where["serverRelativeURL"]).get("components", {}).get("schemas", {})
        for name, schema in schemas.items():
            kinds = schema.get("x-kubernetes-group-version-kind", [])
            if len(kinds) != 1:
                continue  # options of requests, which belong to every group
            kind = kinds[0]
            whole = strict(schema)
            whole["definitions"] = {
                used: strict(schemas[used]) for used in reachable(name, schemas, set()) - {name}
            }
            group = kind["group"] or kind["version"]  # what kubeconform calls it
            file = "-".join((kind["kind"].lower(), group, kind["version"])) + ".json"
            (folder / file).write_text(json.dumps(whole))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
