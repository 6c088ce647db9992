"""
### Free Music Archive audio, every night

For each subset in the run's parameter `subsets`: waits for `fma_SUBSET.zip`, makes mel spectrograms and metadata
of it, checks them before readers see them, publishes and counts them, and updates the asset **fma**. A task that
would make what is there is skipped; if `stats` is, so is `ready`.

| task | what it does | when it fails |
|---|---|---|
| `wants_download`, `download` | fetches what is missing, when the run's parameter `download` is on | clear the task, it goes on from where it was |
| `metadata`, `subset.archive` | wait up to six hours; move files into place, a copy is seen half-way | put the file there, clear the task |
| `subset.ingest` | stages the data set `fma_SUBSET` as a whole; bad files are left to `gate` | twice more by itself; keeps what was finished |
| `subset.gate` | row counts, share of rejected files, keys of what is staged | the log ends with a table of what failed; readers keep the last version, the other subsets go on |
| `subset.publish` | makes what is staged the newest version | clear the task |
| `subset.stats`, `subset.report` | figures and pages; pages also after a failure, of what is published | clear the task |
| `subset.ready` | updates the asset | |
| `subset.vacuum` | deletes all but the two newest versions | clear the task |

`Error code is:` in a log is Partita's exit code: 1 the environment (clear the task), 2 a mistake (mend it first),
3 not good enough (look at the report). Every task may be cleared, killed and run again: the lake ends the
same. README.md beside this file has the set-up and backfills.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.timetables.trigger import CronTriggerTimetable

# Airflow's other names too, which differ by its version.
from partita_submit import (
    ARCHIVES,
    EVERY_DAG,
    LAKE,
    NIGHT,
    REPORTS,
    RETRIED,
    SPARK,
    VACUUM,
    WAIT,
    WAITING,
    Asset,
    EmptyOperator,
    FileSensor,
    Param,
    PartitaSubmitOperator,
    dag,
    task,
    task_group,
)

METADATA = ARCHIVES + "/fma_metadata.zip"
SUBSET = "{{ params.subsets[ti.map_index] }}"
AUDIO = ARCHIVES + "/fma_" + SUBSET + ".zip"
DATASET = "fma_" + SUBSET
FMA = Asset(name="fma", uri="x-partita://lake/fma")


@dag(
    schedule=CronTriggerTimetable("0 3 * * *", timezone="UTC"),
    params={
        "subsets": Param(
            ["small"], type="array", minItems=1, uniqueItems=True, items={"enum": ["small", "medium", "large", "full"]}
        ),
        "download": Param(False, type="boolean", description="Fetch metadata and audio first."),
        "min_tracks": Param(1, type="integer", minimum=1, description="Decoded tracks to expect of each subset."),
        "max_rejected": Param(0.1, type="number", minimum=0, maximum=1, description="Share of files."),
    },
    tags=["partita", "audio"],
    doc_md=__doc__,
    **EVERY_DAG,
)
def fma_daily():
    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def wants_download(params=None):
        return params["download"]

    @task
    def downloads(archives, params=None):
        return ["download", "fma-metadata", *("fma-" + name for name in params["subsets"]), "--out", archives]

    @task
    def subsets(params=None):
        return params["subsets"]

    @task_group
    def subset(name):  # templates tell by ti.map_index which one they are of
        audio = FileSensor(task_id="archive", filepath=AUDIO, **WAITING)
        ingest = PartitaSubmitOperator(
            task_id="ingest",
            application_args=["ingest-fma", "--input", AUDIO, "--metadata", METADATA, "--subset", SUBSET]
            + ["--lake", LAKE, "--dataset", DATASET, "--max-rejected", "1", "--resume"]
            + ["--stage-only", *WAIT, *NIGHT],
            execution_timeout=timedelta(days=1),
            **SPARK | RETRIED,
        )
        gate = PartitaSubmitOperator(
            task_id="gate",
            application_args=["check", "--lake", LAKE, "--dataset", DATASET, "--staged"]
            + ["--min-rows", "{{ params.min_tracks }}", "--max-rejected", "{{ params.max_rejected }}"],
            execution_timeout=timedelta(hours=2),
            **SPARK,
        )
        publish = PartitaSubmitOperator(
            task_id="publish",
            application_args=["publish", "--lake", LAKE, "--dataset", DATASET, *WAIT],
            execution_timeout=timedelta(hours=6),
            **SPARK | RETRIED,
        )
        stats = PartitaSubmitOperator(
            task_id="stats",
            application_args=["stats", "--lake", LAKE, "--dataset", DATASET, *WAIT, *NIGHT],
            trigger_rule="none_failed",
            execution_timeout=timedelta(hours=6),
            **SPARK | RETRIED,
        )
        report = PartitaSubmitOperator(
            task_id="report",
            application_args=["report", "--lake", LAKE, "--dataset", DATASET, "--out", REPORTS + "/" + DATASET]
            + NIGHT,
            trigger_rule="all_done",
            execution_timeout=timedelta(hours=2),
            **SPARK | RETRIED,
        )
        ready = EmptyOperator(task_id="ready", outlets=[FMA])
        audio >> ingest >> gate >> publish >> stats >> report
        vacuum = PartitaSubmitOperator(
            task_id="vacuum",
            application_args=[*VACUUM, "--lake", LAKE, "--dataset", DATASET],
            execution_timeout=timedelta(hours=12),
            **SPARK | RETRIED,
        )
        [stats, report] >> ready >> vacuum

    download = PartitaSubmitOperator(
        task_id="download", application_args=downloads(ARCHIVES), execution_timeout=timedelta(days=1), **SPARK | RETRIED
    )
    metadata = FileSensor(task_id="metadata", filepath=METADATA, trigger_rule="none_failed", **WAITING)

    wants_download() >> download >> metadata >> subset.expand(name=subsets())


fma_daily()
