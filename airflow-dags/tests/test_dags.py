"""
The DAGs in a real Airflow, where one is installed: pytest airflow-dags/tests

Without one everything here is skipped; record.py then is what is tested.
"""

import json
from pathlib import Path

import pytest

pytest.importorskip("airflow")
pytest.importorskip("airflow.providers.apache.spark")

try:
    from airflow.dag_processing.dagbag import DagBag
except ImportError:  # before Airflow 3.2
    from airflow.models import DagBag

FOLDER = Path(__file__).resolve().parent.parent
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
