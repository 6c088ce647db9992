"""
What the DAGs beside this file share: their settings, Airflow's names in each version, and their operator,
`spark-submit` of one command of Partita, whose exit code decides whether Airflow tries again.

| exit code | meaning | Airflow |
|---|---|---|
| 0 | done | success |
| 2 | a mistake in paths or parameters | fails the task, no retry |
| 3 | not good enough: a gate, too many rejected files, a diverged training | fails the task, no retry |
| 99 | unchanged: an earlier run has made it all, see `NIGHT` | skips the task |
| any other | the environment, a kill, a bug | fails the task, or retries it as the DAG says |

It has to be importable: keep it beside the DAGs in Airflow's DAGs folder, or in the plugins folder.
"""

from __future__ import annotations

import logging
import os
from datetime import timedelta

import pendulum
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

try:
    from airflow.providers.standard.operators.empty import EmptyOperator
    from airflow.providers.standard.sensors.filesystem import FileSensor
    from airflow.sdk import Asset, Param, TaskGroup, dag, task, task_group
except ImportError:  # Airflow 2.10 and 2.11
    from airflow.datasets import Dataset
    from airflow.decorators import dag, task, task_group
    from airflow.models.param import Param
    from airflow.operators.empty import EmptyOperator
    from airflow.sensors.filesystem import FileSensor
    from airflow.utils.task_group import TaskGroup

    def Asset(name, uri):
        return Dataset(uri)


try:
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # before Airflow 3.2
    from airflow.exceptions import AirflowFailException, AirflowSkipException

ARCHIVES = "{{ var.value.get('partita_archives', '/srv/partita/archives') }}"
LAKE = "{{ var.value.get('partita_lake', '/srv/partita/lake') }}"
MODELS = "{{ var.value.get('partita_models', '/srv/partita/models') }}"
REPORTS = "{{ var.value.get('partita_reports', '/srv/partita/reports') }}"

SPARK = {
    "application": "{{ var.value.get('partita_jar', '/opt/partita/partita.jar') }}",
    "jars": "{{ var.value.get('partita_decoder_jar', '/opt/partita/partita-decoder.jar') }}",
    "java_class": "io.partita.cli.Partita",
    "name": "{{ ti.dag_id if conn.partita_spark }}.{{ ti.task_id }}",  # without it the provider submits to YARN
    "conn_id": "partita_spark",
    "spark_binary": os.environ.get("PARTITA_SPARK_SUBMIT", "spark-submit"),
    "deploy_mode": "client",  # elsewhere exit codes are lost
    "driver_memory": "2g",
    "pool": "partita",
}
WAIT = ["--wait", "3h"]  # for another run that is writing the data set
UNCHANGED = 99
# A task that finds nothing new is skipped, and no asset behind it is updated. One that is tried or cleared again
# succeeds instead: its first try may have published before it was lost.
NIGHT = ["--unchanged-code", "{{ %d if ti.try_number == 1 else 0 }}" % UNCHANGED]
VACUUM = ["vacuum", "--yes", *WAIT]  # else each night's files stay
WAITING = {"fs_conn_id": "fs_default", "deferrable": True, "poke_interval": 60, "timeout": 6 * 60 * 60}
RETRIED = {"retries": 2, "retry_delay": timedelta(minutes=2), "retry_exponential_backoff": True}


def tell(context):
    ti = context["ti"]
    logging.getLogger("partita").error("%s.%s failed in run %s", ti.dag_id, ti.task_id, ti.run_id)


EVERY_DAG = {  # but for its schedule and parameters
    "start_date": pendulum.datetime(2025, 1, 1, tz="UTC"),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": {"owner": "partita", "retries": 0, "on_failure_callback": tell},
}

FINAL = {
    2: "Mistake, not retried (exit code 2): mend what the command's last line names.",
    3: "Gate failed, not retried (exit code 3): the command's last lines say what is not good enough.",
}


class PartitaSubmitOperator(SparkSubmitOperator):
    def execute(self, context):
        try:
            return super().execute(context)
        except Exception as failure:
            # The process itself, not the failure's text: newer providers quote the command's output there.
            process = getattr(self._hook, "_submit_sp", None)
            code = getattr(process, "returncode", None)
            if code == UNCHANGED:
                raise AirflowSkipException("Unchanged: an earlier run has made it all.") from None
            reason = FINAL.get(code)
            if reason is None:
                raise
            raise AirflowFailException(reason) from failure
