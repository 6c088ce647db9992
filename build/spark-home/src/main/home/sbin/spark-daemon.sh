#!/usr/bin/env bash
# Starts or stops one of Spark's daemons in the background.
#
#   spark-daemon.sh start|stop master|worker|history-server|thriftserver [arguments of the daemon]
#
# Its process id and its log lie in SPARK_PID_DIR and SPARK_LOG_DIR (run/ and logs/ of this home). SPARK_IDENT_STRING tells apart
# several daemons of a kind, as two workers on one machine.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bin/home.sh"

action=${1:?start or stop}
daemon=${2:?master, worker, history-server or thriftserver}
shift 2
case $daemon in
  master) class=org.apache.spark.deploy.master.Master ;;
  worker) class=org.apache.spark.deploy.worker.Worker ;;
  history-server) class=org.apache.spark.deploy.history.HistoryServer ;;
  thriftserver) class=org.apache.spark.sql.hive.thriftserver.HiveThriftServer2 ;;
  *)
    echo "No daemon $daemon: master, worker, history-server or thriftserver." >&2
    exit 2
    ;;
esac

name=$daemon${SPARK_IDENT_STRING:+-$SPARK_IDENT_STRING}
pid_file=${SPARK_PID_DIR:-$SPARK_HOME/run}/$name.pid
log=${SPARK_LOG_DIR:-$SPARK_HOME/logs}/$name.log

# The id may by now be another program's.
runs() {
  [ -s "$pid_file" ] && ps -p "$(<"$pid_file")" -o args= 2>/dev/null | grep -qF "$class"
}

start() {
  if runs; then
    echo "$name runs already, as process $(<"$pid_file")." >&2
    exit 2
  fi
  mkdir -p "$(dirname "$pid_file")" "$(dirname "$log")"
  local command=("$SPARK_HOME/bin/spark-class" "$class")
  if [ "$daemon" = thriftserver ]; then
    command=("$SPARK_HOME/bin/spark-submit" --class "$class" --name "Thrift server" spark-internal)
  fi
  nohup "${command[@]}" "$@" </dev/null >"$log" 2>&1 &
  echo $! >"$pid_file"
  # A port that is taken or a wrong argument shows within seconds.
  for _ in 1 2 3; do
    sleep 1
    if ! kill -0 "$(<"$pid_file")" 2>/dev/null; then
      echo "$name did not start. The end of $log:" >&2
      tail -n 10 "$log" >&2
      rm -f "$pid_file"
      exit 1
    fi
  done
  echo "$name runs as process $(<"$pid_file"); log: $log" >&2
}

stop() {
  if ! runs; then
    echo "$name does not run." >&2
    rm -f "$pid_file"
    return
  fi
  local pid
  pid=$(<"$pid_file")
  kill "$pid"
  for _ in {1..40}; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  if kill -0 "$pid" 2>/dev/null; then
    echo "$name (process $pid) still runs 20 s after it was told to stop." >&2
    exit 1
  fi
  rm -f "$pid_file"
}

case $action in
  start) start "$@" ;;
  stop) stop ;;
  *)
    echo "No action $action: start or stop." >&2
    exit 2
    ;;
esac
