"""
The operator of the DAGs beside this file: `spark-submit` of one command of Partita, whose exit code decides
whether Airflow tries again.

| exit code | meaning | Airflow |
|---|---|---|
| 0 | done | success |
| 2 | a mistake in paths or parameters | fails the task, no retry |
| 3 | not good enough: a gate, too many rejected files, a diverged training | fails the task, no retry |
| any other | the environment, a kill, a bug | fails the task, or retries it as the DAG says |

It has to be importable: keep it beside the DAGs in Airflow's DAGs folder, or in the plugins folder.
"""

from __future__ import annotations

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

try:
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # before Airflow 3.2
    from airflow.exceptions import AirflowFailException

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
            reason = FINAL.get(getattr(process, "returncode", None))
            if reason is None:
                raise
            raise AirflowFailException(reason) from failure
