<<<<<<< HEAD
"""Prepare, train and evaluate a model with Sluice, as three Spark applications.

Preparation wants many small tasks, training a few large executors that start together; so each is
an application of its own, and they meet in the tables below OUTPUT. A task that is run again does
only what is not done yet. Exit code 2 of a task means that a person has to mend something: the
last line of its log says what.

Needs Airflow 3 with apache-airflow-providers-apache-spark, spark-submit on the workers' PATH, and
the connection SPARK_CONNECTION. Variables are read from Airflow with the defaults below:

    sluice_jar      the jar with all dependencies (mvn package leaves it in pipelines/target)
    sluice_recipe   a recipe file that the workers can read
    sluice_output   a folder that driver and executors share
    sluice_packages Delta, and libtorch with its glue, from a Maven repository
"""

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG

SPARK_CONNECTION = "spark_default"
JAR = "{{ var.value.get('sluice_jar', '/opt/sluice/sluice.jar') }}"
RECIPE = "{{ var.value.get('sluice_recipe', '/opt/sluice/recipes/finance-sentiment.yaml') }}"
OUTPUT = "{{ var.value.get('sluice_output', '/data/sluice/finance') }}"
PACKAGES = (
    "{{ var.value.get('sluice_packages', 'io.delta:delta-spark_4.1_2.13:4.4.0,"
    "ai.djl.pytorch:pytorch-jni:2.7.1-0.35.1,ai.djl.pytorch:pytorch-native-cpu:2.7.1') }}"
)

# A barrier stage starts all ranks or none; with dynamic allocation it could wait for ever.
GANG = {
    "spark.dynamicAllocation.enabled": "false",
    "spark.executor.instances": "2",
    "spark.executor.cores": "8",
    "spark.task.cpus": "8",
}


def sluice(task_id, until, conf=None, driver_memory="4g"):
    """One run of the recipe, up to and with the step `until`."""
    return SparkSubmitOperator(
        task_id=task_id,
        name=f"sluice-{task_id}",
        conn_id=SPARK_CONNECTION,
        application=JAR,
        java_class="org.sluice.pipelines.cli.Main",
        packages=PACKAGES,
        conf=conf or {},
        driver_memory=driver_memory,
        application_args=["run", RECIPE, "--set", f"output.path={OUTPUT}", "--until", until],
    )


with DAG(
    dag_id="sluice_finetune",
    description="Raw text to a measurably better model",
    schedule=None,  # started by hand or by the arrival of data
    catchup=False,
    max_active_runs=1,  # a run owns its output folder
    tags=["sluice"],
) as dag:
    prepare = sluice("prepare", until="tokenize")
    train = sluice("train", until="train", conf=GANG, driver_memory="8g")
    evaluate = sluice("evaluate", until="report")

    prepare >> train >> evaluate
=======
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
>>>>>>> refs/heads/main
