// Trainings beside each other: a chart for each metric, and the options in which they differ.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Metrics, curve, draw, drawCursor, extent, figure, indexAt } from "./curves.js";
import { colour } from "./canvas.js";
import { go, shortened, theme, where } from "./ui.jsx";

const OVER = { iteration: "iterations", epoch: "epochs", seconds: "seconds" };
const USUAL = "iteration";
/** What is no curve of its own but what others are drawn over. */
const AXES = new Set(["iteration", "epoch", "seconds", "examples"]);
/** The same numbers as loss and validation_loss have. */
const TWICE = new Set(["training.loss", "validation.loss"]);
const LAST = ["learning rate", "examples a second"];
const MOST_CURVES = 300;
const ADDRESS_AFTER_MS = 250;

export const lastPart = (path) => path.replace(/\/+$/, "").split("/").slice(-2).join("/");

export function when(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return date.toLocaleString("en-GB", isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

/** What a column of metrics.jsonl measures, and whether on the examples of validation. */
function metricOf(column) {
  const isValidation = /^validation[._]/.test(column);
  const plain = column.replace(/^(training|validation|schedules|updates)\.|^validation_/, "");
  return { metric: plain === "examples_per_s" ? LAST[1] : plain.replaceAll("_", " "), isValidation };
}

/** The unit of a metric of a run; "" where it has none. */
function unitOf(metric, run) {
  const loss = run.loss_unit ?? "";
  const [, of = ""] = loss.match(/^nats( per .*)$/) ?? [];
  const [said] = metric.match(/\b(nats|bits) per \w+/) ?? [];
  if (metric === "loss") return loss;
  if (said) return said;
  if (/\bnats\b/.test(metric)) return `nats${of}`;
  if (/\bbits\b/.test(metric)) return `bits${of}`;
  if (/\b(accuracy|exact|top\d|precision|recall|f1)\b/.test(metric)) return "share";
  return "";
}

/** Of several runs of one model the newest, from the oldest on, so that a curve keeps its colour. */
export function trainings(all) {
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
    over: OVER[parameters.get("over")] ? parameters.get("over") : USUAL,
    smooth: weight > 0 && weight < 1 ? weight : 0,
    isLog: parameters.get("log") === "1",
    hidden: new Set((parameters.get("hide") ?? "").split(",").filter(Boolean)),
  };
}

function address({ over, smooth, isLog, hidden }) {
  const parameters = new URLSearchParams();
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

/** A chart for each metric of each unit: runs of different units share none. The loss is the first. */
function charts(shown, stores, view) {
  const byKey = new Map();
  let left = MOST_CURVES;
  shown.forEach((run, number) => {
    const store = stores.get(run.id);
    if (!store || view.hidden.has(run.id)) return;
    for (const column of store.columns.keys()) {
      if (AXES.has(column) || TWICE.has(column)) continue;
      const points = store.points(column, view.over);
      if (!points.y.some((value) => value !== 0) || left-- <= 0) continue;
      const { metric, isValidation } = metricOf(column);
      const unit = unitOf(metric, run);
      const key = `${metric}, ${unit}`;
      if (!byKey.has(key)) byKey.set(key, { key, metric, unit, curves: [] });
      byKey.get(key).curves.push(curve(run.id, number, points, isValidation ? 0 : view.smooth, isValidation));
    }
  });
  const rank = ({ metric, curves }) => (metric === "loss" ? 0 : curves.some((one) => one.isFirm) ? 1 : LAST.includes(metric) ? 3 : 2);
  return [...byKey.values()].sort((a, b) => rank(a) - rank(b));
}

/** The value at a place or the last one before it; at null the last of all. */
function valueAt({ shown: { x, y } }, at) {
  const i = at === null ? x.length - 1 : indexAt(x, at);
  return i < 0 ? "–" : figure(y[i]);
}

const Swatch = ({ number }) => (
  <svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">
    <rect width="12" height="12" rx="3" fill={colour(number, theme.value === "dark")} />
  </svg>
);

export function Trainings({ shown }) {
  const [view, setView] = useState(asked);
  const [at, setAt] = useState(null);
  const [width, setWidth] = useState(0);
  const { stores, changes, error } = useMetrics(shown);
  const places = useRef(new Map());
  const grid = useRef();
  const dark = theme.value;
  const change = (part) => setView((before) => ({ ...before, ...part }));
  useEffect(() => {
    const timer = setTimeout(() => go(address(view), true), ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [view]);
  useEffect(() => {
    const observer = new ResizeObserver(() => setWidth(grid.current.clientWidth));
    observer.observe(grid.current);
    return () => observer.disconnect();
  }, []);
  const ids = shown.map((run) => `${run.id} ${run.loss_unit}`).join();
  const all = useMemo(() => charts(shown, stores, view), [ids, changes, view]);
  const range = useMemo(() => extent(all.flatMap((chart) => chart.curves)), [all]);
  const canvases = () => [...grid.current.querySelectorAll(".plot")];
  useEffect(() => {
    const begin = performance.now();
    places.current = canvases().map((plot, i) => draw(plot.firstChild, all[i].curves, view.isLog, extent(all[i].curves)));
    // What a benchmark reads.
    performance.clearMeasures("curves");
    performance.measure("curves", { start: begin });
  }, [all, width, dark]);
  useEffect(() => {
    canvases().forEach((plot, i) => drawCursor(plot.lastChild, all[i].curves, places.current[i], at));
  }, [all, at, width, dark]);
  const point = (event, i) => {
    const place = places.current[i];
    if (!place) return;
    const x = place.value(event.clientX - event.currentTarget.getBoundingClientRect().left);
    setAt(Math.max(place.fromX, Math.min(place.toX, x)));
  };
  const isSeveral = shown.length > 1;
  return (
    <section class="panel curves" aria-label="Trainings">
      <div class="bar">
        <h2>{isSeveral ? `${shown.length} trainings` : "Training"}</h2>
        <label class="sort">
          Over
          <select value={view.over} onChange={(event) => {
            setAt(null);
            change({ over: event.currentTarget.value });
          }}>
            {Object.entries(OVER).map(([over, name]) => (
              <option key={over} value={over}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="sort">
          Values at
          <input type="range" class="at" min={range?.[0] ?? 0} max={range?.[1] ?? 1} step="any" value={at ?? range?.[1] ?? 1}
            aria-valuetext={`${OVER[view.over]} ${figure(at ?? range?.[1])}`}
            onInput={(event) => {
              const value = Number(event.currentTarget.value);
              setAt(value < range?.[1] ? value : null);
            }} />
          <output>{at === null ? "the end" : figure(at)}</output>
        </label>
        <label class="sort">
          Smoothing
          <input type="range" class="smoothing" min="0" max="0.99" step="0.01" value={view.smooth}
            onInput={(event) => change({ smooth: Number(event.currentTarget.value) })} />
          <output>{view.smooth.toFixed(2)}</output>
        </label>
        <label class="check">
          <input type="checkbox" checked={view.isLog} onChange={(event) => change({ isLog: event.currentTarget.checked })} />
          Log scale
        </label>
      </div>
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
              <Swatch number={number} />
              <span class="name" dir="auto" title={run.model}>{lastPart(run.model)}</span>
            </label>
            <span class="count">{run.dataset}, begun {when(run.begun_at)}</span>
          </li>
        ))}
      </ul>
      {error && <p class="note" role="alert">{error}</p>}
      {all.length === 0 && <p class="note">No point is measured yet.</p>}
      <div class="charts" ref={grid}>
        {all.map((chart, i) => (
          <figure key={chart.key}>
            <figcaption>
              <strong>{shortened(chart.metric, 40)}</strong>
              <span class="count">{[chart.unit, `over ${OVER[view.over]}`].filter(Boolean).join(", ")}</span>
            </figcaption>
            <div class="plot" aria-hidden="true">
              <canvas />
              <canvas class="cursor" onPointerMove={(event) => point(event, i)} onPointerLeave={() => setAt(null)} />
            </div>
            <Values chart={chart} shown={shown} at={at} />
          </figure>
        ))}
      </div>
      {isSeveral && <Differences shown={shown} hidden={view.hidden} />}
    </section>
  );
}

/** The values of a chart's curves at a place: of each run those of training and of validation. */
function Values({ chart, shown, at }) {
  const numbers = [...new Set(chart.curves.map((one) => one.number))];
  const hasFirm = chart.curves.some((one) => one.isFirm);
  return (
    <ul class="values">
      {numbers.map((number) => (
        <li key={number}>
          <Swatch number={number} />
          <span class="hidden">{lastPart(shown[number].model)}</span>
          {chart.curves.filter((one) => one.number === number).map((one) => (
            <span key={String(one.isFirm)}>
              {hasFirm && (one.isFirm ? "validation " : "training ")}
              <strong>{valueAt(one, at)}</strong>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** A table of the options that are not the same in all trainings that are shown. */
function Differences({ shown, hidden }) {
  const known = shown.map((run, number) => ({ run, number })).filter(({ run }) => run.options && !hidden.has(run.id));
  if (known.length < 2) return null;
  const settings = known.map(({ run }) => ({ "data set": run.dataset, version: run.version, ...run.options }));
  const names = [...new Set(settings.flatMap(Object.keys))];
  const different = names.filter((name) => settings.some((one) => one[name] !== settings[0][name]));
  return (
    <>
      <h3>Options that differ</h3>
      {different.length === 0 ? (
        <p class="none">These trainings have the same options.</p>
      ) : (
        <div class="table differences" tabIndex="0" role="region" aria-label="Options that differ">
          <table>
            <thead>
              <tr>
                <th scope="col">Option</th>
                {known.map(({ run, number }) => (
                  <th key={run.id} scope="col" dir="auto">
                    <Swatch number={number} /> {shortened(lastPart(run.model), 40)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {different.map((name) => (
                <tr key={name}>
                  <th scope="row">{name.replaceAll("_", " ")}</th>
                  {settings.map((one, i) => (
                    <td key={i} dir="auto">{one[name] === undefined ? "–" : shortened(one[name], 80)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
