import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Metrics, EDGES, curve, draw, drawCursor, figure, indexAt } from "./curves.js";
import { colour } from "./canvas.js";
import { runs } from "./live.js";
import { Command, Empty, Link, count, go, hours, lake, plural, shortened, theme, where } from "./ui.jsx";

const OVER = { iteration: "iterations", epoch: "epochs", seconds: "seconds" };
const USUAL = "iteration";
/** What is no curve of its own but what others are drawn over. */
const AXES = new Set(["iteration", "epoch", "seconds", "examples"]);
const NAMES = { loss: "loss", validation_loss: "validation loss", learning_rate: "learning rate", examples_per_s: "examples a second" };
const ADDRESS_AFTER_MS = 250;

const named = (metric) => NAMES[metric] ?? metric.replace(".", ": ").replaceAll("_", " ");
const lastPart = (path) => path.replace(/\/+$/, "").split("/").slice(-2).join("/");
export const share = (run) => (run.total > 0 ? Math.min(1, run.done / run.total) : null);
const left = (run) => (run.seconds_left == null ? "" : `${run.seconds_left < 1 ? "a moment" : hours(run.seconds_left)} left`);

function when(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString("en-GB", isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
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

/** Of several runs of one model the newest, from the oldest on, so that a curve keeps its colour. */
function trainings(all) {
  const byModel = new Map();
  for (const run of [...all].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (run.metrics_bytes > 0) {
      byModel.delete(run.model);
      byModel.set(run.model, run);
    }
  }
  return [...byModel.values()];
}

function asked() {
  const parameters = new URLSearchParams(where.value.split("?")[1] ?? "");
  const weight = Number(parameters.get("smooth"));
  return {
    metric: parameters.get("metric") ?? "loss",
    over: OVER[parameters.get("over")] ? parameters.get("over") : USUAL,
    smooth: weight > 0 && weight < 1 ? weight : 0,
    isLog: parameters.get("log") === "1",
    hidden: new Set((parameters.get("hide") ?? "").split(",").filter(Boolean)),
  };
}

function address({ metric, over, smooth, isLog, hidden }) {
  const parameters = new URLSearchParams();
  if (metric !== "loss") parameters.set("metric", metric);
  if (over !== USUAL) parameters.set("over", over);
  if (smooth) parameters.set("smooth", smooth);
  if (isLog) parameters.set("log", "1");
  if (hidden.size) parameters.set("hide", [...hidden].join(","));
  return parameters.size ? `/runs?${parameters}` : "/runs";
}

/** The metrics of trainings, of which what is new is asked for when their files grow. */
function useMetrics(shown) {
  const stores = useRef(new Map());
  const busy = useRef(new Set());
  const [changes, setChanges] = useState(0);
  const [error, setError] = useState("");
  useEffect(() => {
    for (const run of shown) {
      if (!stores.current.has(run.id)) stores.current.set(run.id, new Metrics(run.id));
      const store = stores.current.get(run.id);
      if (store.next === run.metrics_bytes || busy.current.has(run.id)) continue;
      busy.current.add(run.id);
      store
        .load()
        .then((hasChanged) => {
          setError("");
          if (hasChanged) setChanges((before) => before + 1);
        })
        .catch((failure) => setError(failure.message))
        .finally(() => busy.current.delete(run.id));
    }
  }, [shown.map((run) => `${run.id} ${run.metrics_bytes}`).join(), changes]);
  return { stores: stores.current, changes, error };
}

function Curves({ shown }) {
  const [view, setView] = useState(asked);
  const [cursor, setCursor] = useState(null);
  const [size, setSize] = useState(0);
  const { stores, changes, error } = useMetrics(shown);
  const canvas = useRef();
  const overlay = useRef();
  const place = useRef(null);
  const dark = theme.value;
  const change = (part) => setView((before) => ({ ...before, ...part }));
  useEffect(() => {
    const timer = setTimeout(() => go(address(view), true), ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [view]);
  useEffect(() => {
    const observer = new ResizeObserver(() => setSize(canvas.current.clientWidth));
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, []);
  const metrics = useMemo(() => {
    const names = new Set(["loss", "validation_loss"]);
    for (const store of stores.values()) for (const name of store.columns.keys()) if (!AXES.has(name)) names.add(name);
    names.add(view.metric);
    return [...names];
  }, [changes, view.metric]);
  const ids = shown.map((run) => run.id).join();
  const curves = useMemo(
    () =>
      shown.flatMap((run, number) => {
        const store = stores.get(run.id);
        if (!store || view.hidden.has(run.id)) return [];
        return [curve(run.id, number, store.points(view.metric, view.over), view.smooth)];
      }),
    [ids, changes, view],
  );
  useEffect(() => {
    place.current = draw(canvas.current, curves, view.isLog);
  }, [curves, size, dark]);
  useEffect(() => drawCursor(overlay.current, curves, place.current, cursor), [curves, cursor, size, dark]);
  const point = (event) => {
    const box = overlay.current.getBoundingClientRect();
    const x = Math.max(EDGES.left, Math.min(box.width - EDGES.right, event.clientX - box.left));
    setCursor(place.current ? place.current.value(x) : null);
  };
  const step = (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Escape") setCursor(null);
    if (!by || !place.current) return;
    event.preventDefault();
    event.stopPropagation();
    const { fromX, toX } = place.current;
    setCursor((at) => Math.max(fromX, Math.min(toX, (at ?? toX) + (by * (toX - fromX)) / 100)));
  };
  const value = (id) => {
    const shown = curves.find((one) => one.id === id)?.shown;
    if (!shown?.x.length) return "–";
    return figure(shown.y[cursor === null ? shown.y.length - 1 : indexAt(shown.x, cursor)]);
  };
  const points = curves.reduce((sum, one) => sum + one.points.x.length, 0);
  const words = `${named(view.metric)} over ${OVER[view.over]}`;
  return (
    <section class="panel curves" aria-label="Curves">
      <div class="bar">
        <h2>Curves</h2>
        <label class="sort">
          Metric
          <select value={view.metric} onChange={(event) => change({ metric: event.currentTarget.value })}>
            {metrics.map((metric) => (
              <option key={metric} value={metric}>
                {shortened(named(metric), 40)}
              </option>
            ))}
          </select>
        </label>
        <label class="sort">
          over
          <select value={view.over} onChange={(event) => change({ over: event.currentTarget.value })}>
            {Object.entries(OVER).map(([over, name]) => (
              <option key={over} value={over}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="sort">
          Smoothing
          <input type="range" min="0" max="0.99" step="0.01" value={view.smooth}
            onInput={(event) => change({ smooth: Number(event.currentTarget.value) })} />
          <output>{view.smooth.toFixed(2)}</output>
        </label>
        <label class="check">
          <input type="checkbox" checked={view.isLog} onChange={(event) => change({ isLog: event.currentTarget.checked })} />
          Log scale
        </label>
      </div>
      <div class="plot">
        <canvas ref={canvas} aria-hidden="true" />
        <canvas ref={overlay} class="cursor" tabIndex="0" role="slider" aria-label={words}
          aria-valuemin={place.current?.fromX ?? 0} aria-valuemax={place.current?.toX ?? 0}
          aria-valuenow={cursor ?? place.current?.toX ?? 0}
          aria-valuetext={`${OVER[view.over]} ${figure(cursor ?? place.current?.toX)}: ${curves
            .map(({ id, number }) => `${lastPart(shown[number].model)} ${value(id)}`).join(", ")}`}
          onPointerMove={point} onPointerLeave={() => setCursor(null)} onKeyDown={step} onBlur={() => setCursor(null)} />
        {points === 0 && <p class="note">No point of {named(view.metric)} yet.</p>}
      </div>
      <p class="note" role="status">
        {error || (cursor === null ? `${words}; the last values:` : `${words}; at ${figure(cursor)}:`)}
      </p>
      <ul class="legend">
        {shown.map((run, number) => (
          <li key={run.id}>
            <label class="check">
              <input type="checkbox" checked={!view.hidden.has(run.id)}
                onChange={() => {
                  const hidden = new Set(view.hidden);
                  if (!hidden.delete(run.id)) hidden.add(run.id);
                  change({ hidden });
                }} />
              <svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">
                <rect width="12" height="12" rx="3" fill={colour(number, dark === "dark")} />
              </svg>
              <span class="name" dir="auto" title={run.model}>{lastPart(run.model)}</span>
            </label>
            <span class="count">{run.dataset}, begun {when(run.begun_at)}</span>
            <strong>{value(run.id)}</strong>
          </li>
        ))}
      </ul>
    </section>
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
        <Curves shown={shown} />
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
