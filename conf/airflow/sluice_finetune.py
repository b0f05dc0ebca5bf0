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
