"""Every night: new rows of a Delta table -> tune the model in use further -> put it in use only if it got better.

The model in use is the folder that the link ROOT/current points to. A night begins with a plan, written once and never
changed: the version of the table that it has seen, the model to start from, and the earlier nights whose rows, and copies
of them, are dropped by deduplication. So a cleared task, of this night or of an old one, does what it did the first time.
The successor is trained from the model in use, both are measured on the same held-out rows, and the link is moved at one
instant when the successor is better. A night without a new version of the table ends at once, and one whose version has
no new rows (after OPTIMIZE, say) behind deduplication; their other tasks are skipped. sluice_tasks.py, beside which this
file lies, says what is needed; the recipe is conf/recipes/nightly.yaml.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from airflow.sdk import DAG, Param, task

from sluice_tasks import FOLDER, NAME, USUAL, chain, params

SIFTING = ["ingest", "clean", "dedup"]
TUNING = ["redact", "format", "tokenize", "train", "evaluate", "export"]
PLAN = "ti.xcom_pull(task_ids='plan')"


def newest_version(table: str) -> int:
    """The highest commit in a Delta table's log; the table must be on a file system that this machine sees."""
    commits = [file.stem for file in Path(table, "_delta_log").glob("*.json") if file.stem.isdigit()]
    return max(map(int, commits), default=-1)


def write(file: Path, text: str) -> None:
    """Puts the text in the place of the file at one instant."""
    fresh = file.with_name(f".{file.name}-{os.getpid()}")
    fresh.write_text(text)
    fresh.replace(file)


def seen(root: Path) -> int:
    """The newest version of the table that a night has dealt with."""
    file = root / "version"
    return int(file.read_text()) if file.exists() else -1


def see(root: Path, version: int) -> None:
    """Notes that a night has dealt with a version; an old night's task, cleared, takes nothing back."""
    write(root / "version", str(max(version, seen(root))))


with DAG(
    dag_id="sluice_nightly",
    description="New rows, a little more training, and a better model or the old one",
    start_date=datetime(2026, 1, 1),
    schedule="0 2 * * *",
    params=params(
        "/opt/sluice/conf/recipes/nightly.yaml",
        "/data/sluice/nightly",
        source=Param("/data/instructions", type="string", description="Delta table that gets new rows"),
        steps=Param(20, type="integer", minimum=1, description="Optimiser steps a night"),
        metric=Param("loss", enum=["loss", "perplexity", "accuracy"], description="What must get better"),
    ),
    **USUAL,
):

    @task.short_circuit(templates_dict={"night": NAME})
    def plan(params=None, templates_dict=None):
        """What this night works on; nothing when the table has no new version."""
        root = Path(params["root"])
        planned = root / "plans" / (templates_dict["night"] + ".json")
        if planned.exists():
            return json.loads(planned.read_text())
        version = newest_version(params["source"])
        if version <= seen(root):
            return None
        nights = sorted(root.glob("runs/*/done"), key=lambda done: done.stat().st_mtime)
        night = {
            "version": version,
            "model": str((root / "current").resolve()),
            "against": [str(done.parent) for done in nights],
        }
        planned.parent.mkdir(exist_ok=True)
        write(planned, json.dumps(night))
        return night

    @task.short_circuit(templates_dict={"folder": FOLDER})
    def news(params=None, ti=None, templates_dict=None) -> bool:
        """Whether deduplication has left rows that no earlier night had; without them this night has dealt with its version."""
        steps = json.loads(Path(templates_dict["folder"], "runs", "steps.json").read_text())
        rows = steps["dedup"]["rowsKept"]
        if rows == 0:
            see(Path(params["root"]), ti.xcom_pull(task_ids="plan")["version"])
        return rows > 0

    @task(templates_dict={"folder": FOLDER})
    def promote(params=None, ti=None, templates_dict=None) -> str:
        """Moves the link when the model got better; says what it did."""
        root = Path(params["root"])
        folder = Path(templates_dict["folder"])
        done = folder / "done"
        if done.exists():  # a cleared task; a later night may have moved the link further
            return done.read_text()
        metrics = json.loads((folder / "metrics.json").read_text())
        before, after = (metrics[model][params["metric"]] for model in ("base", "tuned"))
        better = after > before if params["metric"] == "accuracy" else after < before
        if better:
            fresh = root / f".current-{os.getpid()}"
            fresh.symlink_to(folder / "export" / "model")
            fresh.replace(root / "current")
        see(root, ti.xcom_pull(task_ids="plan")["version"])
        outcome = f"{'promoted' if better else 'kept the old model'}: {params['metric']} {before:.4f} -> {after:.4f}"
        write(done, outcome)
        return outcome

    settings = {
        "ingest.path": "{{ params.source }}",
        "dedup.against": "{{ " + PLAN + "['against'] }}",
        "model.path": "{{ " + PLAN + "['model'] }}",
        "train.steps": "{{ params.steps }}",
    }
    sifted = chain(plan(), SIFTING, settings) >> news()
    chain(sifted, TUNING, settings) >> promote()
