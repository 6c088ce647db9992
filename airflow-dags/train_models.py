"""
### Models of what is new

Starts when `lakh_daily` has updated the asset **lmd_matched**: trains a MusicVAE of drum loops and an LSTM of
notes, and publishes each of them if it is no worse than the best one that was ever published.

| task | what it does | when it fails |
|---|---|---|
| `slice_drums` | cuts drum loops | twice more by itself |
| `train_musicvae`, `train_lstm` | nothing to do where data and parameters are the same | goes on from its last checkpoint |
| `*.evaluate` | measures the candidate and the best published model on the same music, of the split validation | |
| `*.gate` | refuses a candidate that is worse, or no better than a simple guess | the log ends with a table of what failed |
| `*.samples` | music out of the candidate, to listen to | |
| `*.test` | measures what is about to be published on the split test, by which nothing is chosen | |
| `*.publish` | puts the candidate into the published model's place, which stays as `previous`, and as `best` where it is better; keeps the first figures of the split test; updates the asset | |
| `report` | pages about the data set and its trainings, also after a failure | |

Clear a failed task to run it again; every one may be, also if it was killed. `Error code is:` in its log is Partita's
exit code: 1 the environment, 2 a mistake (mend it first), 3 not good enough, or the training diverged (other
parameters). README.md beside this file has the set-up, and how to go back to the model before.
"""

from __future__ import annotations

from datetime import timedelta

# Airflow's own names too, which differ by its version.
from partita_submit import (
    EVERY_DAG,
    LAKE,
    MODELS,
    REPORTS,
    RETRIED,
    SPARK,
    Asset,
    EmptyOperator,
    Param,
    PartitaSubmitOperator,
    TaskGroup,
    dag,
)

FROM = ["--lake", LAKE, "--dataset", "{{ params.dataset }}"]
LMD_MATCHED = Asset(name="lmd_matched", uri="x-partita://lake/lmd_matched")
DRUM_MODEL = Asset(name="drum_model", uri="x-partita://models/drums")
NOTE_MODEL = Asset(name="note_model", uri="x-partita://models/notes")

SPARK = SPARK | {"driver_memory": "4g", "execution_timeout": timedelta(hours=2)}
LONG = {"execution_timeout": timedelta(days=2)}


@dag(
    schedule=[LMD_MATCHED],
    params={
        "dataset": Param("lmd_matched", type="string", minLength=1, description="Data set of the lake."),
        "drum_config": Param("cat-drums_2bar_small", enum=["cat-drums_2bar_small", "cat-drums_2bar_tiny"]),
        "drum_epochs": Param(10, type="integer", minimum=1),
        "drum_batch": Param(64, type="integer", minimum=1),
        "note_epochs": Param(10, type="integer", minimum=1),
        "note_units": Param(256, type="integer", minimum=1),
        "max_worse": Param(0.02, type="number", minimum=0, description="Share that a candidate may be worse by."),
        "beat": Param("ngram", type="string", minLength=1, description="Baseline that a candidate must beat."),
        "seed": Param(1, type="integer"),
    },
    tags=["partita", "models"],
    doc_md=__doc__,
    **EVERY_DAG,
)
def train_models():
    slice_drums = PartitaSubmitOperator(
        task_id="slice_drums", application_args=["slice-drums", *FROM, "--bars", "2", "--wait", "1h"], **SPARK | RETRIED
    )
    train_musicvae = PartitaSubmitOperator(
        task_id="train_musicvae",
        application_args=["train-musicvae", *FROM, "--model", MODELS + "/candidates/drums"]
        + ["--config", "{{ params.drum_config }}", "--batch", "{{ params.drum_batch }}"]
        + ["--epochs", "{{ params.drum_epochs }}", "--seed", "{{ params.seed }}", "--resume", "--replace"],
        **SPARK | LONG,
    )
    train_lstm = PartitaSubmitOperator(
        task_id="train_lstm",
        application_args=["train-lstm", *FROM, "--model", MODELS + "/candidates/notes"]
        + ["--set", "units={{ params.note_units }}", "--epochs", "{{ params.note_epochs }}"]
        + ["--seed", "{{ params.seed }}", "--resume", "--replace"],
        **SPARK | LONG,
    )
    pages = ["report", *FROM, "--out", REPORTS + "/models"]
    report = PartitaSubmitOperator(task_id="report", application_args=pages, trigger_rule="all_done", **SPARK | RETRIED)
    done = EmptyOperator(task_id="done")
    slice_drums >> train_musicvae

    def submit(task_id, *words, **more):
        return PartitaSubmitOperator(task_id=task_id, application_args=[*words], **SPARK, **more)

    for trained, kind, asset in [(train_musicvae, "drums", DRUM_MODEL), (train_lstm, "notes", NOTE_MODEL)]:
        candidate, published = MODELS + "/candidates/" + kind, MODELS + "/published/" + kind
        evaluation, last_word = candidate + "-evaluation.json", candidate + "-test.json"
        measure = ["model-evaluate", *FROM, "--model", candidate]
        with TaskGroup(kind):
            evaluate = submit(
                "evaluate", *measure, "--split", "validation", "--against", published, "--out", evaluation
            )
            gate = submit(
                "gate",
                *["model-check", "--evaluation", evaluation, "--beat", "{{ params.beat }}"],
                *["--max-worse", "{{ params.max_worse }}"],
            )
            samples = submit(
                "samples",
                *["generate", "--model", candidate, "--count", "8", "--replace", "--out", f"{REPORTS}/samples/{kind}"],
            )
            test = submit("test", *measure, "--split", "test", "--out", last_word)
            publish = submit(
                "publish",
                *["model-publish", "--model", candidate, "--out", published],
                *["--evaluation", evaluation, "--test", last_word],
                outlets=[asset],
            )
        trained >> evaluate >> gate >> samples >> test >> publish >> report >> done
        publish >> done


train_models()
