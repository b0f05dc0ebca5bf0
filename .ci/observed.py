"""What platforms have seen of the runs of .ci/cluster.sh: OpenLineage's events name the tables that were read and written;
the History Server has every job under the name of its step; the metrics system has rows, tokens and the loss.

usage: observed.py WORK HISTORY [lineage]
  WORK: that of cluster.sh; HISTORY: the REST address of the server's applications; lineage: there was a listener
"""
import collections
import json
import sys
import urllib.request
from pathlib import Path

work, history = Path(sys.argv[1]), sys.argv[2]


def ask(path: str):
    with urllib.request.urlopen(history + path) as answer:
        return json.load(answer)


def lineage() -> None:
    tables = {"inputs": set(), "outputs": set()}
    events = 0
    with open(work / "lineage.jsonl", encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            events += 1
            for side, seen in tables.items():
                seen.update(d["name"].rsplit("/tables/", 1)[1] for d in event.get(side, []) if "/tables/" in d["name"])
    print(f"observed.py: {events} OpenLineage events; read {sorted(tables['inputs'])}, wrote {sorted(tables['outputs'])}")
    for side, seen in tables.items():
        missing = {"documents", "cleaned", "deduplicated", "redacted", "formatted", "blocks"} - seen
        assert not missing, f"no event has {sorted(missing)} among its {side}"


def of_listener(application: str, job: dict) -> bool:
    """Whether the job is one of those that OpenLineage's listener starts when it looks into a table."""
    stages = (stage for number in job["stageIds"] for stage in ask(f"/{application}/stages/{number}"))
    return any("io.openlineage" in stage["details"] for stage in stages)


def jobs() -> None:
    finished = {application["name"]: application["id"] for application in ask("")}
    for name, steps in [("sluice client", {"train", "evaluate"}), ("sluice cluster", {"train"})]:
        application = finished[name]
        gpus = [e["resources"]["gpu"]["addresses"] for e in ask(f"/{application}/allexecutors") if e.get("resources")]
        own = [job for job in ask(f"/{application}/jobs") if job.get("jobGroup") or not of_listener(application, job)]
        named = collections.Counter((job.get("jobGroup"), job.get("description")) for job in own)
        print(f"observed.py: History Server: {name}: {named.total()} jobs, GPUs {gpus}")
        for (group, description), count in sorted(named.items(), key=str):
            print(f"observed.py: {count:6d} jobs of {group}: {description}")
        assert len(gpus) >= 2, gpus
        missing = steps | {"ingest", "clean", "dedup", "redact", "format", "tokenize"}
        missing -= {group for group, _ in named}
        assert not missing, f"no job of {missing}"
        assert ("train", "train: 4 steps on 2 ranks") in named, "training does not say what it does"
        nameless = sum(count for (group, _), count in named.items() if group is None)
        assert nameless == 0, f"{nameless} jobs of {name} belong to no step"


def metrics() -> None:
    for metric in ["rows", "tokens", "loss"]:
        files = [file for file in (work / "metrics").rglob(f"*SluicePlugin.{metric}.csv") if file.stat().st_size > 0]
        assert files, f"there is no metric {metric}"
        print(f"observed.py: {metric}: {[file.read_text().splitlines()[-1].split(',')[1] for file in sorted(files)]}")


if "lineage" in sys.argv:
    lineage()
jobs()
metrics()
