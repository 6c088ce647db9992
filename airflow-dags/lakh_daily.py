"""
### The Lakh MIDI Dataset, every night

Waits for `lmd_matched.tar.gz`, ingests it with its metadata, checks what came out before readers see it, publishes it,
puts files with the same music into one split, counts, and updates the asset **lmd_matched**, which starts `train_models`.
A task that would make what is there is skipped; if `stats` is, so is `ready`.

| task | what it does | when it fails |
|---|---|---|
| `wants_download`, `download` | fetches what is missing, when the run's parameter `download` is on | the log says which address; clear the task, it goes on from where it was |
| `archive` | waits up to six hours for the archive; move it into place, a copy is seen half-way | put the file there, clear the task |
| `ingest` | stages the data set as a whole; rejected files are left to `gate` | twice more by itself; keeps what was finished |
| `gate` | row counts, share of rejected files, keys of what is staged | the log ends with a table of what failed; readers keep the last version, only `report` still runs |
| `publish` | makes what is staged the newest version | clear the task |
| `wants_duplicates`, `find_duplicates`, `split` | put files that hold the same music into one split, unless the run's parameter `deduplicate` is off | clear the task |
| `leaks` | leaks between the splits as they are published | the log ends with a table of what failed; only `report` still runs, the asset stays as it was |
| `stats`, `report` | figures and pages; pages also after a failure, of what is published | clear the task |
| `ready` | updates the asset | |
| `vacuum` | deletes all but the two newest versions | clear the task |

`Error code is:` in a log is Partita's exit code: 1 the environment (clear the task), 2 a mistake in paths or
parameters (mend it first), 3 not good enough (look at the report). Every task may be cleared, killed and
run again: the lake ends the same. README.md beside this file has the set-up and backfills.
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
)

ARCHIVE = ARCHIVES + "/{{ params.archive }}"
DATASET = "lmd_matched"
LMD_MATCHED = Asset(name="lmd_matched", uri="x-partita://lake/lmd_matched")


@dag(
    schedule=CronTriggerTimetable("0 2 * * *", timezone="UTC"),
    params={
        "archive": Param("lmd_matched.tar.gz", type="string", minLength=1, description="File among the archives."),
        "download": Param(False, type="boolean", description="Fetch archive, metadata and scores first."),
        "min_files": Param(1, type="integer", minimum=1, description="Distinct MIDI contents to expect."),
        "max_rejected": Param(0.1, type="number", minimum=0, maximum=1, description="Share of files."),
        "deduplicate": Param(True, type="boolean", description="Keep files with the same music in one split."),
        "no_leaks": Param(
            True, type="boolean", description="Off: no leak fails the gate that `split` could not help."
        ),
    },
    tags=["partita", "midi"],
    doc_md=__doc__,
    **EVERY_DAG,
)
def lakh_daily():
    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def wants_download(params=None):
        return params["download"]

    download = PartitaSubmitOperator(
        task_id="download",
        application_args=["download", "lmd-matched", "msd-summary", "match-scores", "--out", ARCHIVES],
        execution_timeout=timedelta(hours=12),
        **SPARK | RETRIED,
    )
    archive = FileSensor(
        task_id="archive",
        filepath=ARCHIVE,
        trigger_rule="none_failed",
        **WAITING,
    )
    ingest = PartitaSubmitOperator(
        task_id="ingest",
        application_args=["ingest-lmd", "--input", ARCHIVE, "--metadata", ARCHIVES + "/msd_summary_file.h5"]
        + ["--match-scores", ARCHIVES + "/match_scores.json", "--lake", LAKE, "--dataset", DATASET]
        + ["--max-rejected", "1", "--resume", "--stage-only", *WAIT, *NIGHT],
        execution_timeout=timedelta(hours=12),
        **SPARK | RETRIED,
    )

    @task.short_circuit(trigger_rule="none_failed", ignore_downstream_trigger_rules=False)
    def wants_duplicates(params=None):
        return params["deduplicate"]

    def of_lake(command, **settings):
        told = {"application_args": [command, "--lake", LAKE, "--dataset", DATASET, *WAIT]}
        named = {"task_id": command.replace("-", "_"), "execution_timeout": timedelta(hours=12)}
        return PartitaSubmitOperator(**SPARK | RETRIED | told | named | settings)

    def of_night(command):  # it decides for itself, whatever was skipped before it
        words = [command, "--lake", LAKE, "--dataset", DATASET, *WAIT, *NIGHT]
        return of_lake(command, application_args=words, trigger_rule="none_failed")

    find_duplicates, split, stats = of_night("find-duplicates"), of_night("split"), of_night("stats")
    limits = ["--min-rows", "{{ params.min_files }}", "--max-rejected", "{{ params.max_rejected }}"]
    gate = PartitaSubmitOperator(
        task_id="gate",
        application_args=["check", "--lake", LAKE, "--dataset", DATASET, "--staged", *limits],
        execution_timeout=timedelta(hours=2),
        **SPARK,
    )
    publish = of_lake("publish", execution_timeout=timedelta(hours=6))
    leaks = PartitaSubmitOperator(
        task_id="leaks",
        application_args=["check", "--lake", LAKE, "--dataset", DATASET, "--no-leaks={{ params.no_leaks }}"]
        + [*limits, *NIGHT],
        trigger_rule="none_failed",
        execution_timeout=timedelta(hours=2),
        **SPARK,
    )
    report = PartitaSubmitOperator(
        task_id="report",
        application_args=["report", "--lake", LAKE, "--dataset", DATASET, "--out", REPORTS + "/lakh", *NIGHT],
        trigger_rule="all_done",
        execution_timeout=timedelta(hours=2),
        **SPARK | RETRIED,
    )
    ready = EmptyOperator(task_id="ready", outlets=[LMD_MATCHED])
    wants_download() >> download >> archive >> ingest >> gate >> publish
    publish >> wants_duplicates() >> [find_duplicates, split]
    find_duplicates >> split >> leaks >> stats >> report
    [stats, report] >> ready >> of_lake("vacuum", application_args=VACUUM + ["--lake", LAKE, "--dataset", DATASET])


lakh_daily()
