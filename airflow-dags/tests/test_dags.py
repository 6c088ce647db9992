"""
The DAGs in a real Airflow, where one is installed: pytest airflow-dags/tests

Without one everything here is skipped; record.py then is what is tested.
"""

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("airflow")
pytest.importorskip("airflow.providers.apache.spark")

import pendulum
from airflow.timetables.base import TimeRestriction

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:  # before Airflow 3.2
    from airflow.models import DagBag

FOLDER = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(FOLDER))  # as Airflow does with its DAGs folder
RECORDINGS = {file.stem: json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"))}


@pytest.fixture(scope="module")
def bag():
    return DagBag(dag_folder=str(FOLDER), include_examples=False)


def test_every_file_is_imported_and_only_those(bag):
    assert bag.import_errors == {}
    assert set(bag.dags) == set(RECORDINGS)


@pytest.mark.parametrize("name", RECORDINGS)
def test_tasks_and_edges_are_the_recorded_ones(bag, name):
    dag = bag.dags[name]
    edges = {(task.task_id, after) for task in dag.tasks for after in task.downstream_task_ids}
    assert {task.task_id for task in dag.tasks} == {task["task_id"] for task in RECORDINGS[name]["tasks"]}
    assert edges == {tuple(edge) for edge in RECORDINGS[name]["edges"]}


@pytest.mark.parametrize("name", RECORDINGS)
def test_settings_are_the_recorded_ones(bag, name):
    dag, recording = bag.dags[name], RECORDINGS[name]
    assert dag.max_active_runs == 1
    assert dag.catchup is False
    assert set(dag.tags) == set(recording["tags"])
    assert dag.doc_md
    assert {key: dag.params[key] for key in dag.params} == recording["params"]
    for task in recording["tasks"]:
        real = dag.get_task(task["task_id"])
        assert real.trigger_rule == task["trigger_rule"]
        assert real.retries == task["retries"]
        assert real.pool == task["pool"]
        assert [asset.uri for asset in real.outlets] == task["outlets"]
        assert "argv" not in task or real.task_type == task["operator"] == "PartitaSubmitOperator"


NIGHTLY = [name for name, recording in RECORDINGS.items() if "CronTriggerTimetable" in str(recording["schedule"])]


@pytest.mark.parametrize("name", NIGHTLY)
def test_unpausing_runs_the_last_night_at_once(bag, name):
    dag = bag.dags[name]
    restriction = TimeRestriction(earliest=pendulum.instance(dag.start_date), latest=None, catchup=dag.catchup)
    first = dag.timetable.next_dagrun_info(last_automated_data_interval=None, restriction=restriction)
    assert first.run_after <= pendulum.now("UTC") < first.run_after.add(days=1)


@pytest.mark.parametrize("name", NIGHTLY)
def test_a_backfill_up_to_a_midnight_leaves_that_day_out(bag, name):
    assert nights(bag.dags[name], "2026-03-01", "2026-03-03") == ["2026-03-01", "2026-03-02"]
    assert nights(bag.dags[name], "2026-03-01", "2026-03-03T23:59") == ["2026-03-01", "2026-03-02", "2026-03-03"]


def nights(dag, first, last):
    """The days of a backfill: what the timetable says of the time from first to last."""
    restriction = TimeRestriction(earliest=pendulum.parse(first), latest=pendulum.parse(last), catchup=True)
    days, interval = [], None
    while info := dag.timetable.next_dagrun_info(last_automated_data_interval=interval, restriction=restriction):
        days.append(info.run_after.date().isoformat())
        interval = info.data_interval
    return days
