"""Every night: new rows of a Delta table -> tune the model in use further -> put it in use only if it got better.

Set-up as for sluice_finetune.py, beside which this file lies. Each DAG run has a folder of its own below `root`, named by
its run id, so that a cleared task writes the same tables again and doubles nothing. Rows that an earlier night has seen,
or copies of them, are dropped by deduplication against the folders of earlier nights. The model in use is the folder that
the link ROOT/current points to; its successor is trained from it, both are measured on the same held-out rows, and the
link is moved at one instant when the successor's loss is lower. A night without a new version of the table ends at once.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from airflow.sdk import DAG, Param, task
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

RUN = "{{ params.root }}/runs/{{ run_id | replace(':', '-') | replace('+', '-') }}"
CURRENT = "{{ params.root }}/current"

# The steps in their order: task id, main class, arguments besides the run's folder. Keys are those of a recipe.
STEPS = [
    ("ingest", "org.sluice.jobs.ingest.IngestJob",
     ["--path", "{{ params.source }}", "--format", "delta", "--columns", "{instruction: string, output: string}"]),
    ("clean", "org.sluice.jobs.clean.CleanJob", ["--columns", "[instruction, output]"]),
    ("dedup", "org.sluice.jobs.dedup.DedupJob",
     ["--columns", "[instruction, output]", "--minhash.bands", "14", "--keep_state", "true",
      "--against", "{{ ti.xcom_pull(task_ids='earlier_nights') }}"]),
    ("redact", "org.sluice.jobs.redact.RedactJob", ["--columns", "[instruction, output]"]),
    ("format", "org.sluice.jobs.format.FormatJob", ["--template", "alpaca", "--test_share", "0.1"]),
    ("tokenize", "org.sluice.jobs.tokenize.TokenizeJob", ["--model.path", CURRENT]),
    ("train", "org.sluice.jobs.train.TrainJob",
     ["--model.path", CURRENT, "--model.dtype", "fp32", "--steps", "{{ params.steps }}"]),
    ("evaluate", "org.sluice.jobs.evaluate.EvaluateJob",
     ["--model.path", CURRENT, "--model.dtype", "fp32", "--metrics", "[loss, perplexity]"]),
    ("export", "org.sluice.jobs.export.ExportJob", ["--model.path", CURRENT, "--merged", "true"]),
]

# Training runs in a barrier stage: all ranks start together, so executors must not come and go.
BARRIER = {"spark.dynamicAllocation.enabled": "false", "spark.locality.wait": "0"}


def newest_version(table: str) -> int:
    """The highest commit in a Delta table's log; the table must be on a file system that this machine sees."""
    commits = [file.stem for file in Path(table, "_delta_log").glob("*.json") if file.stem.isdigit()]
    return max(map(int, commits), default=-1)


with DAG(
    dag_id="sluice_nightly",
    description="New rows, a little more training, and a better model or the old one",
    start_date=datetime(2026, 1, 1),
    schedule="0 2 * * *",
    catchup=False,
    max_active_runs=1,  # a night builds on the one before
    default_args={"retries": 1, "retry_delay": timedelta(minutes=1)},
    params={
        "jar": Param("/opt/sluice/sluice.jar", type="string", description="Sluice's jar for spark-submit"),
        "jars": Param("/opt/sluice/delta-spark.jar,/opt/sluice/delta-storage.jar,/opt/sluice/pytorch-native-cpu.jar",
                      type="string", description="The jars that go with it, separated by commas"),
        "source": Param("/data/instructions", type="string", description="Delta table that gets new rows"),
        "root": Param("/data/sluice/nightly", type="string", description="Folder of all nights; current lies in it"),
        "steps": Param(20, type="integer", minimum=1, description="Optimiser steps a night"),
    },
    tags=["sluice", "spark"],
) as dag:

    @task.short_circuit
    def has_new_version(params=None) -> bool:
        seen = Path(params["root"], "version")
        return newest_version(params["source"]) > (int(seen.read_text()) if seen.exists() else -1)

    @task
    def earlier_nights(params=None, run_id=None) -> str:
        """Folders of nights that were finished, as a list for the setting `against`."""
        own = run_id.replace(":", "-").replace("+", "-")
        nights = sorted(path.parent for path in Path(params["root"], "runs").glob("*/done"))
        return "[" + ", ".join(str(night) for night in nights if night.name != own) + "]"

    @task
    def promote(params=None, run_id=None) -> str:
        """Moves the link when the model got better; says what it did."""
        root = Path(params["root"])
        night = root / "runs" / run_id.replace(":", "-").replace("+", "-")
        metrics = json.loads((night / "metrics.json").read_text())
        better = metrics["tuned"]["loss"] < metrics["base"]["loss"]
        if better:
            fresh = root / f".current-{os.getpid()}"
            fresh.symlink_to(night / "export" / "model")
            fresh.replace(root / "current")
        (night / "done").write_text("promoted\n" if better else "kept the old model\n")
        (root / "version").write_text(str(newest_version(params["source"])))
        return "promoted" if better else "kept the old model"

    previous = has_new_version() >> earlier_nights()
    for name, main_class, arguments in STEPS:
        step = SparkSubmitOperator(
            task_id=name,
            name=f"sluice {name}",
            conn_id="spark_default",
            application="{{ params.jar }}",
            jars="{{ params.jars }}",
            java_class=main_class,
            application_args=["--output.path", RUN, *arguments],
            conf=BARRIER if name == "train" else None,
        )
        previous >> step
        previous = step
    previous >> promote()
