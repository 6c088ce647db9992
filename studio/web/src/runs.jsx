import { useEffect } from "preact/hooks";
import { runs } from "./live.js";
import { Trainings, lastPart, trainings, when } from "./trainings.jsx";
import { Command, Empty, Link, count, hours, lake, plural, shortened } from "./ui.jsx";

export const share = (run) => (run.total > 0 ? Math.min(1, run.done / run.total) : null);
const left = (run) => (run.seconds_left == null ? "" : `${run.seconds_left < 1 ? "a moment" : hours(run.seconds_left)} left`);

/** How much of what is counted is done in a second, or a minute or an hour where that is little. */
function rate(run) {
  if (!(run.seconds_left > 0) || !(run.total > run.done)) return "";
  const second = (run.total - run.done) / run.seconds_left;
  const [times, name] = second >= 1 ? [1, "second"] : second >= 1 / 60 ? [60, "minute"] : [3600, "hour"];
  return `${Number((second * times).toPrecision(2)).toLocaleString("en")} a ${name}`;
}

/** What runs now, in one line. */
export function Now() {
  const now = runs.value?.filter((run) => run.state === "running") ?? [];
  if (!now.length) return null;
  const [first] = now;
  return (
    <p class="now" role="status">
      <span class="state running">running</span>
      <Link href="/runs">
        {first.command.split(" --")[0]}: {first.stage}
        {share(first) === null ? "" : ` ${Math.floor(100 * share(first))} %`}
        {first.seconds_left == null ? "" : `, ${left(first)}`}
        {now.length > 1 ? `, and ${plural(now.length - 1, "other run")}` : ""}
      </Link>
    </p>
  );
}

function Progress({ run }) {
  const part = share(run);
  const isOver = run.state === "finished";
  return (
    <>
      <span class="stage">
        {isOver ? "" : run.stage}
        {!isOver && run.unit && (
          <span class="count">
            {count(run.done)}
            {run.total > 0 ? ` of ${count(run.total)}` : ""} {run.unit}
            {run.state === "running" && rate(run) && `, ${rate(run)}`}
          </span>
        )}
      </span>
      {part !== null && !isOver && (
        <svg class={`share ${run.state}`} viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label={`${Math.floor(100 * part)} %`}>
          <rect width={100 * part} height="1" />
        </svg>
      )}
    </>
  );
}

function lasted(run) {
  const end = run.ended_at ?? run.updated_at;
  return end && run.begun_at ? hours((new Date(end) - new Date(run.begun_at)) / 1000) : "";
}

function Row({ run }) {
  return (
    <tr>
      <td>
        <span class={`state ${run.state}`}>
          {run.state}
          {run.state === "failed" && `, exit ${run.exit_code}`}
        </span>
      </td>
      <td class="typed">
        <code dir="auto" title={run.command}>
          {/* A line ends between two options. */}
          {shortened(run.command, 300).split(/ (?=--)/).map((option, i) => (
            <>
              {i ? " " : ""}
              <span>{option}</span>
            </>
          ))}
        </code>
        <span class="count" dir="auto" title={run.model}>
          {run.dataset}
          {run.model ? ` → ${lastPart(run.model)}` : ""}
        </span>
      </td>
      <td class="progress">
        <Progress run={run} />
        {run.state === "failed" && run.message && <span class="why" dir="auto">{run.message}</span>}
      </td>
      <td class="left">{run.state === "running" ? left(run) : lasted(run)}</td>
      <td class="begun">
        <time dateTime={run.begun_at} title={`${run.host}, pid ${run.pid}, version ${run.version}`}>
          {when(run.begun_at)}
        </time>
      </td>
    </tr>
  );
}

export function Runs() {
  useEffect(() => {
    document.title = "Runs – Partita studio";
  }, []);
  const all = runs.value;
  if (!all) return <p class="loading">Reading the runs …</p>;
  const shown = trainings(all);
  const now = all.filter((run) => run.state === "running").length;
  return (
    <div class="runs">
      <h1>Runs</h1>
      {all.length > 0 ? (
        <>
          <p class="facts">
            <span>{now ? `${now} running` : "none running"}</span>
            <span>{all.length - now} ended</span>
          </p>
          <div class="table" tabIndex="0" role="region" aria-label="All runs">
            <table>
              <thead>
                <tr>
                  <th scope="col">State</th>
                  <th scope="col">Command</th>
                  <th scope="col">Stage</th>
                  <th scope="col">Time</th>
                  <th scope="col">Begun</th>
                </tr>
              </thead>
              <tbody>
                {all.map((run) => (
                  <Row key={run.id} run={run} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : (
        <Empty title="Nothing has run yet">
          <p>Commands that write this lake or train from it appear here while they run, from any terminal:</p>
          <Command>partita ingest midi FOLDER --lake {lake.value.folder}</Command>
        </Empty>
      )}
      {shown.length > 0 ? (
        <Trainings shown={shown} />
      ) : (
        all.length > 0 && (
          <Empty title="No curves yet">
            <p>Curves appear when a training has metrics:</p>
            <Command>partita train lstm --lake {lake.value.folder} --dataset {lake.value.datasets[0]?.dataset ?? "NAME"} --model models/mine</Command>
          </Empty>
        )
      )}
    </div>
  );
}
