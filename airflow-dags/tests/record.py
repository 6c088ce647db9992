#!/usr/bin/env python3
"""
Records what a DAG file would have Airflow do, without an Airflow: tasks, edges, schedule, assets, and the whole
command line of every task on one day, as JSON.

    python3 airflow-dags/tests/record.py airflow-dags/lakh_daily.py > airflow-dags/lakh_daily.json
    python3 airflow-dags/tests/record.py airflow-dags/lakh_daily.py --run '{"params": {"download": true}}'
    PARTITA_SPARK_SUBMIT=/bin/false python3 airflow-dags/tests/record.py airflow-dags/lakh_daily.py --execute gate

It stands in for the few names of Airflow that the DAGs import, refuses arguments that an operator does not have
in every supported version, and renders templates as Airflow does: whatever a template mentions must be there.
Needs Jinja2 (Debian: python3-jinja2) and nothing else. It is no Airflow: it schedules nothing, and starts nothing
but one task's commands with --execute, which prints for each the state that Airflow would give it, and why.

A run, by --run: {"day": "2026-03-01", "params": {…}, "variables": {…}, "connections": ["partita_spark", …]}, all of
it optional.
"""

from __future__ import annotations

import argparse
import inspect
import json
import os
import re
import runpy
import subprocess
import sys
import types
from datetime import datetime, timedelta, timezone
from pathlib import Path

import jinja2

DAGS = Path(__file__).resolve().parent.parent  # Airflow can import from its DAGs folder
MASTER = "spark://spark-master:7077"  # of the connection partita_spark
TRIGGER_RULES = {"all_success", "all_done", "none_failed"}

# What Airflow 2.10 to 3.2 and the Spark provider 4.7 to 5.6 take, as far as they agree.
OF_DAGS = set(
    "dag_id description schedule start_date end_date default_args params catchup max_active_runs max_active_tasks"
    " dagrun_timeout on_success_callback on_failure_callback tags doc_md render_template_as_native_obj"
    " is_paused_upon_creation dag_display_name".split()
)
OF_TASKS = set(
    "task_id owner retries retry_delay retry_exponential_backoff max_retry_delay pool pool_slots priority_weight"
    " queue trigger_rule execution_timeout on_failure_callback on_success_callback on_retry_callback outlets inlets"
    " doc_md map_index_template max_active_tis_per_dag depends_on_past".split()
)
OF_SPARK = set(
    "application conf conn_id files py_files archives driver_class_path jars java_class packages exclude_packages"
    " repositories total_executor_cores executor_cores executor_memory driver_memory keytab principal proxy_user"
    " name num_executors status_poll_interval application_args env_vars verbose spark_binary properties_file"
    " yarn_queue deploy_mode use_krb5ccache".split()
)
OF_SENSORS = set("poke_interval timeout soft_fail mode filepath fs_conn_id recursive deferrable".split())
TEMPLATED = set(
    "application conf files py_files jars driver_class_path packages exclude_packages keytab principal proxy_user"
    " name application_args env_vars properties_file filepath".split()
)
NATURAL = {"task_id": str, "retries": int, "retry_delay": timedelta, "execution_timeout": timedelta, "pool": str}


def refuse(what):
    raise SystemExit(f"{sys.argv[1]}: {what}")


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    """Fails a task whatever retries it has left."""


class AirflowSkipException(AirflowException):
    """Skips a task."""


class Dag:
    """The DAG that is being read; one at a time."""

    current = None

    def __init__(self, dag_id, **arguments):
        check(f"@dag {dag_id}", arguments, OF_DAGS)
        self.dag_id, self.arguments = dag_id, arguments
        self.tasks, self.edges, self.groups = {}, [], []

    def params(self):
        return {name: param.value for name, param in self.arguments.get("params", {}).items()}


def check(who, arguments, known):
    for name, value in arguments.items():
        if name not in known:
            refuse(f"{who} has no argument {name}")
        if name in NATURAL and not isinstance(value, NATURAL[name]):
            refuse(f"{who}: {name} must be a {NATURAL[name].__name__}, not {value!r}")
    if arguments.get("trigger_rule", "all_success") not in TRIGGER_RULES:
        refuse(f"{who}: unknown trigger_rule {arguments['trigger_rule']}")


def plain(items):
    for item in items if isinstance(items, (list, tuple)) else [items]:
        yield item


class Node:
    """Something with an arrow: a task, or a mapped group."""

    def __rshift__(self, other):
        for one in plain(other):
            link(self, one)
        return other

    def __rrshift__(self, others):
        for one in plain(others):
            link(one, self)
        return self


def link(before, after):
    for source in before.leaves():
        for target in after.roots():
            if (source.task_id, target.task_id) not in Dag.current.edges:
                Dag.current.edges.append((source.task_id, target.task_id))


class Task(Node):
    known, operator = set(), None

    def __init__(self, *, mapped=None, **arguments):
        dag = Dag.current
        self.operator = self.operator or type(self).__name__
        check(f"{self.operator} {arguments.get('task_id')}", arguments, OF_TASKS | self.known)
        self.mapped = mapped or {}
        self.task_id = ".".join([*(group.group_id for group in dag.groups), arguments["task_id"]])
        if not re.fullmatch(r"[\w.-]+", self.task_id) or self.task_id in dag.tasks:
            refuse(f"task_id {self.task_id} is no name, or is there twice")
        self.arguments = {**dag.arguments.get("default_args", {}), **arguments}
        self.group = dag.groups[-1] if dag.groups else None
        dag.tasks[self.task_id] = self
        if self.group:
            self.group.tasks.append(self)
        for value in [*arguments.values(), *self.mapped.values()]:
            if isinstance(value, Task):
                link(value, self)

    @classmethod
    def partial(cls, **arguments):
        def expand(**mapped):
            check(f"{cls.__name__}.expand", mapped, OF_TASKS | cls.known)
            if set(mapped) & set(arguments):
                refuse(f"{cls.__name__}: {set(mapped) & set(arguments)} given to partial and to expand")
            return cls(mapped=mapped, **arguments)

        return types.SimpleNamespace(expand=expand)

    def roots(self):
        return [self]

    leaves = roots

    def expansion(self, run):
        """How often it runs: once, or once for each item of what it or its group is mapped over."""
        over = self.mapped or (self.group.mapped if self.group else None)
        if not over:
            return None
        if len(over) != 1:
            refuse(f"{self.task_id}: mapped over more than one argument")
        (values,) = over.values()
        return run.value(values)

    def record(self, run):
        arguments = self.arguments
        record = {
            "task_id": self.task_id,
            "operator": self.operator,
            "trigger_rule": arguments.get("trigger_rule", "all_success"),
            "retries": arguments.get("retries", 0),
            "pool": arguments.get("pool", "default_pool"),
            "outlets": [asset.uri for asset in arguments.get("outlets", [])],
        }
        for name in ["retry_delay", "execution_timeout"]:
            if name in arguments:
                record[name + "_s"] = int(arguments[name].total_seconds())
        if arguments.get("retry_exponential_backoff"):
            record["retry_exponential_backoff"] = True
        return record | self.more(run)

    def instances(self, run, one):
        """What one(context, mapped arguments) says, for the only instance or for all that are mapped."""
        expansion = self.expansion(run)
        if expansion is None:
            return one(run.context(self, -1), {})
        return [
            one(run.context(self, index), {name: value for name in self.mapped})
            for index, value in enumerate(expansion)
        ]

    def more(self, run):
        return {}

    def rendered(self, run, context, mapped, name, default=None):
        """An argument as the operator sees it; what is mapped is not a template."""
        if name in mapped:
            return mapped[name]
        value = run.value(self.arguments.get(name, default))
        if isinstance(value, MappedArgument):
            return run.value(value.values)[context["ti"].map_index]
        return run.render(value, context) if name in TEMPLATED else value


class EmptyOperator(Task):
    pass


class FileSensor(Task):
    known = OF_SENSORS

    def more(self, run):
        paths = self.instances(run, lambda context, mapped: self.rendered(run, context, mapped, "filepath"))
        return {"filepath": paths, "deferrable": self.arguments.get("deferrable", False)}


class SparkSubmitOperator(Task):
    known = OF_SPARK

    def more(self, run):
        return {"argv": self.instances(run, lambda context, mapped: self.argv(run, context, mapped))}

    def execute(self, words):
        """What the provider does with a command line: its exit code is the process's, and part of a text."""
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._hook = types.SimpleNamespace(_submit_sp=process)
        output, _ = process.communicate()
        if process.returncode:
            command = f"Cannot execute: {' '.join(words)}. Error code is: {process.returncode}."
            raise AirflowException(f"{command}\nLast spark-submit output:\n{output}")

    def state(self, words):
        """Executes a command line; the state that Airflow gives its first try, and why."""
        self._hook = None
        try:
            self.execute(words)
            return {"state": "success"}
        except AirflowSkipException as why:
            return {"state": "skipped", "why": str(why)}
        except AirflowFailException as failure:
            return {"state": "failed", "why": str(failure)}
        except AirflowException as failure:
            return {"state": "up_for_retry" if self.arguments.get("retries") else "failed", "why": str(failure)}

    def argv(self, run, context, mapped):
        def of(name, default=None):
            return self.rendered(run, context, mapped, name, default)

        if of("conn_id", "spark_default") != "partita_spark":
            refuse(f"{self.task_id}: conn_id must be partita_spark")
        words = [of("spark_binary", "spark-submit"), "--master", MASTER]
        for key, value in (of("conf") or {}).items():
            words += ["--conf", f"{key}={value}"]
        for name in (
            "properties_file files py_files archives driver_class_path jars packages exclude_packages repositories"
            " num_executors total_executor_cores executor_cores executor_memory driver_memory keytab principal"
            " proxy_user name java_class"
        ).split():
            value = of(name, "arrow-spark" if name == "name" else None)
            if value:
                words += ["--class" if name == "java_class" else "--" + name.replace("_", "-"), str(value)]
        words += ["--verbose"] if of("verbose") else []
        words += ["--queue", of("yarn_queue")] if of("yarn_queue") else []
        words += ["--deploy-mode", of("deploy_mode")] if of("deploy_mode") else []
        words += [of("application"), *of("application_args", [])]
        for word in words:
            if not isinstance(word, str):
                refuse(f"{self.task_id}: {word!r} is no text, and a command line takes nothing else")
        return words


class PythonTask(Task):
    """A function that is called in the run, with templates in its arguments rendered."""

    def __init__(self, function, operator, given, **arguments):
        self.function, self.operator, self.given = function, operator, given
        super().__init__(**{"task_id": function.__name__, **arguments})

    def value(self, run):
        context = run.context(self, -1)
        injected = {n: context[n] for n in inspect.signature(self.function).parameters if n in context}
        return self.function(*run.render(list(self.given), context), **injected)

    def more(self, run):
        return {"returns": self.value(run)}


def task(function=None, *, operator="python", **arguments):
    if function is None:
        return lambda decorated: task(decorated, operator=operator, **arguments)

    def call(*given):
        return PythonTask(function, operator, given, **arguments)

    def override(**more):
        return task(function, operator=operator, **{**arguments, **more})

    call.override = override
    return call


def short_circuit(*, ignore_downstream_trigger_rules, **arguments):
    if ignore_downstream_trigger_rules:
        refuse("a short circuit that skips everything after it is not recorded")
    return task(operator="short_circuit", **arguments)


task.short_circuit = short_circuit


class TaskGroup(Node):
    def __init__(self, group_id, mapped=None):
        self.group_id, self.mapped, self.tasks = group_id, mapped, []

    def __enter__(self):
        if Dag.current.groups:
            refuse(f"group {self.group_id} lies in another")
        Dag.current.groups.append(self)
        return self

    def __exit__(self, *_):
        Dag.current.groups.pop()

    def within(self, position):
        ids = {task.task_id for task in self.tasks}
        inner = {edge[position] for edge in Dag.current.edges if set(edge) <= ids}
        return [task for task in self.tasks if task.task_id not in inner]

    def roots(self):
        return self.within(1)

    def leaves(self):
        return self.within(0)


class MappedArgument:
    """What a task of a mapped group gets: one of the values, which is not a template."""

    def __init__(self, values):
        self.values = values


def task_group(function):
    def expand(**mapped):
        with TaskGroup(function.__name__, mapped) as group:
            function(**{name: MappedArgument(value) for name, value in mapped.items()})
        for value in mapped.values():
            if isinstance(value, Task):
                link(value, group)
        return group

    return types.SimpleNamespace(expand=expand)


class Param:
    """A parameter; its default must fit its schema as far as that is looked at here."""

    TYPES = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "array": list}

    def __init__(self, value, description=None, **schema):
        self.value = value
        kind = schema.get("type")
        if kind and not isinstance(value, self.TYPES[kind]):
            refuse(f"Param({value!r}) is no {kind}")
        if "enum" in schema and value not in schema["enum"]:
            refuse(f"Param({value!r}) is not among {schema['enum']}")


class Asset:
    def __init__(self, *, name, uri):
        self.name, self.uri = name, uri


class CronTriggerTimetable:
    def __init__(self, cron, *, timezone):
        self.text = f"CronTriggerTimetable({cron!r}, timezone={timezone!r})"


def dag(**arguments):
    def decorate(function):
        def build():
            if Dag.current:
                refuse("more than one DAG in the file")
            Dag.current = Dag(function.__name__, **arguments)
            function()

        return build

    return decorate


class Connections:
    """What templates see as conn: a missing one ends the task."""

    def __init__(self, names):
        self.names = names

    def __getattr__(self, name):
        if name not in self.names:
            refuse(f"The conn_id `{name}` isn't defined")
        return types.SimpleNamespace(conn_id=name)


class Run:
    """One run of the DAG: a day, parameters, variables, connections."""

    def __init__(self, dag, day="2026-03-01", params=None, variables=None, connections=("partita_spark", "fs_default")):
        self.day, self.params = day, dag.params() | (params or {})
        self.connections = Connections(connections)
        unknown = set(params or {}) - set(dag.params())
        if unknown:
            refuse(f"no such params: {', '.join(sorted(unknown))}")
        self.variables = variables or {}
        self.dag = dag
        self.jinja = jinja2.Environment(undefined=jinja2.StrictUndefined, cache_size=0)

    def context(self, task, map_index):
        moment = datetime.fromisoformat(self.day).replace(tzinfo=timezone.utc)
        ti = types.SimpleNamespace(dag_id=self.dag.dag_id, task_id=task.task_id, map_index=map_index, try_number=1)
        context = {
            "params": self.params,
            "var": {"value": self.variables},
            "conn": self.connections,
            "dag_run": types.SimpleNamespace(run_after=moment),
            "run_id": "scheduled__" + moment.isoformat(),
            "ti": ti,
        }
        if not isinstance(self.dag.arguments.get("schedule"), list):
            context["ds"] = self.day  # a run that an asset starts has none
        return context

    def value(self, argument):
        return argument.value(self) if isinstance(argument, PythonTask) else argument

    def render(self, value, context):
        if isinstance(value, str):
            return self.jinja.from_string(value).render(context)
        if isinstance(value, (list, tuple)):
            return [self.render(one, context) for one in value]
        if isinstance(value, dict):
            return {name: self.render(one, context) for name, one in value.items()}
        return value


def schedule(argument):
    if isinstance(argument, list):
        return [asset.uri for asset in argument]
    return argument.text if isinstance(argument, CronTriggerTimetable) else argument


def modules():
    """The names that the DAGs import, by module."""
    return {
        "pendulum": {"datetime": lambda *parts, tz: datetime(*parts, tzinfo=timezone.utc)},
        "airflow": {},
        "airflow.exceptions": {
            "AirflowException": AirflowException,
            "AirflowFailException": AirflowFailException,
            "AirflowSkipException": AirflowSkipException,
        },
        "airflow.sdk": {
            "Asset": Asset,
            "Param": Param,
            "TaskGroup": TaskGroup,
            "dag": dag,
            "task": task,
            "task_group": task_group,
        },
        "airflow.timetables": {},
        "airflow.timetables.trigger": {"CronTriggerTimetable": CronTriggerTimetable},
        "airflow.providers": {},
        "airflow.providers.standard": {},
        "airflow.providers.standard.operators": {},
        "airflow.providers.standard.operators.empty": {"EmptyOperator": EmptyOperator},
        "airflow.providers.standard.sensors": {},
        "airflow.providers.standard.sensors.filesystem": {"FileSensor": FileSensor},
        "airflow.providers.apache": {},
        "airflow.providers.apache.spark": {},
        "airflow.providers.apache.spark.operators": {},
        "airflow.providers.apache.spark.operators.spark_submit": {"SparkSubmitOperator": SparkSubmitOperator},
    }


def read(path):
    for name, members in modules().items():
        module = sys.modules[name] = types.ModuleType(name)
        vars(module).update(members)
    sys.dont_write_bytecode = True
    sys.path[:0] = [str(Path(path).resolve().parent), str(DAGS)]
    runpy.run_path(path)
    if Dag.current is None:
        refuse("there is no DAG in it")
    return Dag.current


def record(dag, run):
    graph = dict.fromkeys(dag.tasks, ())
    for before, after in dag.edges:
        graph[after] = (*graph[after], before)
    order = []
    while len(order) < len(graph):
        free = [task for task in graph if task not in order and set(graph[task]) <= set(order)]
        if not free:
            refuse("its tasks wait for each other")
        order.append(free[0])
    return {
        "dag_id": dag.dag_id,
        "schedule": schedule(dag.arguments.get("schedule")),
        "start_date": dag.arguments["start_date"].isoformat(),
        "catchup": dag.arguments.get("catchup"),
        "max_active_runs": dag.arguments.get("max_active_runs"),
        "tags": dag.arguments.get("tags", []),
        "day": run.day,
        "params": run.params,
        "tasks": [dag.tasks[name].record(run) for name in order],
        "edges": [list(edge) for edge in dag.edges],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="a DAG file")
    parser.add_argument("--run", type=json.loads, default={}, metavar="JSON", help="day, params, variables, connections")
    parser.add_argument("--execute", metavar="TASK", help="execute a task's commands by $PARTITA_SPARK_SUBMIT instead")
    arguments = parser.parse_args()
    if not arguments.execute:
        os.environ.pop("PARTITA_SPARK_SUBMIT", None)
    dag = read(arguments.file)
    run = Run(dag, **arguments.run)
    if arguments.execute:
        task = dag.tasks[arguments.execute]
        result = task.instances(run, lambda context, mapped: task.state(task.argv(run, context, mapped)))
    else:
        result = record(dag, run)
    json.dump(result, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
