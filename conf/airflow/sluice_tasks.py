"""What the DAGs of Sluice share: one spark-submit a step of a recipe, its parameters, the folder of a run.

Copy all files of this folder into Airflow's DAGs folder. They need Airflow 3, the provider
apache-airflow-providers-apache-spark, spark-submit on the workers' PATH (the provider brings none), a Spark connection
named spark_default, and the recipe and the jars where the workers can read them.

A task is `run RECIPE --until STEP` in the folder of its DAG run. Steps that are done there, and whose settings, input and
code are unchanged, are skipped: a cleared task repeats nothing that is done, goes on from the newest checkpoint where
training was broken off, and doubles nothing. Airflow sees the exit code: 0 done, 2 a mistake of the user's (retrying does
not help), 1 a failure.
"""

from datetime import timedelta

from airflow.sdk import Param
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

# A run's name in the names of folders.
NAME = "{{ run_id | replace(':', '-') | replace('+', '-') }}"

# The folder of a run.
FOLDER = "{{ params.root }}/runs/" + NAME

# Training runs in a barrier stage: all ranks start together, so executors must not come and go.
BARRIER = {"spark.dynamicAllocation.enabled": "false", "spark.locality.wait": "0"}

# Runs of one DAG do not overlap; a task is tried a second time.
USUAL = {
    "catchup": False,
    "max_active_runs": 1,
    "default_args": {"retries": 1, "retry_delay": timedelta(minutes=1)},
    "tags": ["sluice", "spark"],
}


def params(recipe: str, root: str, **more: Param) -> dict:
    """The parameters of a DAG: where things lie, and what is its own."""
    return {
        "jar": Param("/opt/sluice/sluice.jar", type="string", description="Sluice's jar for spark-submit"),
        "jars": Param("/opt/sluice/delta-spark.jar,/opt/sluice/delta-storage.jar,/opt/sluice/pytorch-native-cpu.jar",
                      type="string", description="The jars that go with it, separated by commas"),
        "recipe": Param(recipe, type="string", description="The recipe, with a section for every task"),
        "root": Param(root, type="string", description="Folder of all runs"),
        **more,
    }


def chain(before, steps: list, settings: dict):
    """A task a step, one behind the other and all behind `before` (or nothing); the last one.

    settings: keys of the recipe and their values, templates of Airflow.
    """
    for step in steps:
        arguments = ["run", "{{ params.recipe }}", "--until", step, "--set", f"output.path={FOLDER}"]
        for key, value in settings.items():
            arguments += ["--set", f"{key}={value}"]
        task = SparkSubmitOperator(
            task_id=step,
            name=f"sluice {step}",
            conn_id="spark_default",
            application="{{ params.jar }}",
            jars="{{ params.jars }}",
            application_args=arguments,
            conf=BARRIER if step == "train" else None,
        )
        if before is not None:
            before >> task
        before = task
    return before
