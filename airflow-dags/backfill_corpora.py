"""
### Corpora, once

Ingests, checks and counts the collections in the run's parameter `corpora`: Groove, GTZAN and the cello suites as
it stands. Nothing schedules it; trigger it, with another list if you like. An entry has

- `name`: the data set, `command`: `ingest-midi` or `ingest-audio`, `archive`: a file or folder among the archives,
- `options`: more options of the command, `download`: what `partita download` calls it (nothing for GTZAN, which is
  published nowhere for certain: put `genres.tar.gz` there yourself).

| task | what it does | when it fails |
|---|---|---|
| `download` | one task for each corpus with an address, fetches what is missing | clear the task, it goes on from where it was |
| `ingest` | one task for each corpus, replaces its data set as a whole | twice more by itself; keeps what was finished |
| `gate`, `stats` | one task for each corpus, also for those beside a failed one | the log ends with a table of what failed |
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
            + ["--lake", lake, "--dataset", corpus["name"], "--max-rejected", "1", "--resume", *WAIT]
            for corpus in params["corpora"]
        ]

    @task
    def arguments_of(command, lake, options, params=None):
        return [[command, "--lake", lake, "--dataset", corpus["name"], *options] for corpus in params["corpora"]]

    download = PartitaSubmitOperator.partial(
        task_id="download", execution_timeout=timedelta(hours=6), **SPARK | RETRIED
    ).expand(application_args=arguments_of_download(ARCHIVES))
    ingest = PartitaSubmitOperator.partial(
        task_id="ingest", trigger_rule="none_failed", execution_timeout=timedelta(hours=12), **SPARK | RETRIED
    ).expand(application_args=arguments_of_ingest(ARCHIVES, LAKE))
    gate = PartitaSubmitOperator.partial(
        task_id="gate", trigger_rule="all_done", execution_timeout=timedelta(hours=2), **SPARK
    ).expand(
        application_args=arguments_of.override(task_id="arguments_of_gate")(
            "check", LAKE, ["--max-rejected", "{{ params.max_rejected }}"]
        )
    )
    stats = PartitaSubmitOperator.partial(
        task_id="stats", trigger_rule="all_done", execution_timeout=timedelta(hours=6), **SPARK | RETRIED
    ).expand(application_args=arguments_of.override(task_id="arguments_of_stats")("stats", LAKE, WAIT))
    report = PartitaSubmitOperator(
        task_id="report",
        application_args=["report", "--lake", LAKE, "--out", REPORTS + "/corpora"],
        trigger_rule="all_done",
        execution_timeout=timedelta(hours=2),
        **SPARK | RETRIED,
    )
    ready = EmptyOperator(task_id="ready", outlets=[CORPORA])

    download >> ingest >> gate >> stats >> report
    [ingest, gate, stats, report] >> ready


backfill_corpora()
