"""Prepare -> train -> evaluate with Sluice, one spark-submit a task.

Copy this file into Airflow's DAGs folder. It needs Airflow 3, the provider apache-airflow-providers-apache-spark,
spark-submit on the workers' PATH (the provider brings none), a Spark connection named spark_default, and the jars where
the workers can read them: Sluice's, Delta's, and libtorch's for the steps that compute. docs/spark-submit.md says where
each comes from.

Every task is a main class of its own; a step whose input, settings and code are unchanged would write the same tables
again, so that clearing a task is always safe. Each task's exit code is what Airflow sees: 0 done, 2 a mistake of the
user's (retrying does not help), 1 a failure.
"""

from datetime import datetime, timedelta

from airflow.sdk import DAG, Param
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

# The steps in their order: task id, main class, arguments besides the run's folder. Keys are those of a recipe.
STEPS = [
    ("ingest", "org.sluice.jobs.ingest.IngestJob",
     ["--path", "{{ params.input_path }}", "--columns", "{instruction: string, input: string, output: string}"]),
    ("clean", "org.sluice.jobs.clean.CleanJob", ["--columns", "[instruction, input, output]"]),
    ("dedup", "org.sluice.jobs.dedup.DedupJob", ["--columns", "[instruction, input, output]"]),
    ("redact", "org.sluice.jobs.redact.RedactJob", ["--columns", "[instruction, input, output]"]),
    ("format", "org.sluice.jobs.format.FormatJob", ["--template", "alpaca", "--test_share", "0.02"]),
    ("tokenize", "org.sluice.jobs.tokenize.TokenizeJob", ["--model.path", "{{ params.model_path }}"]),
    ("train", "org.sluice.jobs.train.TrainJob",
     ["--model.path", "{{ params.model_path }}", "--steps", "{{ params.steps }}"]),
    ("evaluate", "org.sluice.jobs.evaluate.EvaluateJob",
     ["--model.path", "{{ params.model_path }}", "--metrics", "[loss, perplexity]"]),
]

# Training runs in a barrier stage: all ranks start together, so executors must not come and go.
BARRIER = {"spark.dynamicAllocation.enabled": "false", "spark.locality.wait": "0"}

with DAG(
    dag_id="sluice_finetune",
    description="From raw rows to a tuned and evaluated adapter",
    start_date=datetime(2026, 1, 1),
    schedule=None,  # started by hand or by another DAG
    catchup=False,
    max_active_runs=1,  # runs with one folder must not overlap
    default_args={"retries": 1, "retry_delay": timedelta(minutes=1)},
    params={
        "jar": Param("/opt/sluice/sluice.jar", type="string", description="Sluice's jar for spark-submit"),
        "jars": Param("/opt/sluice/delta-spark.jar,/opt/sluice/delta-storage.jar,/opt/sluice/pytorch-native-cpu.jar",
                      type="string", description="The jars that go with it, separated by commas"),
        "input_path": Param("/data/alpaca.jsonl.gz", type="string", description="Rows to tune on"),
        "model_path": Param("/models/SmolLM2-135M-Instruct.gguf", type="string", description="Base model"),
        "output_path": Param("/data/sluice/finetune", type="string", description="The run's folder, one a run"),
        "steps": Param(100, type="integer", minimum=1, description="Optimiser steps"),
    },
    tags=["sluice", "spark"],
) as dag:
    previous = None
    for name, main_class, arguments in STEPS:
        task = SparkSubmitOperator(
            task_id=name,
            name=f"sluice {name}",
            conn_id="spark_default",
            application="{{ params.jar }}",
            jars="{{ params.jars }}",
            java_class=main_class,
            application_args=["--output.path", "{{ params.output_path }}", *arguments],
            conf=BARRIER if name == "train" else None,
        )
        if previous is not None:
            previous >> task
        previous = task
