#!/usr/bin/env python3
"""Reads what kube-score found, and fails of what is not declined: WHO FILE DECLINED...

A check that is declined and that nothing fails is an error, too: the list says what is so today.
"""
import json
import sys

GOOD = 7  # "almost OK" and better

who, file, *declined = sys.argv[1:]
unused = set(declined)
wrong = set()
for scored in json.load(open(file)):
    for result in scored["checks"]:
        if result["skipped"] or result["grade"] >= GOOD:
            continue
        check = result["check"]["id"]
        unused.discard(check)
        if check not in declined:
            comments = "; ".join(c["summary"] for c in result["comments"] or [])
            wrong.add(f"{scored['object_name']}: {check}: {comments}")
for line in sorted(wrong):
    print(f"kube-score, {who}: {line}")
for check in sorted(unused):
    print(f"helm/tests/declined: nothing of {who} fails {check}: take it out")
sys.exit(1 if wrong or unused else 0)
