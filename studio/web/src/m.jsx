import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, post } from "./api.js";
import * as player from "./player.js";
import { repeated } from "./loop.js";
import { Markdown } from "./markdown.jsx";
import { LoopRoll, FileLink, Samples, unpacked } from "./samples.jsx";
import { Keep } from "./takes.jsx";
import { Command, Failure, Icon, Link, count, go, isOwn, modelAddress, plural, where } from "./ui.jsx";

const ADDRESS_AFTER_MS = 250;
export const STEPS = 9;

export function Model({ name }) {
  const [model, setModel] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    document.title = `${name} – Partita studio`;
    get(`/models/${encodeURIComponent(name)}`).then(setModel).catch(setError);
  }, [name]);
  if (error) return <Failure error={error} />;
  if (!model) return <p class="loading">Reading the model …</p>;
  return (
    <article class="model">
      <p class="crumbs">
        <Link href="/m">Models</Link>
      </p>
      <div class="title">
        <div>
          <h1 dir="auto">{name}</h1>
          <p class="facts">
            <span>{model.kind}</span>
            {model.makes && <span>makes {model.makes}</span>}
          </p>
        </div>
      </div>
      {model.options && <Maker model={model} />}
      {model.samples && <Samples model={model} />}
      {model.check && <Verdict check={model.check} />}
      <section class="panel">
        <h2>Card</h2>
        <dl class="factlist">
          {Object.entries(model.facts).map(([fact, value]) => (
            <div key={fact}>
              <dt>{fact}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
        {model.figures.map((group) => (
          <Figures key={group.split} group={group} />
        ))}
        {model.readme && <Markdown text={model.readme} />}
      </section>
    </article>
  );
}

const figure = (value) => Number(value.toPrecision(4)).toLocaleString("en", { maximumFractionDigits: 4 });

/** What the model was held to before a release. */
function Verdict({ check }) {
  const failed = check.checks.filter((line) => !line.ok).length;
  const given = (value) => (value == null ? "–" : figure(value));
  return (
    <section class="panel verdict">
      <div class="bar">
        <h2>Gate {check.gate}</h2>
        <span class={`state ${failed ? "failed" : "finished"}`}>
          {failed ? `${failed} of ${plural(check.checks.length, "check")} failed` : `${plural(check.checks.length, "check")} passed`}
        </span>
      </div>
      <p class="facts">
        <span>{check.dataset}, split {check.split}</span>
        <span>run {check.model_run_id}</span>
        <span>Partita {check.version}</span>
      </p>
      <div class="table" tabIndex="0" role="region" aria-label="Checks">
        <table>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Figure</th>
              <th scope="col" class="number">Model</th>
              <th scope="col" class="number">Real music</th>
              <th scope="col">Bound</th>
            </tr>
          </thead>
          <tbody>
            {check.checks.map((line) => (
              <tr key={line.figure}>
                <td>
                  <span class={`state ${line.ok ? "finished" : "failed"}`}>{line.ok ? "passed" : "failed"}</span>
                </td>
                <td>{line.figure}</td>
                <td class="number">{given(line.model)}</td>
                <td class="number">{given(line.real)}</td>
                <td>{line.bound}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What was measured, beside what simple guesses reach. */
function Figures({ group }) {
  const guesses = [...new Set(group.rows.flatMap((row) => Object.keys(row.baselines ?? {})))];
  return (
    <>
      <h3>On the split {group.split}</h3>
      <div class="table" tabIndex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col" class="number">Model</th>
              <th scope="col" class="number">95 %</th>
              {guesses.map((guess) => (
                <th key={guess} scope="col" class="number">{guess.replaceAll("_", " ")}</th>
              ))}
              <th scope="col">Better</th>
            </tr>
          </thead>
          <tbody>
            {group.rows.map((row) => (
              <tr key={row.figure}>
                <td>{row.figure}</td>
                <td class="number">{figure(row.value)}</td>
                <td class="number">{row.interval ? row.interval.map(figure).join(" to ") : "–"}</td>
                {guesses.map((guess) => (
                  <td key={guess} class="number">{row.baselines?.[guess] == null ? "–" : figure(row.baselines[guess])}</td>
                ))}
                <td>{row.better}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A number of the address within its range, or what the command takes without it. */
function valueOf(option, text) {
  if (option.choices) return option.choices.includes(text) ? text : option.usual;
  const value = Number(text);
  return text != null && text !== "" && value >= option.least && value <= option.most ? value : option.usual;
}

function inAddress(options) {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(options.map((option) => [option.name, valueOf(option, query.get(option.name))]));
}

/** How a loop was drawn, as a text of the address: the values of options that do not say how it is played. */
const textOf = (options, end) => drawing(options).map(({ name }) => end[name]).join("@");

const drawing = (options) => options.filter((option) => !option.plays);

function wayInAddress(options) {
  const query = new URLSearchParams(location.search);
  const [from, to] = ["from", "to"].map((end) => {
    const words = query.get(end)?.split("@") ?? [];
    const drawn = drawing(options);
    return words.length === drawn.length
      ? Object.fromEntries(drawn.map((option, i) => [option.name, valueOf(option, words[i])]))
      : null;
  });
  const at = Number(query.get("at"));
  return { ends: { from, to }, place: from && to && at >= 1 && at <= STEPS ? Math.floor(at) - 1 : null };
}

/**
 * The panel that makes loops, and ways between two of them. A change is asked for at once; of those that come
 * meanwhile the last one is.
 */
function Maker({ model }) {
  const { name, options } = model;
  const id = `model:${name}`;
  const [values, setValues] = useState(() => inAddress(options));
  const [loops, setLoops] = useState({ now: null, before: null });
  const [side, setSide] = useState("now");
  const [ends, setEnds] = useState(() => wayInAddress(options).ends);
  const [way, setWay] = useState(null);
  // The step of the way that is shown; null for a loop by itself.
  const [place, setPlace] = useState(() => (model.interpolates ? wayInAddress(options).place : null));
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  // What came with the address is made when somebody asks for it.
  const [isWanted, setWanted] = useState(isOwn);
  const asked = useRef({ busy: false, next: null, gone: false });
  const written = useRef(location.pathname + location.search);
  const isCurrent = player.current.value?.id === id;
  const sounds = isCurrent && player.playing.value;
  const onWay = place !== null;
  const shown = (onWay && way?.loops[place]) || (loops[side] ?? loops.now);
  const heard = useRef();
  heard.current = shown;

  const play = (loop) => {
    const share = player.current.value?.id === id && player.duration.value ? player.now() / player.duration.value : 0;
    player.play({ id, kind: "loop", title: loop.title, artist: model.kind, address: loop.address, midi: loop.played, duration: loop.seconds }, share * loop.seconds);
  };
  const playIfSounding = (loop) => {
    if (player.current.value?.id === id && player.playing.value) play(loop);
  };
  const looped = (answer, title, query) => {
    const loop = unpacked(answer);
    return { ...loop, title, played: repeated(loop.notes, loop.seconds), address: `${modelAddress(name)}?${new URLSearchParams(query)}` };
  };
  const show = (answer, made) => {
    const loop = looped(answer, `Loop ${made.seed} of ${name}`, differences(options, made));
    const stem = `${name.replace("builtin:", "")}-s${made.seed}-01`;
    setLoops((loops) => ({ now: { ...loop, stem, key: JSON.stringify(made) }, before: loops.now ?? null }));
    setSide("now");
    if (latest.current.place === null) playIfSounding(loop);
  };
  const showWay = (answer, asked, made) => {
    const { from, to } = asked;
    const query = { ...differences(options, made), from: textOf(options, from), to: textOf(options, to) };
    const steps = answer.loops.map((loop, i) => ({
      ...looped(loop, `Step ${i + 1} from loop ${from.seed} to ${to.seed} of ${name}`, { ...query, at: i + 1 }),
      stem: `way-${from.seed}-${to.seed}-${String(i + 1).padStart(2, "0")}`,
      took_ms: answer.took_ms,
      command: answer.commands.join("\n"),
    }));
    setWay({ key: wayKey(asked, made), loops: steps });
    if (latest.current.place !== null) playIfSounding(steps[latest.current.place]);
  };
  const playing = (made) => {
    const played = options.filter((option) => option.plays && made[option.name] !== option.usual);
    return Object.fromEntries(played.map(({ name }) => [name, made[name]]));
  };
  const wayKey = (asked, made) => JSON.stringify([asked, playing(made)]);
  /** Asks for the loop of some values, or where there are ends for the way between them. */
  const ask = async (wanted) => {
    const turn = asked.current;
    turn.next = wanted;
    if (turn.busy) return;
    turn.busy = true;
    setBusy(true);
    while (turn.next && !turn.gone) {
      const made = turn.next;
      turn.next = null;
      try {
        const { values, ends } = made;
        const path = `/models/${encodeURIComponent(name)}`;
        const answer = ends
          ? await post(`${path}/interpolate`, { ...ends, steps: STEPS, ...playing(values) })
          : await post(`${path}/generate`, differences(options, values));
        if (turn.gone) return;
        if (ends) showWay(answer, ends, values);
        else show(answer, values);
        setProblem("");
      } catch (error) {
        // Another page asked later: this one's turn comes after it.
        if (error.status === 409) turn.next ??= made;
        else setProblem(error.message);
      }
    }
    turn.busy = false;
    setBusy(false);
  };

  useEffect(() => {
    asked.current.gone = false;
    return () => (asked.current.gone = true);
  }, []);
  const key = JSON.stringify(values);
  const wanted = onWay ? wayKey(ends, values) : key;
  const latest = useRef();
  latest.current = { place };
  useEffect(() => {
    if (!isWanted) return;
    if (onWay && way?.key !== wanted) ask({ values, ends });
    else if (!onWay && loops.now?.key !== wanted) ask({ values });
  }, [wanted, isWanted]);
  useEffect(() => {
    if (!isWanted) return undefined;
    // Browsers limit how often an address changes.
    const timer = setTimeout(() => {
      const query = new URLSearchParams(differences(options, values));
      for (const end of ["from", "to"]) if (ends[end]) query.set(end, textOf(options, ends[end]));
      if (onWay) query.set("at", place + 1);
      written.current = `${modelAddress(name)}?${query}`;
      go(written.current, true);
    }, ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [key, ends, place, isWanted]);
  useEffect(() => {
    if (where.value === written.current) return;
    setValues(inAddress(options));
    const { ends, place } = wayInAddress(options);
    setEnds(ends);
    setPlace(model.interpolates ? place : null);
  }, [where.value]);

  const set = (option, value) => {
    setWanted(true);
    if (!option.plays) setPlace(null);
    setValues((values) => ({ ...values, [option.name]: value }));
  };
  const another = () => {
    if (!isWanted) return setWanted(true);
    setPlace(null);
    setValues((values) => ({ ...values, seed: values.seed + 1 }));
  };
  /** The loop that is shown becomes an end of the way, which starts where one hears it. */
  const setEnd = (end) => {
    const drawn = JSON.parse(shown.key);
    const both = { ...ends, [end]: Object.fromEntries(drawing(options).map(({ name }) => [name, drawn[name]])) };
    setEnds(both);
    if (both.from && both.to) setPlace(end === "from" ? 0 : STEPS - 1);
  };
  const move = (step) => {
    setWanted(true);
    setPlace(step);
    if (way?.loops[step] && way.key === wayKey(ends, values)) playIfSounding(way.loops[step]);
  };
  const toggle = () => {
    if (isCurrent) player.toggle();
    else if (heard.current) play(heard.current);
  };
  const hear = (which) => {
    if (!loops[which] || (which === side && !onWay)) return;
    setPlace(null);
    setSide(which);
    if (player.current.value?.id === id && player.playing.value) play(loops[which]);
    else if (player.current.value?.id === id) player.forget();
  };
  useLayoutEffect(() => {
    const press = (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.target.closest?.("input:not([type=range]), textarea, select, dialog")) return;
      if (event.key === " " && !event.target.closest?.("button, a, summary")) toggle();
      else if (event.key === "r" || event.key === "R") another();
      else if (event.key === "b" || event.key === "B") hear(side === "now" ? "before" : "now");
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    addEventListener("keydown", press, true);
    return () => removeEventListener("keydown", press, true);
  });

  return (
    <section class="panel rollpanel maker" aria-label="Make a loop">
      <div class="bar">
        <button class={`play ${isCurrent ? "current" : ""}`} aria-label={sounds ? "Pause" : "Play the loop"} disabled={!shown} onClick={toggle}>
          <Icon name={sounds ? "pause" : "play"} />
        </button>
        <button class="button primary" onClick={another}>
          {isWanted ? "Another" : "Make this loop"}
        </button>
        <div class="sides" role="group" aria-label="Compare">
          <button class="quiet text" aria-pressed={!onWay && side === "now"} disabled={!loops.now} onClick={() => hear("now")}>
            This one
          </button>
          <button class="quiet text" aria-pressed={!onWay && side === "before"} disabled={!loops.before} onClick={() => hear("before")}>
            The one before
          </button>
        </div>
        <p class="facts status" role="status">
          {!isWanted ? "The address asks for this loop." : busy && !shown ? "Starting the model …" : busy && onWay ? "Making the way …" : shown && `${count(shown.notes.count)} notes, made in ${count(shown.took_ms)} ms`}
        </p>
        {shown && (
          <>
            <Keep made={shown} title={shown.title} />
            <FileLink piece={shown} name={`${shown.stem}.mid`} />
          </>
        )}
      </div>
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      {shown ? <LoopRoll loop={shown} id={id} play={() => play(shown)} /> : <div class={`roll drums ${isWanted ? "loading" : ""}`} />}
      <div class="dials">
        {options.map((option) => (
          <Dial key={option.name} option={option} value={values[option.name]} set={(value) => set(option, value)} />
        ))}
      </div>
      {model.interpolates && (
        <Way ends={ends} place={place} isReady={!onWay && Boolean(shown)} setEnd={setEnd} move={move} from="From this loop" to="To this loop"
          label="Between two loops" hint="Choose the loop where a way starts, and another where it ends" called={({ seed }) => seed} />
      )}
      {shown && (
        <div class="made">
          <p>{onWay ? "These commands make the same files:" : "This command makes the same file:"}</p>
          <Command>{shown.command}</Command>
        </div>
      )}
    </section>
  );
}

/** What differs from the command's own values, with the seed. */
export function differences(options, values) {
  return Object.fromEntries(
    options.filter(({ name, usual }) => name === "seed" || String(values[name]) !== String(usual)).map(({ name }) => [name, values[name]]),
  );
}

/** From one loop or piece to another, step by step. */
export function Way({ ends, place, isReady, setEnd, move, from, to, label, hint, called }) {
  const isWhole = ends.from && ends.to;
  const end = (name, label) => (
    <button class="button" disabled={!isReady} onClick={() => setEnd(name)}>
      {label}
      {ends[name] && <span class="of"> {called(ends[name])}</span>}
    </button>
  );
  return (
    <div class="way" role="group" aria-label={label}>
      {end("from", from)}
      <label class="dial">
        <span>{isWhole ? "Between them" : hint}</span>
        {place !== null && <output>{`${place + 1} of ${STEPS}`}</output>}
        <input type="range" min="1" max={STEPS} step="1" disabled={!isWhole} value={(place ?? 0) + 1}
          onInput={(event) => move(Number(event.currentTarget.value) - 1)} />
      </label>
      {end("to", to)}
    </div>
  );
}

export function Dial({ option, value, set }) {
  if (option.choices) {
    return (
      <label class="dial">
        <span>{option.label}</span>
        <select value={value} onChange={(event) => set(event.currentTarget.value)}>
          {option.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      </label>
    );
  }
  if (option.several) {
    return (
      <details class="dial several">
        <summary>
          <span>{option.label}</span> {value.length ? value.join(", ") : "any"}
        </summary>
        <div role="group" aria-label={option.label}>
          {option.several.map((one) => (
            <label key={one}>
              <input type="checkbox" checked={value.includes(one)}
                onChange={() => set(option.several.filter((each) => (each === one) !== value.includes(each)))} />
              {one}
            </label>
          ))}
        </div>
      </details>
    );
  }
  const isWhole = option.whole;
  const change = (event) => {
    const number = valueOf(option, event.currentTarget.value);
    if (Number.isFinite(number)) set(isWhole ? Math.floor(number) : number);
  };
  return (
    <label class="dial">
      <span>{option.label}</span>
      {!isWhole && <output>{value ?? "any"}</output>}
      <input name={option.name} type={isWhole ? "number" : "range"} min={option.least} max={option.most} step={option.step}
        value={value ?? (option.least + option.most) / 2}
        onInput={isWhole ? undefined : change} onChange={isWhole ? change : undefined} />
    </label>
  );
}
