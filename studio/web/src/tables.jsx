import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { allRows, get, isRecorded, post, rejectedFiles, remove, sql } from "./api.js";
import { chartOf, described, drawChart } from "./charts.js";
import { beginOf, candidates } from "./completion.js";
import { Bytes } from "./faults.jsx";
import { Command, Empty, Failure, Icon, Link, Share, count, go, isOwn, lake, plural, setAddress, shortened, theme, where } from "./ui.jsx";

const SHOWN = 1000;

/** Examples that this lake can answer. */
function examples() {
  const has = new Set(Object.keys(lake.value.tables));
  return [
    has.has("midi_files") && ["Keys", "SELECT key, count(*) AS files FROM midi_files WHERE key IS NOT NULL GROUP BY key ORDER BY files DESC"],
    has.has("notes") && ["Pitches", "SELECT pitch, count(*) AS notes FROM notes WHERE NOT is_drum GROUP BY pitch ORDER BY pitch"],
    has.has("midi_files") && ["Longest files", "SELECT dataset, midi_md5, path, duration_s, n_notes FROM midi_files ORDER BY duration_s DESC NULLS LAST LIMIT 50"],
    has.has("audio_tracks") && ["Loudness by label", "SELECT label, round(avg(rms_db), 1) AS mean_db FROM audio_tracks GROUP BY label ORDER BY mean_db DESC"],
    ["Items", "SELECT dataset, kind, count(*) AS items FROM studio.items GROUP BY ALL ORDER BY items DESC"],
  ].filter(Boolean);
}

/** A button that saves a file which is made then: it is whole, or there is none. */
function Saved({ name, make, fail, children }) {
  const [isMaking, setMaking] = useState(false);
  const save = async () => {
    setMaking(true);
    try {
      const href = URL.createObjectURL(await make());
      Object.assign(document.createElement("a"), { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    } catch (failure) {
      fail(`${name} was not made: ${failure.message}`);
    } finally {
      setMaking(false);
    }
  };
  return (
    <button class="button" disabled={isMaking} onClick={save}>
      <Icon name="down" /> {isMaking ? "Writing …" : children}
    </button>
  );
}

/** Queries that are kept by name, to open and to delete, and the form that keeps the one in the box. */
function Kept({ text, open }) {
  const [queries, setQueries] = useState([]);
  const [name, setName] = useState("");
  const [deleted, setDeleted] = useState(null);
  const [problem, setProblem] = useState("");
  const show = async (asked) => {
    try {
      setQueries((await asked).queries);
      setProblem("");
      return true;
    } catch (error) {
      setProblem(error.message);
      return false;
    }
  };
  const keep = async (query) => (await show(post("/queries", query))) && setDeleted(null);
  useEffect(() => {
    show(get("/queries"));
  }, []);
  const isKnown = queries.some((query) => query.name === name.trim());
  return (
    <section class="kept" aria-label="Kept queries">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep({ name: name.trim(), sql: text });
        }}>
        <input aria-label="Name of the query" placeholder="Name" value={name} maxLength="60" required onInput={(event) => setName(event.currentTarget.value)} />
        <button class="button">{isKnown ? "Replace" : "Keep this query"}</button>
      </form>
      {queries.length > 0 && (
        <ul>
          {queries.map((query) => (
            <li key={query.name}>
              <button class="quiet text" dir="auto" title={shortened(query.sql, 300)} onClick={() => {
                setName(query.name);
                open(query.sql);
              }}>
                {query.name}
              </button>
              <button class="quiet" aria-label={`Delete ${query.name}`} onClick={async () => {
                if (await show(remove(`/queries/${encodeURIComponent(query.name)}`))) setDeleted(query);
              }}>
                <Icon name="cross" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {deleted && (
        <p class="facts" role="status">
          <span dir="auto">{deleted.name} was deleted.</span>
          <button class="quiet text" onClick={() => keep(deleted)}>Keep it again</button>
        </p>
      )}
      {problem && <p class="error" role="alert">{problem}</p>}
    </section>
  );
}

const wordEnd = (text, from) => from + Math.max(1, text.slice(from).search(/\W|$/));

/** The line of a query that a fault is in, with a caret below it. */
function place({ query, position }) {
  const begin = query.lastIndexOf("\n", position - 1) + 1;
  const end = query.indexOf("\n", position);
  const from = Math.max(begin, position - 60);
  const line = query.slice(from, end < 0 ? undefined : end).slice(0, 100);
  const number = query.slice(0, position).split("\n").length;
  return `\n\nLine ${number}, column ${position - begin + 1}\n${line}\n${" ".repeat(position - from)}^`;
}

export function Query() {
  const asked = new URLSearchParams(where.value.split("?")[1] ?? "").get("sql");
  const [text, setText] = useState(asked ?? examples()[0][1]);
  const [answer, setAnswer] = useState(null);
  const [error, setError] = useState(null);
  const area = useRef();
  // What could be written at the cursor, and which of it is chosen.
  const [offer, setOffer] = useState({ all: [], chosen: -1 });
  const [isRunning, setRunning] = useState(false);
  const [isWaiting, setWaiting] = useState(Boolean(asked) && !isOwn());
  const run = async (query) => {
    setRunning(true);
    setWaiting(false);
    setError(null);
    setOffer({ all: [], chosen: -1 });
    go(`/q?sql=${encodeURIComponent(query)}`, true);
    try {
      setAnswer({ ...(await sql(query)), query });
    } catch (failure) {
      setError({ message: failure.message, position: failure.position, query });
      if (failure.position !== undefined) area.current?.setSelectionRange(failure.position, wordEnd(query, failure.position));
    } finally {
      setRunning(false);
    }
  };
  const complete = (candidate) => {
    const { value, selectionStart: cursor } = area.current;
    area.current.setRangeText(candidate.name, beginOf(value, cursor), cursor, "end");
    setText(area.current.value);
    setOffer({ all: [], chosen: -1 });
  };
  useEffect(() => {
    document.title = "SQL – Partita studio";
    if (asked && !isWaiting) run(asked);
  }, []);
  return (
    <div class="query">
      <h1>SQL</h1>
      <p class="facts">
        <span>One SELECT, 10 seconds, 10,000 rows at most.</span>
        {examples().map(([name, query]) => (
          <button key={name} class="quiet text" onClick={() => {
            setText(query);
            run(query);
          }}>
            {name}
          </button>
        ))}
      </p>
      <textarea ref={area} aria-label="Query" aria-autocomplete="list" aria-controls="completions"
        aria-activedescendant={offer.chosen >= 0 ? `completion-${offer.chosen}` : undefined}
        spellcheck={false} rows={Math.min(16, Math.max(4, text.split("\n").length + 1))} value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOffer({ all: candidates(event.currentTarget.value, event.currentTarget.selectionStart, lake.value.tables), chosen: -1 });
        }}
        onBlur={() => setOffer({ all: [], chosen: -1 })}
        onKeyDown={(event) => {
          const { all, chosen } = offer;
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(text);
          else if (!all.length) return;
          else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            setOffer({ all, chosen: (chosen + (event.key === "ArrowDown" ? 1 : all.length) + (chosen < 0 && event.key === "ArrowUp" ? 1 : 0)) % all.length });
          } else if ((event.key === "Tab" && !event.shiftKey) || (event.key === "Enter" && chosen >= 0)) complete(all[Math.max(0, chosen)]);
          else if (event.key === "Escape") setOffer({ all: [], chosen: -1 });
          else return;
          event.preventDefault();
        }} />
      <ul id="completions" class="completions" role="listbox" aria-label="Tables and columns">
        {offer.all.map(({ name, of }, i) => (
          <li key={name} id={`completion-${i}`} role="option" aria-selected={i === offer.chosen}
            onPointerDown={(event) => {
              event.preventDefault();
              complete(offer.all[i]);
            }}>
            <code>{name}</code> <span class="count">{of}</span>
          </li>
        ))}
      </ul>
      <div class="bar">
        <button class="button primary" disabled={isRunning} onClick={() => run(text)}>
          {isRunning ? "Running …" : "Run"}
        </button>
        <span class="facts">Ctrl+Enter</span>
        {answer && !error && (
          <span class="facts" role="status">
            {plural(answer.rows.length, "row")}
            {answer.more ? ", and there are more" : ""} in {answer.seconds.toFixed(2)} s
          </span>
        )}
        {answer && !error && (
          <>
            {[["csv", "All rows as CSV"], ["parquet", "Parquet"]].map(([format, name]) => (
              <Saved key={format} name={`rows.${format}`} make={() => allRows(format, answer.query)} fail={(message) => setError({ message })}>
                {name}
              </Saved>
            ))}
          </>
        )}
      </div>
      <Kept text={text} open={(query) => {
        setText(query);
        setAnswer(null);
        setError(null);
        setWaiting(false);
        area.current.focus();
      }} />
      {isWaiting && <p class="note" role="status">This query came with the address and has not been run. Read it, then press Run.</p>}
      {error && (
        <pre class="error" role="alert">
          {error.message}
          {error.position !== undefined && place(error)}
        </pre>
      )}
      {answer && !error && <Lists answer={answer} query={answer.query} />}
      {answer && !error && <Chart answer={answer} />}
      {answer && !error && <Table columns={answer.columns.map((column) => column.name)} rows={answer.rows} />}
      <details class="panel columns">
        <summary>Tables of this lake</summary>
        <p class="tables">
          {Object.keys(lake.value.tables).map((table) => (
            <button key={table} class="quiet text" onClick={() => {
              const query = `SELECT * FROM ${table} LIMIT 100`;
              setText(query);
              run(query);
            }}>
              {table}
            </button>
          ))}
        </p>
      </details>
    </div>
  );
}

/** Rows that are of items can be played: as a list for each data set that they are of. */
function Lists({ answer, query }) {
  const columns = answer.columns.map((column) => column.name);
  const at = (name) => columns.indexOf(name);
  const isOfItems = at("id") >= 0 || at("midi_md5") >= 0 || (at("source") >= 0 && at("path") >= 0);
  if (!isOfItems || at("dataset") < 0 || !answer.rows.length) return null;
  const known = new Set(lake.value.datasets.filter((set) => set.kinds.length).map((set) => set.dataset));
  const datasets = [...new Set(answer.rows.map((row) => row[at("dataset")]))].filter((name) => known.has(name));
  if (!datasets.length) return null;
  return (
    <p class="facts">
      <span>Open as a list:</span>
      {datasets.map((name) => (
        <Link key={name} href={`${setAddress(name)}?sql=${encodeURIComponent(query)}`}>
          {name}
        </Link>
      ))}
    </p>
  );
}

/** A picture of an answer that has one or two numbers. */
function Chart({ answer }) {
  const canvas = useRef();
  const [width, setWidth] = useState(0);
  const chart = useMemo(() => chartOf(answer), [answer]);
  const dark = theme.value;
  useEffect(() => {
    if (!chart) return undefined;
    const observer = new ResizeObserver(() => canvas.current && setWidth(canvas.current.clientWidth));
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, [chart]);
  useEffect(() => {
    if (chart) drawChart(canvas.current, chart);
  }, [chart, width, dark]);
  if (!chart) return null;
  return (
    <figure class="panel chart">
      <canvas ref={canvas} role="img" aria-label={described(chart)} />
    </figure>
  );
}

/** A number as people read it; years and the like have no comma. */
const readable = (value) =>
  Number.isInteger(value) ? (Math.abs(value) < 10_000 ? String(value) : count(value)) : Number(value.toPrecision(6)).toLocaleString("en", { maximumSignificantDigits: 6 });

/** As a table; `shown` has what a column shows of a row instead of its value, by the column's name. */
function Table({ columns, rows, label = "Rows", shown = {} }) {
  const md5 = columns.indexOf("midi_md5");
  const dataset = columns.indexOf("dataset");
  const cell = (row, value, i) => {
    if (shown[columns[i]]) return shown[columns[i]](row);
    if (value === null) return <span class="null">null</span>;
    if (typeof value === "number") return <span title={String(value)}>{readable(value)}</span>;
    const text = shortened(String(value), 200);
    if (i === md5 && dataset >= 0) return <Link href={`${setAddress(row[dataset])}/i/${value}`}>{text}</Link>;
    return text;
  };
  return (
    <div class="table" tabIndex="0" role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={i} scope="col" class={typeof rows[0]?.[i] === "number" ? "number" : ""}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, r) => (
            <tr key={r}>
              {row.map((value, i) => (
                <td key={i} class={typeof value === "number" ? "number" : ""} dir="auto">
                  {cell(row, value, i)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && <p class="note">The first {count(SHOWN)} rows are shown.</p>}
    </div>
  );
}

/** An answer about the whole lake, asked again when it is published. */
function useAnswer(path, parameters) {
  const [state, setState] = useState({});
  useEffect(() => {
    get(path, parameters)
      .then((answer) => setState({ answer }))
      .catch((error) => setState({ error }));
  }, [path, JSON.stringify(parameters), lake.value.version]);
  return state;
}

function Bars({ title, rows, href, total }) {
  const most = total ?? Math.max(1, ...rows.map((row) => row[1]));
  return (
    <section class="panel bars">
      <h2>{title}</h2>
      <ul>
        {rows.map(([name, n]) => (
          <li key={name}>
            <span class="name" dir="auto">{href ? <Link href={href(name)}>{shortened(String(name ?? "none"), 60)}</Link> : shortened(String(name ?? "none"), 60)}</span>
            <Share value={n} most={most} />
            <span class="count">{count(n)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const filtered = (dataset, filter) => `${setAddress(dataset)}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

export function Quality() {
  const { answer, error } = useAnswer("/quality");
  useEffect(() => {
    document.title = "Quality – Partita studio";
  }, []);
  if (error) return <Failure error={error} />;
  if (!answer) return <p class="loading">Counting …</p>;
  const [statuses, splits, warnings] = [answer.statuses.rows, answer.splits.rows, answer.warnings.rows];
  const of = (rows, dataset) => rows.filter((row) => row[0] === dataset).map((row) => row.slice(1));
  const datasets = [...new Set(statuses.map((row) => row[0]))];
  if (!datasets.length) {
    return (
      <Empty title="Nothing to judge yet">
        <Command>partita demo --out demo</Command>
      </Empty>
    );
  }
  return (
    <>
      <h1>Quality</h1>
      {datasets.map((dataset) => (
        <section key={dataset} class="quality" aria-label={dataset}>
          <h2 class="name">
            <Link href={setAddress(dataset)}>{dataset}</Link>
          </h2>
          <div class="columns3">
            <Bars title="Status" rows={of(statuses, dataset)} href={(status) => filtered(dataset, { status: [status] })} />
            <Bars title="Split" rows={of(splits, dataset).map(([name, n]) => [name || "none", n])}
              href={(split) => filtered(dataset, { split: [split === "none" ? "" : split] })} />
            {of(warnings, dataset).length > 0 ? (
              <Bars title="Repairs and oddities, files" rows={of(warnings, dataset)} />
            ) : (
              <section class="panel bars">
                <h2>Repairs and oddities</h2>
                <p class="none">None were noted.</p>
              </section>
            )}
          </div>
        </section>
      ))}
    </>
  );
}

export function Rejected() {
  const parameters = new URLSearchParams(where.value.split("?")[1] ?? "");
  const fault = parameters.get("fault");
  const { answer, error } = useAnswer("/rejected", { fault });
  const [problem, setProblem] = useState("");
  useEffect(() => {
    document.title = "Rejected – Partita studio";
  }, []);
  if (error) return <Failure error={error} />;
  if (!answer) return <p class="loading">Reading the quarantine …</p>;
  if (!answer.faults.rows.length) {
    return (
      <Empty title="Nothing was rejected">
        <p>Every file that was read is in the lake.</p>
      </Empty>
    );
  }
  const columns = answer.files.columns.map((column) => column.name);
  const bytes = (row) => (
    <details>
      <summary>Show</summary>
      <Bytes fault={Object.fromEntries(columns.map((column, i) => [column, row[i]]))} />
    </details>
  );
  return (
    <>
      <h1>Rejected</h1>
      <p class="facts">
        <span>Files that could not be read, with the byte at which that was noticed.</span>
        {fault && <Link href="/rejected">Show all faults</Link>}
        {fault && !isRecorded && (
          <Saved name={`${fault}.zip`} make={() => rejectedFiles(fault)} fail={setProblem}>
            All files of {fault}
          </Saved>
        )}
      </p>
      {problem && <p class="error" role="alert">{problem}</p>}
      <Bars title="Faults" rows={answer.faults.rows} href={(name) => `/rejected?fault=${encodeURIComponent(name)}`} />
      <Table columns={columns} rows={answer.files.rows} label="Rejected files" shown={{ bytes_around: bytes }} />
    </>
  );
}
