"""
### Corpora, once

Ingests, checks, publishes and counts the collections in the run's parameter `corpora`: Groove, GTZAN and the cello suites as
it stands. Nothing schedules it; trigger it, with another list if you like. An entry has

- `name`: the data set, `command`: `ingest-midi` or `ingest-audio`, `archive`: a file or folder among the archives,
- `options`: more options of the command, `download`: what `partita download` calls it (nothing for GTZAN, which is
  published nowhere for certain: put `genres.tar.gz` there yourself).

| task | what it does | when it fails |
|---|---|---|
| `download` | one task for each corpus with an address, fetches what is missing | clear the task, it goes on from where it was |
| `corpus.ingest` | one task for each corpus, stages its data set as a whole | twice more by itself; keeps what was finished |
| `corpus.gate` | row counts, share of rejected files, keys of what is staged | the log ends with a table of what failed; readers keep the last version, the other corpora go on |
| `corpus.publish`, `corpus.stats` | makes what is staged the newest version, counts it | clear the task |
| `report` | pages about the lake, also after a failure | clear the task |
| `ready` | updates the asset **corpora**, if every task was good | |

`Error code is:` in a log is Partita's exit code: 1 the environment (clear the task), 2 a mistake in paths or
parameters (mend it first), 3 not good enough (look at the report). Every task may be cleared, killed and
run again: the lake ends the same. README.md beside this file has the set-up.
"""

from __future__ import annotations

from datetime import timedelta

# Airflow's own names too, which differ by its version.
from partita_submit import (
    ARCHIVES,
    EVERY_DAG,
    LAKE,
    REPORTS,
    RETRIED,
    SPARK,
    WAIT,
    Asset,
    EmptyOperator,
    Param,
    PartitaSubmitOperator,
    dag,
    task,
    task_group,
)

CORPORA = Asset(name="corpora", uri="x-partita://lake/corpora")

GROOVE = {
    "name": "groove",
    "command": "ingest-midi",
    "archive": "groove-v1.0.0-midionly.zip",
    "options": ["--catalog", "groove/info.csv"],
    "download": "groove",
}
GTZAN = {"name": "gtzan", "command": "ingest-audio", "archive": "genres.tar.gz", "options": []}
CELLO = {"name": "cello", "command": "ingest-midi", "archive": "cello", "options": [], "download": "cello"}


@dag(
    schedule=None,
    params={
        "corpora": Param(
            [GROOVE, GTZAN, CELLO],
            type="array",
            minItems=1,
            items={
                "type": "object",
                "required": ["name", "command", "archive", "options"],
                "properties": {"command": {"enum": ["ingest-midi", "ingest-audio"]}},
            },
        ),
        "max_rejected": Param(0.1, type="number", minimum=0, maximum=1, description="Share of files."),
    },
    tags=["partita", "midi", "audio"],
    doc_md=__doc__,
    **EVERY_DAG,
)
def backfill_corpora():
    @task
    def arguments_of_download(archives, params=None):
        names = [corpus["download"] for corpus in params["corpora"] if "download" in corpus]
        return [["download", name, "--out", archives] for name in names]

    @task
    def arguments_of_ingest(archives, lake, params=None):
        return [
            [corpus["command"], "--input", archives + "/" + corpus["archive"], *corpus["options"]]
            + ["--lake", lake, "--dataset", corpus["name"], "--max-rejected", "1", "--resume", "--stage-only", *WAIT]
            for corpus in params["corpora"]
        ]

    @task_group
    def corpus(arguments):  # templates tell by ti.map_index which one they are of
        def of_corpus(command, *options, hours, **more):
            words = [command, "--lake", LAKE, "--dataset", "{{ params.corpora[ti.map_index].name }}", *options]
            named = {"task_id": command, "application_args": words, "execution_timeout": timedelta(hours=hours)}
            return PartitaSubmitOperator(**SPARK | named | more)

        ingest = of_corpus("ingest", hours=12, application_args=arguments, trigger_rule="none_failed", **RETRIED)
        gate = of_corpus(
            "check", "--staged", "--max-rejected", "{{ params.max_rejected }}", hours=2, task_id="gate"
        )
        publish = of_corpus("publish", *WAIT, hours=6, **RETRIED)
        stats = of_corpus("stats", *WAIT, hours=6, **RETRIED)
        ingest >> gate >> publish >> stats

    download = PartitaSubmitOperator.partial(
        task_id="download", execution_timeout=timedelta(hours=6), **SPARK | RETRIED
    ).expand(application_args=arguments_of_download(ARCHIVES))
    report = PartitaSubmitOperator(
        task_id="report",
        application_args=["report", "--lake", LAKE, "--out", REPORTS + "/corpora"],
        trigger_rule="all_done",
        execution_timeout=timedelta(hours=2),
        **SPARK | RETRIED,
    )
    ready = EmptyOperator(task_id="ready", outlets=[CORPORA])
    corpora = corpus.expand(arguments=arguments_of_ingest(ARCHIVES, LAKE))

    download >> corpora >> report
    [corpora, report] >> ready


backfill_corpora()
