"""What the scripts that break off runs share: made articles, runs of the program, what a reader sees."""
import hashlib, json, os, random, subprocess, sys
from pathlib import Path

ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
DATASETS = ["articles", "mentions", "trends", "outcomes", "associations"]
MATERIALS = ["Bi2Te3", "PbTe", "SnSe", "CoSb3", "LiCoO2", "TiO2", "GaAs", "ZnO", "MoS2", "Mg2Si", "SiGe", "Cu2Se"]
PROPERTIES = ["Seebeck coefficient", "thermal conductivity", "band gap", "carrier mobility", "capacity"]


def make_articles(folder, abstracts, files=12):
    """Abstracts as JSON lines in files that repeat and revise each other, with malformed ones among them."""
    texts = random.Random(7)
    Path(folder).mkdir()
    for n in range(files):
        with open(f"{folder}/part{n:02}.jsonl", "w") as out:
            for k in range(abstracts // files):
                number = n * (abstracts // files) + k
                a, b = texts.sample(MATERIALS, 2)
                p = texts.choice(PROPERTIES)
                text = (f"We report on {a} and {b} made by run {number}. The {p} of {a} increases with temperature up to "
                        f"{300 + number % 500} K, while that of {b} decreases. No improvement was found for {b}. "
                        f"Sample {number} shows a {p} of {number % 97}.{number % 10} in units of its own.")
                record = {"doi": f"10.9999/made.{number}", "title": f"{p} of {a}, part {number}", "abstract": text,
                          "year": 1990 + number % 35}
                if number % 50 == 0 and n > 0:  # one that an earlier file gave, with a longer text
                    record["doi"] = f"10.9999/made.{number - abstracts // files}"
                    record["abstract"] += " It was measured again."
                out.write(json.dumps(record) + "\n" if number % 333 else "{ no record\n")


class Program:
    def __init__(self, lode):
        self.lode = str(lode)

    def run(self, *words):
        done = subprocess.run([self.lode, *map(str, words)], env=ENVIRONMENT, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, errors="replace")
        return done.returncode, done.stdout + done.stderr

    def must(self, *words):
        code, text = self.run(*words)
        if code not in (0, 3):
            sys.exit(f"lode {' '.join(map(str, words))}: exit code {code}\n{text}")
        return text

    def exports(self, workspace):
        digests = []
        for dataset in DATASETS:
            self.must("export", dataset, "--quiet", "-C", workspace, "-o", "export-tmp")
            digests.append(hashlib.sha256(Path("export-tmp").read_bytes()).hexdigest())
        for view in ["rejects", "sources"]:
            digests.append(hashlib.sha256(self.must("show", view, "-C", workspace, "--format", "tsv").encode()).hexdigest())
        return digests

    def model_of(self, workspace):
        # Without the lines that tell when it was made: words and vectors.
        self.must("export", "vectors", "--quiet", "-C", workspace, "-o", "vectors-tmp")
        return hashlib.sha256(Path("vectors-tmp").read_bytes()).hexdigest()


def command(kind, workspace):
    """The words of one of the three kinds of run, of the folder `articles` and the shards 1 to 3 made of it."""
    if kind == "ingest":
        return ["ingest", "articles", "-C", workspace, "--threads", "2", "--max-rejects", "100"]
    if kind == "merge":
        return ["merge", "-C", workspace, "shard1", "shard2", "shard3"]
    return ["embed", "-C", workspace, "--dim", "16", "--epochs", "2", "--force"]


def articles(workspace):
    """Of the published store; -1 where there is none."""
    if not (Path(workspace) / "store/COMPLETE.json").exists():
        return -1
    return json.loads((Path(workspace) / "store/COMPLETE.json").read_text())["articles"]
