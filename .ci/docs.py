"""Runs every command on the pages of the doors, one after another; fails with the page and the command that failed.

usage: docs.py WORK [--built] [PAGE...]     SPARK_HOME: a Spark 4.1, whose bin lies on PATH; MAVEN_REPOSITORY: where jars
                                            lie, when not where Maven put them
       docs.py --maven     the pages' lines with Maven alone; --built says that they have run

--packages of Delta becomes --jars: Ivy trips over a Maven repository that has the POM of a library without its jar.
What stands in capitals or is an example on a page (OUTPUT, RECIPE.yaml, rows.jsonl, ...) is filled in with files made here.
Python and SQL are typed into the shell that the block before them starts. A line with Maven runs once for all pages.
Commands in the midst of a sentence count too. What is not run here stands in ELSEWHERE with the reason, and nothing else
is left out.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

PAGES = ["functions", "tracking", "lineage", "spark-submit", "spark-ml", "airflow", "zeppelin"]
ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

# Commands that are not run here, by page and beginning, and what runs them instead or why nothing does.
ELSEWHERE = {
    ("spark-submit", "--driver-java-options"): "no command but an option; .ci/cluster.sh submits with the same list, out of standalone.conf",
    ("spark-submit", "spark-submit --properties-file"): "no whole command; .ci/cluster.sh submits with standalone.conf, the"
    " files for YARN, Kubernetes, Databricks and EMR say themselves that nothing like them was at hand",
    ("spark-submit", ".ci/cluster.sh"): "a part of .ci/run",
    ("spark-submit", ".ci/refusals.sh"): "by hand; that of slots and dynamic allocation in .ci/cluster.sh",
    ("spark-ml", "PipelineModel model"): "Java; StagesTest runs the same stages in a Pipeline",
    ("spark-ml", "QLoraEstimator estimator"): "Java; QLoraTest cross-validates over learning rates with a tiny model",
    ("spark-ml", "pip install"): "the environment in which this runs was made so",
    ("lineage", "benchmarks/lineage.sh"): "a benchmark of minutes",
    ("tracking", ".ci/mlflow.sh"): "installs MLflow for minutes; by hand",
    ("tracking", ".ci/cluster.sh"): "a part of .ci/run",
    ("tracking", "tensorboard --logdir"): "a server that does not end; a test reads the files back",
    ("airflow", "pip install"): "installs Airflow for minutes; .ci/airflow.sh does the same and runs the DAGs, by hand",
    ("airflow", ".ci/airflow.sh"): "the same",
    ("airflow", "ln -s"): ".ci/airflow.sh makes this link",
    ("airflow", "run RECIPE --until"): "what the tasks of .ci/airflow.sh are",
    ("zeppelin", "./sluice run conf/recipes/quickstart.yaml"): "a part of .ci/run",
    ("zeppelin", "org.sluice.pipelines.notebook.NoteBuilder"): "a test compares what it makes with the notes",
    ("zeppelin", ".ci/notebooks.sh"): "a part of .ci/run",
}
COMMAND = re.compile(r"(\./sluice|\.ci/\S+|benchmarks/\S+|spark-submit|spark-sql|pyspark|beeline|mvn|pip|ln|cp|tensorboard"
                     r"|airflow|run|org\.sluice\.\S+) [^:]")

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
PYTHON = """
from pyspark.sql import SparkSession
from pyspark.sql.functions import call_function, col
"""
SHELL = "spark = SparkSession.builder.getOrCreate()"  # which pyspark makes of itself at a terminal
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
    if subprocess.run(["bash", "-c", "source .ci/lib.sh && openlineage_jar"], cwd=ROOT, check=False).returncode != 0:
        ELSEWHERE["tracking", "spark-submit --packages io.openlineage"] = "SKIPPED: its listener cannot be fetched"
    where = ["bash", "-c", "source .ci/lib.sh && maven_repository"]
    repository = Path(subprocess.run(where, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip())
    for name in ["delta-spark_4.1_2.13-4.4.0", "delta-storage-4.4.0", "pytorch-native-cpu-2.7.1-linux-x86_64"]:
        for jar in repository.rglob(name + ".jar"):
            shutil.copy(jar, work / "jars")


def filled(page: str, command: str, work: Path) -> str:
    """The command with the page's examples replaced by what is there."""
    output = work / ("out" if page == "lineage" else page)
    delta = f"{work}/jars/delta-spark_4.1_2.13-4.4.0.jar,{work}/jars/delta-storage-4.4.0.jar"
    for example, real in [
        ("sluice-VERSION.jar", f"sluice-{VERSION}.jar"),
        ("OUTPUT", str(output)),
        ("JARS/", f"{work}/jars/"),
        ("RECIPE.yaml", str(work / "recipe.yaml")),
        (" rows.jsonl", f" {work}/rows.jsonl"),
        ("ids.txt", str(work / "ids.txt")),
        ("views.sql", str(work / "views.sql")),
        ("news-000001", "r1"),
        ("--packages io.delta:delta-spark_4.1_2.13:4.4.0", f"--jars {delta}"),
        (",pytorch-native", f",{work}/jars/pytorch-native"),
        (",$TORCH", f",{work}/jars/pytorch-native-cpu-2.7.1-linux-x86_64.jar"),
        ("http://mlflow.example.org:5000", "http://127.0.0.1:9"),
        ("/tmp/metrics", str(work)),
        (" ...", f" --master 'local[2]' --jars {delta} --class org.sluice.jobs.ingest.IngestJob"
                 f" pipelines/target/sluice-{VERSION}.jar --output.path {output} --path {work}/rows.jsonl"),
    ]:
        command = command.replace(example, real)
    return command


class Page:
    """A page, of which each command is run or accounted for."""

    built: set[str] = set()  # lines with Maven that have run

    def __init__(self, name: str, work: Path):
        self.name = name
        self.work = work
        self.ran = 0
        self.elsewhere = 0
        self.variables = ""

    def check(self) -> None:
        began = time.monotonic()
        text = (ROOT / "docs" / f"{self.name}.md").read_text(encoding="utf-8").split("<!-- ")[0]
        fence = r"^```(\w*)\n(.*?)^```$"
        blocks = [block for block in re.findall(fence, text, re.M | re.S) if block[0]]
        while blocks:
            language, block = blocks.pop(0)
            if self.is_elsewhere(block):
                continue
            self.ran += 1
            if language == "python":
                self.program(filled(self.name, block, self.work))
            elif language == "sh" and blocks and blocks[0][0] in ("sql", "python") and ("-i " in block or "pyspark " in block):
                self.ran += 1
                given = filled(self.name, blocks.pop(0)[1], self.work)
                self.shell(block, PYTHON + SHELL + ROWS + given if "pyspark " in block else given)
            elif language == "sh":
                self.shell(block)
            else:
                sys.exit(f"docs.py: docs/{self.name}.md: nothing runs this: {block}")
        for command in dict.fromkeys(re.findall(r"`([^`]+)`", re.sub(fence, "", text, flags=re.M | re.S))):
            if COMMAND.match(command) and not self.is_elsewhere(command):
                self.ran += 1
                self.shell(self.variables + command)
        print(f"docs.py: docs/{self.name}.md: {self.ran} commands and blocks ran, {self.elsewhere} run elsewhere,"
              f" {time.monotonic() - began:.0f} s", flush=True)

    def is_elsewhere(self, command: str) -> bool:
        entries = [entry for entry in ELSEWHERE if entry[0] == self.name and command.startswith(entry[1])]
        USED.update(entries)
        self.elsewhere += bool(entries)
        return bool(entries)

    def shell(self, block: str, given: str = "") -> None:
        lines = []
        for line in block.splitlines():
            command = line.split(" #")[0].strip()
            if command.startswith("mvn "):
                if command in Page.built:
                    continue
                Page.built.add(command)
            if re.match(r"[A-Z]+=\S+$", line):
                self.variables += line + "\n"  # which sentences below may name
            lines.append(line)
        self.run(["bash", "-euo", "pipefail", "-c", filled(self.name, "\n".join(lines), self.work)], given)

    def program(self, block: str) -> None:
        """A program of Python whose first statement makes the session."""
        first, second, rest = block.split("\n", 2)
        asked = re.sub(r"^(rows\..*)$", r"\1.collect()", rest, flags=re.M)
        self.run([sys.executable, "-c", PYTHON + first + "\n" + second + ROWS + asked])

    def run(self, command: list, given: str = "") -> None:
        done = subprocess.run(command, input=given, cwd=ROOT, text=True, capture_output=True, check=False, timeout=600)
        told = done.stdout + done.stderr
        # Interactive shells end with 0 whatever they were told.
        if done.returncode != 0 or re.search(r"^(Traceback|.*SQLSTATE: )", told, re.M):
            print("\n".join(told.splitlines()[-15:]))
            sys.exit(f"docs.py: docs/{self.name}.md: failed: {command[-1]}\n{given}")


def maven_lines() -> list[str]:
    """The lines with Maven on all pages, each once."""
    lines = [line.split(" #")[0].strip() for page in PAGES for line in (ROOT / "docs" / f"{page}.md").open(encoding="utf-8")]
    return list(dict.fromkeys(line for line in lines if line.startswith("mvn ")))


USED: set[tuple[str, str]] = set()
if sys.argv[1:] == ["--maven"]:
    for maven in maven_lines():
        print(f"docs.py: {maven}", flush=True)
        subprocess.run(["bash", "-c", maven], cwd=ROOT, check=True)
    sys.exit()
work_folder = Path(sys.argv[1]).resolve()
shutil.rmtree(work_folder, ignore_errors=True)
work_folder.mkdir(parents=True)
prepare(work_folder)
os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
if "--built" in sys.argv:
    Page.built.update(maven_lines())
names = [name for name in sys.argv[2:] if name != "--built"] or PAGES
if "tracking" not in names:  # whose command this is
    Page("lineage", work_folder).shell("./sluice run RECIPE.yaml")
for name in names:
    Page(name, work_folder).check()
unknown = {entry for entry in ELSEWHERE if entry[0] in names} - USED
if unknown:
    sys.exit(f"docs.py: no page has what ELSEWHERE says: {sorted(unknown)}")
for (name, command), reason in sorted(item for item in ELSEWHERE.items() if item[0] in USED):
    print(f"docs.py: not run: docs/{name}.md: {command} ...: {reason}")
