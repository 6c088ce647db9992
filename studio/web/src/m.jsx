import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, post } from "./api.js";
import * as player from "./player.js";
import { DRUMS, Roll, unpack } from "./canvas.js";
import { repeated } from "./loop.js";
import { Markdown } from "./markdown.jsx";
import { Command, Failure, Icon, Link, count, go, modelAddress, theme, where } from "./ui.jsx";

const ADDRESS_AFTER_MS = 250;

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

const fromBase64 = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

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

/** The panel that makes loops. A change is asked for at once; of those that come meanwhile the last one is. */
function Maker({ model }) {
  const { name, options } = model;
  const id = `model:${name}`;
  const [values, setValues] = useState(() => inAddress(options));
  const [loops, setLoops] = useState({ now: null, before: null });
  const [side, setSide] = useState("now");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const asked = useRef({ busy: false, next: null, gone: false });
  const written = useRef(location.pathname + location.search);
  const isCurrent = player.current.value?.id === id;
  const sounds = isCurrent && player.playing.value;
  const shown = loops[side] ?? loops.now;
  const heard = useRef();
  heard.current = shown;

  const play = (loop) => {
    const share = player.current.value?.id === id && player.duration.value ? player.now() / player.duration.value : 0;
    const title = `Loop ${loop.values.seed} of ${name}`;
    player.play({ id, kind: "loop", title, artist: model.kind, address: loop.address, midi: loop.played, duration: loop.seconds }, share * loop.seconds);
  };
  const show = (answer, made) => {
    const notes = unpack(fromBase64(answer.notes).buffer);
    const query = new URLSearchParams(differences(options, made));
    const loop = {
      ...answer,
      values: made,
      notes,
      file: new Blob([fromBase64(answer.midi)], { type: "audio/midi" }),
      played: repeated(notes, answer.seconds),
      address: `${modelAddress(name)}?${query}`,
    };
    setLoops((loops) => ({ now: loop, before: loops.now ?? null }));
    setSide("now");
    if (player.current.value?.id === id && player.playing.value) play(loop);
  };
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
        const answer = await post(`/models/${encodeURIComponent(name)}/generate`, differences(options, made));
        if (turn.gone) return;
        show(answer, made);
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
  useEffect(() => {
    ask(values);
    // Browsers limit how often an address changes.
    const timer = setTimeout(() => {
      written.current = `${modelAddress(name)}?${new URLSearchParams(differences(options, values))}`;
      go(written.current, true);
    }, ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [key]);
  useEffect(() => {
    if (where.value !== written.current) setValues(inAddress(options));
  }, [where.value]);

  const set = (option, value) => setValues((values) => ({ ...values, [option]: value }));
  const another = () => setValues((values) => ({ ...values, seed: values.seed + 1 }));
  const toggle = () => {
    if (isCurrent) player.toggle();
    else if (heard.current) play(heard.current);
  };
  const hear = (which) => {
    if (!loops[which] || which === side) return;
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

  const file = useMemo(() => shown && URL.createObjectURL(shown.file), [shown]);
  useEffect(() => () => file && URL.revokeObjectURL(file), [file]);
  return (
    <section class="panel rollpanel maker" aria-label="Make a loop">
      <div class="bar">
        <button class={`play ${isCurrent ? "current" : ""}`} aria-label={sounds ? "Pause" : "Play the loop"} disabled={!shown} onClick={toggle}>
          <Icon name={sounds ? "pause" : "play"} />
        </button>
        <button class="button primary" onClick={another}>
          Another
        </button>
        <div class="sides" role="group" aria-label="Compare">
          <button class="quiet text" aria-pressed={side === "now"} disabled={!loops.now} onClick={() => hear("now")}>
            This one
          </button>
          <button class="quiet text" aria-pressed={side === "before"} disabled={!loops.before} onClick={() => hear("before")}>
            The one before
          </button>
        </div>
        <p class="facts status" role="status">
          {busy && !loops.now ? "Starting the model …" : shown && `${count(shown.notes.count)} notes, made in ${count(shown.took_ms)} ms`}
        </p>
        {shown && (
          <a class="button" href={file} download={`${name.replace("builtin:", "")}-s${shown.values.seed}-01.mid`}>
            <Icon name="down" /> MIDI
          </a>
        )}
      </div>
      {problem && (
        <p class="error" role="alert">
          {problem}
        </p>
      )}
      {shown ? <LoopRoll loop={shown} id={id} play={() => play(shown)} /> : <div class="roll drums loading" />}
      <div class="dials">
        {options.map((option) => (
          <Dial key={option.name} option={option} value={values[option.name]} set={(value) => set(option.name, value)} />
        ))}
      </div>
      {shown && (
        <div class="made">
          <p>This command makes the same file:</p>
          <Command>{shown.command}</Command>
        </div>
      )}
    </section>
  );
}

/** What differs from the command's own values, with the seed. */
function differences(options, values) {
  return Object.fromEntries(
    options.filter(({ name, usual }) => name === "seed" || values[name] !== usual).map(({ name }) => [name, values[name]]),
  );
}

function Dial({ option, value, set }) {
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
  const isSeed = option.name === "seed";
  const change = (event) => {
    const number = valueOf(option, event.currentTarget.value);
    if (Number.isFinite(number)) set(isSeed ? Math.floor(number) : number);
  };
  return (
    <label class="dial">
      <span>{option.label}</span>
      {!isSeed && <output>{value}</output>}
      <input type={isSeed ? "number" : "range"} min={option.least} max={option.most} step={option.step} value={value}
        onInput={isSeed ? undefined : change} onChange={isSeed ? change : undefined} />
    </label>
  );
}

function LoopRoll({ loop, id, play }) {
  const canvas = useRef();
  const roll = useRef();
  const dark = theme.value;
  useEffect(() => {
    const view = (roll.current = new Roll(canvas.current, { ...loop.notes, end: Math.max(loop.notes.end, loop.seconds) }, loop.bars));
    view.seconds = loop.seconds || 1;
    let frame;
    let last = "";
    const draw = () => {
      const playhead = player.current.value?.id === id ? player.now() : -1;
      const state = [playhead, canvas.current.clientWidth, canvas.current.clientHeight].join();
      if (state !== last) view.draw(playhead);
      last = state;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [loop, dark, id]);
  const isDrums = loop.notes.program.every((program) => program === DRUMS);
  return (
    <canvas
      ref={canvas}
      class={`roll ${isDrums ? "drums" : ""}`}
      role="img"
      aria-label={`Piano roll of ${count(loop.notes.count)} notes in ${loop.bars.length} bars`}
      onClick={(event) => {
        const time = roll.current.time(event.clientX - canvas.current.getBoundingClientRect().left);
        if (player.current.value?.id === id) player.seek(Math.max(0, time));
        else play();
      }}
    />
  );
}
