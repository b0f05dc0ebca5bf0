"""Prepare -> train -> evaluate -> export with Sluice: the steps of a recipe such as conf/recipes/alpaca.yaml, one
spark-submit a task. sluice_tasks.py, beside which this file lies, says what is needed."""

from datetime import datetime

from airflow.sdk import DAG, Param

from sluice_tasks import USUAL, chain, params

# Leave out those that your recipe lacks.
PREPARATION = ["ingest", "clean", "dedup", "redact", "format", "tokenize"]
TRAINING = ["train", "evaluate", "export"]

with DAG(
    dag_id="sluice_finetune",
    description="From raw rows to a tuned and evaluated adapter",
    start_date=datetime(2026, 1, 1),
    schedule=None,  # started by hand or by another DAG
    params=params(
        "/opt/sluice/conf/recipes/alpaca.yaml",
        "/data/sluice/finetune",
        input_path=Param("/data/alpaca.jsonl.gz", type="string", description="Rows to tune on"),
        model_path=Param("/models/SmolLM2-135M-Instruct.gguf", type="string", description="Base model"),
        steps=Param(100, type="integer", minimum=1, description="Optimiser steps"),
    ),
    **USUAL,
):
    chain(
        None,
        PREPARATION + TRAINING,
        {
            "data.train": "{{ params.input_path }}",
            "model.path": "{{ params.model_path }}",
            "train.steps": "{{ params.steps }}",
        },
    )
