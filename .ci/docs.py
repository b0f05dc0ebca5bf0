"""Runs every command on the pages of the doors, one after another; fails with the page and the command that failed.

usage: docs.py WORK [PAGE...]      SPARK_HOME: a Spark 4.1, whose bin lies on PATH; MAVEN_REPOSITORY: where jars lie

What stands in capitals or is an example on a page (OUTPUT, RECIPE.yaml, rows.jsonl, ...) is filled in with files made here.
Blocks of Java are those of tests; a block that begins with an option is no command; both are only counted.
"""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PAGES = ["functions", "spark-submit", "spark-ml", "lineage", "tracking"]
ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
RECIPE = """
name: doors
ingest: {{path: {work}/rows.jsonl, columns: {{text: string, answer: string, author: string}}}}
clean: {{profiles: [gopher-quality@datatrove]}}
dedup: {{minhash: {{bands: 14}}}}
redact: {{}}
format: {{template: inline, prompt: "{{{{ text }}}}", output_column: answer}}
tokenize: {{}}
model: {{path: {root}/engine/src/test/resources/golden/tiny, dtype: fp32}}
train: {{steps: 2, target_modules: [q_proj]}}
output: {{path: {work}/out}}
spark: {{master: "local[2]"}}
"""
PREAMBLE = """
from pyspark.sql import SparkSession
from pyspark.sql.functions import call_function, col
"""
ROWS = """
rows = spark.createDataFrame([("a", "caf\\u00e9  au lait")], ["id", "text"])
"""


def prepare(work: Path) -> None:
    """Rows with copies and personal data, ids to forget, a recipe, the jars that the pages name."""
    with open(work / "rows.jsonl", "w", encoding="utf-8") as out:
        for i in range(60):
            names = ["".join(chr(97 + (i * 31 + k * 17 + j * 7) % 26) for j in range(5 + k)) for k in range(8)]
            text = " ".join(f"The ship of {name} went to the harbour with the tide, and that was it." for name in names)
            row = {"id": f"r{i}", "text": text, "answer": "the sea", "author": "ana" if i % 20 == 0 else "ben"}
            out.write(json.dumps(row) + "\n")
            if i % 15 == 0:
                out.write(json.dumps({**row, "id": f"r{i}-copy"}) + "\n")
        out.write("{broken\n")
    (work / "ids.txt").write_text("r5\nr6\n")
    (work / "recipe.yaml").write_text(RECIPE.format(work=work, root=ROOT))
    (work / "jars").mkdir(exist_ok=True)
    repository = Path(os.environ.get("MAVEN_REPOSITORY", Path.home() / ".m2/repository"))
    for name in ["delta-spark_4.1_2.13-4.4.0", "delta-storage-4.4.0", "pytorch-native-cpu-*-linux-x86_64"]:
        for jar in repository.rglob(name + ".jar"):
            shutil.copy(jar, work / "jars")


def filled(page: str, command: str, work: Path) -> str:
    """The command with the page's examples replaced by what is there."""
    output = work / ("out" if page == "lineage" else page)
    for example, real in [
        ("sluice-VERSION.jar", f"sluice-{VERSION}.jar"),
        ("OUTPUT", str(output)),
        ("JARS/", f"{work}/jars/"),
        ("RECIPE.yaml", str(work / "recipe.yaml")),
        (" rows.jsonl", f" {work}/rows.jsonl"),
        ("ids.txt", str(work / "ids.txt")),
        ("views.sql", str(work / "views.sql")),
        ("news-000001", "r1"),
        (",pytorch-native", f",{work}/jars/pytorch-native"),
        ("http://mlflow.example.org:5000", "http://127.0.0.1:9"),
        ("/tmp/metrics", str(work)),
        (" ...", f" --master 'local[2]' --jars {work}/jars/delta-spark_4.1_2.13-4.4.0.jar,{work}/jars/delta-storage-4.4.0.jar"
                 f" --class org.sluice.jobs.ingest.IngestJob pipelines/target/sluice-{VERSION}.jar"
                 f" --output.path {output} --path {work}/rows.jsonl"),
    ]:
        command = command.replace(example, real)
    return command


def run(page: str, command: list, given: str = "") -> str:
    done = subprocess.run(command, input=given, cwd=ROOT, text=True, capture_output=True, check=False)
    told = done.stdout + done.stderr
    # Interactive shells end with 0 whatever they were told.
    if done.returncode != 0 or re.search(r"^(Traceback|.*SQLSTATE: )", told, re.M):
        print("\n".join(told.splitlines()[-15:]))
        sys.exit(f"docs.py: docs/{page}.md: failed: {command[-1]}\n{given}")
    return done.stdout


def check(page: str, work: Path) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8").split("<!-- functions:")[0]
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S)
    ran = left = 0
    fed = False  # whether the block was typed into the shell that the one before it began
    for i, (language, block) in enumerate(blocks):
        block = filled(page, block, work)
        following, more = blocks[i + 1] if i + 1 < len(blocks) else ("", "")
        if fed or language == "java" or block.startswith("--"):
            left += not fed
            ran += fed
            fed = False
        elif language == "sh":
            fed = following in ("sql", "python") and ("-i " in block or block.startswith("PYTHONPATH"))
            given = filled(page, more, work) if fed else ""
            if following == "python" and fed:
                given = PREAMBLE + ROWS + given
            run(page, ["bash", "-euo", "pipefail", "-c", block], given)
            ran += 1
        elif language == "python":
            before, after = block.split("\n", 2)[:2], block.split("\n", 2)[2]
            program = PREAMBLE + "\n".join(before) + ROWS + re.sub(r"^(rows\..*)$", r"\1.collect()", after, flags=re.M)
            run(page, [sys.executable, "-c", program])
            ran += 1
        elif language == "sql":
            sys.exit(f"docs.py: docs/{page}.md: no shell for {block}")
    print(f"docs.py: docs/{page}.md: {ran} blocks ran, {left} are no commands of a shell")


work_folder = Path(sys.argv[1]).resolve()
shutil.rmtree(work_folder, ignore_errors=True)
work_folder.mkdir(parents=True)
prepare(work_folder)
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
run("lineage", ["bash", "-c", f"./sluice run {work_folder}/recipe.yaml"])
for name in sys.argv[2:] or PAGES:
    check(name, work_folder)
