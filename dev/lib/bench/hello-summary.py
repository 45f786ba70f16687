"""Sums up what dev/lib/bench/hello measured: medians over the rounds."""

import json
import os
import pathlib
import statistics
import sys

session = pathlib.Path(sys.argv[1])


def rounds(name):
    lines = [line.split() for line in (session / f"{name}.rounds").read_text().splitlines()]
    rate, p50, p99 = (statistics.median(float(line[i]) for line in lines) for i in range(3))
    starts = [int(line) for line in (session / f"{name}.starts").read_text().split()]
    return rate, p50, p99, sum(int(line[3]) for line in lines), statistics.median(starts)


java, flask = rounds("java"), rounds("flask")
rss, baseline_rss = int(os.environ["JAVA_RSS"]), int(os.environ["FLASK_RSS"])
unshared, baseline_unshared = map(float, os.environ["UNSHARED"].split())
reads, answers = map(float, os.environ["READS"].split())
if java[3] or flask[3]:
    sys.exit(f"Requests failed ({java[3]} of the app, {flask[3]} of the baseline): nothing to compare.")

text = f"""\
                      sample app   Flask + boto3 ({os.environ["WORKERS"]} workers)
requests/s            {java[0]:10.0f}   {flask[0]:10.0f}    {java[0] / flask[0]:.1f} times
p50 ms                {java[1]:10.2f}   {flask[1]:10.2f}
p99 ms                {java[2]:10.2f}   {flask[2]:10.2f}    {java[2] / flask[2]:.2f} of it
start to ready ms     {java[4]:10.0f}   {flask[4]:10.0f}
RSS MiB               {rss:10d}   {baseline_rss:10d}
requests/s, 2 conns   {unshared:10.0f}   {baseline_unshared:10.0f}    {unshared / baseline_unshared:.1f} times

{os.environ["CONNECTIONS"]} connections. The app answered {answers / max(reads, 1):.1f} requests with each read of the table:
requests that wait together share a read that begins after they came; nothing is cached.
With 2 connections no read is shared."""
if os.environ.get("JSON"):
    print(text, file=sys.stderr)
    print(
        json.dumps(
            {
                "measure": "hello",
                "requests_ratio": round(java[0] / flask[0], 2),
                "p99_ratio": round(java[2] / flask[2], 3),
                "start_ms": round(java[4]),
                "rss_mib": rss,
                "baseline_start_ms": round(flask[4]),
                "baseline_rss_mib": baseline_rss,
            }
        )
    )
else:
    print(text)
