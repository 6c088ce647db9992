import { signal } from "@preact/signals";
import { useCallback, useEffect, useReducer, useRef, useState } from "preact/hooks";
import { get, isRecorded } from "./api.js";
import { pretty } from "./pitch.js";
import * as player from "./player.js";
import { Command, Empty, Failure, Link, PlayButton, Share, Thumbnail, clock, count, go, isOwn, itemAddress, lake, setAddress, shortened, where } from "./ui.jsx";

const ROW = 64;
const CHUNK = 60;
const SETTLED_MS = 40;
const LONGEST_LIST_PX = 8_000_000;
const NAMES = {
  kind: "Kind", split: "Split", status: "Status", label: "Label", key: "Key", metre: "Metre", programs: "Instruments",
  alike: "Near-duplicates", tempo: "Tempo, quarters a minute", duration: "Duration, seconds", notes: "Notes",
};
/** A filter's title; of a catalog's column its own name. */
const titleOf = (field) => {
  if (!field.startsWith("catalog.")) return NAMES[field];
  const words = field.slice("catalog.".length).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};
const SORTS = [
  ["title", "Title"], ["-duration", "Longest"], ["duration", "Shortest"], ["tempo", "Slowest"], ["-tempo", "Fastest"],
  ["-notes", "Most notes"], ["notes", "Fewest notes"],
];
const CLOSED_FROM = 8;

/** Where a list was left, by its address. */
const places = new Map();
const selected = signal(0);

/** What the address asks for. */
function asked() {
  const parameters = new URLSearchParams(where.value.split("?")[1] ?? "");
  let filter = {};
  try {
    filter = JSON.parse(parameters.get("filter") ?? "{}");
  } catch {
    // A filter that somebody has broken is none.
  }
  return { q: parameters.get("q") ?? "", sort: parameters.get("sort") ?? "title", filter, sql: parameters.get("sql") ?? "" };
}

function address(name, { q, sort, filter, sql }) {
  const parameters = new URLSearchParams();
  if (q) parameters.set("q", q);
  if (sort !== "title") parameters.set("sort", sort);
  if (Object.keys(filter).length) parameters.set("filter", JSON.stringify(filter));
  if (sql) parameters.set("sql", sql);
  return setAddress(name) + (parameters.size ? `?${parameters}` : "");
}

export function DataSet({ name }) {
  const wish = asked();
  const [, again] = useReducer((n) => n + 1, 0);
  const show = (wish) => {
    go(address(name, wish), true);
    again();
  };
  if (wish.sql && !isOwn()) return <Unrun name={name} sql={wish.sql} run={() => show(wish)} all={() => show({ ...wish, sql: "" })} />;
  return <Items name={name} wish={wish} />;
}

/** A query that came with the address. */
function Unrun({ name, sql, run, all }) {
  return (
    <div class="query">
      <h1 dir="auto">{name}</h1>
      <p role="status">The address asks for the rows of this query, which has not been run:</p>
      <Command>{sql}</Command>
      <div class="bar">
        <button class="button primary" onClick={run}>Run</button>
        <button class="button" onClick={all}>Show all</button>
      </div>
    </div>
  );
}

function Items({ name, wish }) {
  const path = `/datasets/${encodeURIComponent(name)}`;
  const parameters = {
    q: wish.q,
    filter: Object.keys(wish.filter).length ? JSON.stringify(wish.filter) : "",
    sql: wish.sql,
  };
  const [facets, setFacets] = useState(null);
  const [error, setError] = useState(null);
  const version = lake.value.version;
  const key = JSON.stringify([parameters, version]);
  const change = (part) => go(address(name, { ...wish, ...part }), true);
  useEffect(() => {
    document.title = `${name} – Partita studio`;
  }, [name]);
  useEffect(() => {
    const stop = new AbortController();
    get(`${path}/facets`, parameters, stop.signal)
      .then((answer) => setFacets(answer.facets))
      .catch((failure) => failure.name === "AbortError" || setError(failure));
    return () => stop.abort();
  }, [key]);
  if (error) return <Failure error={error} />;
  const set = lake.value.datasets.find((one) => one.dataset === name);
  return (
    <div class="set">
      <aside aria-label="Filters">
        <h1 dir="auto">{name}</h1>
        <Search value={wish.q} change={(q) => change({ q })} />
        {wish.sql && (
          <p class="rowsof">
            Rows of <Link href={`/q?sql=${encodeURIComponent(wish.sql)}`}>a query</Link>
            <button class="button" onClick={() => change({ sql: "" })}>Show all</button>
          </p>
        )}
        <Filters facets={facets} filter={wish.filter} change={(filter) => change({ filter })} />
      </aside>
      {set && set.kinds.length === 0 ? (
        <Empty title="Nothing to list">
          <p>This data set has tables only. Look into them with SQL:</p>
          <p>
            <Link href={`/q?sql=${encodeURIComponent(`SELECT * FROM ${set.tables[0]} WHERE dataset = '${name}' LIMIT 100`)}`}>
              {set.tables[0]}
            </Link>
          </p>
        </Empty>
      ) : (
        <List path={path} parameters={{ ...parameters, sort: wish.sort }} version={version} sort={wish.sort} change={change}
          whole={set?.kinds.reduce((sum, kind) => sum + kind.items, 0)} />
      )}
    </div>
  );
}

function Search({ value, change }) {
  const [text, setText] = useState(value);
  const timer = useRef();
  const sent = useRef(value);
  useEffect(() => {
    // What comes back of what was typed must not undo what has been typed since.
    if (value !== sent.current) setText((sent.current = value));
  }, [value]);
  return (
    <input
      type="search"
      aria-label="Search titles, artists, paths, labels"
      placeholder="Search"
      value={text}
      maxLength="200"
      onInput={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => change((sent.current = typed)), 120);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
        if (event.key === "Enter") document.querySelector(".rows")?.focus();
      }}
    />
  );
}

function Filters({ facets, filter, change }) {
  const [isWide, setWide] = useState(matchMedia("(min-width: 60rem)").matches);
  useEffect(() => {
    const media = matchMedia("(min-width: 60rem)");
    const listen = () => setWide(media.matches);
    media.addEventListener("change", listen);
    return () => media.removeEventListener("change", listen);
  }, []);
  const chosen = Object.keys(filter).length;
  const set = (field, value) => {
    const next = { ...filter };
    if (value == null || value.length === 0) delete next[field];
    else next[field] = value;
    change(next);
  };
  const all = (
    <>
      {chosen > 0 && (
        <button class="button clear" onClick={() => change({})}>
          Clear {chosen === 1 ? "the filter" : `${chosen} filters`}
        </button>
      )}
      {(facets ?? []).filter((facet) => !facet.values || facet.values.length > 1 || filter[facet.field]).map((facet) =>
        facet.values ? (
          <Values key={facet.field} facet={facet} chosen={filter[facet.field] ?? []} set={(v) => set(facet.field, v)} />
        ) : (
          <Histogram key={facet.field} facet={facet} range={filter[facet.field]} set={(v) => set(facet.field, v)} />
        ),
      )}
    </>
  );
  if (isWide) return <div class="filters">{all}</div>;
  return (
    <details class="filters">
      <summary>Filters{chosen ? ` (${chosen})` : ""}</summary>
      {all}
    </details>
  );
}

function nameOf(field, value) {
  if (field === "programs") return lake.value.programs?.[value] ?? `Program ${value}`;
  if (field === "key" && value) return pretty(value);
  if (field === "alike") return value ? "with others alike" : "alone";
  return value === null || value === "" ? "none" : shortened(String(value), 60);
}

function Values({ facet, chosen, set }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen ? facet.values : facet.values.slice(0, CLOSED_FROM);
  const most = Math.max(1, ...facet.values.map(([, n]) => n));
  return (
    <fieldset>
      <legend dir="auto">{shortened(titleOf(facet.field), 60)}</legend>
      {shown.map(([value, n]) => {
        const plain = value ?? "";
        const isChosen = chosen.includes(plain);
        return (
          <label key={String(value)} class="value">
            <Share value={n} most={most} />
            <input
              type="checkbox"
              checked={isChosen}
              onChange={() => set(isChosen ? chosen.filter((one) => one !== plain) : [...chosen, plain])}
            />
            <span class="name" dir="auto">{nameOf(facet.field, value)}</span>
            <span class="count">{count(n)}</span>
          </label>
        );
      })}
      {facet.values.length > CLOSED_FROM && (
        <button class="quiet text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Fewer" : `${facet.values.length - CLOSED_FROM} more`}
        </button>
      )}
    </fieldset>
  );
}

/** Bars to brush with the mouse; two sliders do the same with keys. */
function Histogram({ facet, range, set }) {
  const svg = useRef();
  const [drag, setDrag] = useState(null);
  const { from, to, counts } = facet;
  const most = Math.max(1, ...counts);
  const bins = counts.length;
  const value = drag ? [Math.min(...drag), Math.max(...drag)] : range ?? [from, to];
  const share = (x) => Math.max(0, Math.min(1, (x - from) / (to - from)));
  const at = (event) => {
    const box = svg.current.getBoundingClientRect();
    const bin = Math.max(0, Math.min(bins, Math.round(((event.clientX - box.left) / box.width) * bins)));
    return from + (bin / bins) * (to - from);
  };
  const keep = ([low, high]) => {
    if (high <= low || (low <= from && high >= to)) return set(null);
    // The last bar holds all that is above it.
    return set([low <= from ? 0 : low, high >= to ? 1e9 : high]);
  };
  const step = (to - from) / bins;
  return (
    <fieldset>
      <legend>{NAMES[facet.field]}</legend>
      <svg
        ref={svg}
        class="histogram"
        viewBox={`0 0 ${bins} 20`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag([at(event), at(event)]);
        }}
        onPointerMove={(event) => drag && setDrag([drag[0], at(event)])}
        onPointerUp={(event) => {
          if (!drag) return;
          keep([Math.min(drag[0], at(event)), Math.max(drag[0], at(event))]);
          setDrag(null);
        }}
      >
        {counts.map((n, bin) => {
          const isIn = from + (bin + 0.5) * step >= value[0] && from + (bin + 0.5) * step <= value[1];
          const tall = n ? Math.max(0.8, (n / most) * 19) : 0;
          return <rect key={bin} class={isIn ? "in" : "out"} x={bin + 0.06} y={20 - tall} width="0.88" height={tall} />;
        })}
      </svg>
      <div class="range">
        <input type="range" aria-label={`${NAMES[facet.field]}, from`} min={from} max={to} step={step}
          value={from + share(value[0]) * (to - from)}
          onChange={(event) => keep([Number(event.currentTarget.value), Math.min(to, value[1])])} />
        <input type="range" aria-label={`${NAMES[facet.field]}, to`} min={from} max={to} step={step}
          value={from + share(value[1]) * (to - from)}
          onChange={(event) => keep([Math.max(from, value[0]), Number(event.currentTarget.value)])} />
      </div>
      <p class="ends">
        <span>{count(Math.round(Math.max(from, value[0])))}</span>
        <span>{value[1] >= to ? `${count(Math.round(to))} and more` : count(Math.round(value[1]))}</span>
      </p>
    </fieldset>
  );
}

function List({ path, parameters, version, sort, change, whole }) {
  const box = useRef();
  const cache = useRef({ chunks: new Map(), pictures: new Map(), asked: new Set() });
  const [, draw] = useState(0);
  const [total, setTotal] = useState(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const [error, setError] = useState(null);
  const key = JSON.stringify([path, parameters, version]);
  const generation = useRef(0);

  const load = useCallback(
    async (chunk) => {
      const mine = generation.current;
      const held = cache.current;
      if (held.chunks.has(chunk)) return held.chunks.get(chunk);
      const promise = get(`${path}/items`, { ...parameters, cursor: chunk * CHUNK, limit: CHUNK }).then((page) => {
        if (mine !== generation.current) return page.items;
        held.chunks.set(chunk, page.items);
        setTotal(page.total);
        draw((n) => n + 1);
        return page.items;
      });
      held.chunks.set(chunk, promise);
      promise.catch((failure) => {
        held.chunks.delete(chunk);
        if (mine === generation.current) setError(failure);
      });
      return promise;
    },
    [key],
  );
  const row = (index) => {
    const chunk = cache.current.chunks.get(Math.floor(index / CHUNK));
    return Array.isArray(chunk) ? chunk[index % CHUNK] : null;
  };

  useEffect(() => {
    generation.current++;
    cache.current = { chunks: new Map(), pictures: cache.current.pictures, asked: new Set() };
    setError(null);
    const place = places.get(where.value) ?? { top: 0, selected: 0 };
    selected.value = place.selected;
    load(0).then(() => {
      if (box.current) box.current.scrollTop = place.top;
    }).catch(() => {});
    const listed = async (item, by) => {
      let index = selected.value + by;
      if (index < 0) return null;
      const items = await load(Math.floor(index / CHUNK));
      const other = items[index % CHUNK];
      if (other) select(index);
      return other;
    };
    player.setNeighbours(listed);
  }, [key]);

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [total === 0]);

  // Beyond what browsers can scroll, a pixel of the bar is more than one of the list.
  const full = (total ?? 0) * ROW;
  const tall = Math.min(full, LONGEST_LIST_PX);
  const scale = full > tall ? (full - view.height) / (tall - view.height) : 1;
  const offset = view.top * scale;
  const first = Math.max(0, Math.floor(offset / ROW) - 4);
  const last = Math.min(total ?? 0, Math.ceil((offset + view.height) / ROW) + 4);

  // Who drags the bar passes thousands of rows: only what stays for a moment is asked for.
  useEffect(() => {
    const from = Math.floor(first / CHUNK);
    const to = Math.floor(Math.max(first, last - 1) / CHUNK);
    const timer = setTimeout(() => {
      for (let chunk = from; chunk <= to; chunk++) load(chunk).catch(() => {});
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [first, last, key]);

  useEffect(() => {
    const timer = setTimeout(() => {
      const { asked: before, pictures } = cache.current;
      const missing = [];
      for (let index = first; index < last; index++) {
        const item = row(index);
        if (item && item.kind !== "song" && item.status !== "rejected" && !pictures.has(item.id) && !before.has(item.id)) missing.push(item.id);
      }
      if (!missing.length) return;
      missing.forEach((id) => before.add(id));
      get(`${path}/pictures`, { ids: missing.join(",") })
        .then((answer) => {
          missing.forEach((id) => pictures.set(id, answer[id] ?? ""));
          draw((n) => n + 1);
        })
        .catch(() => missing.forEach((id) => before.delete(id)));
    }, 60);
    return () => clearTimeout(timer);
  });

  const select = (index) => {
    selected.value = index;
    const element = box.current;
    if (!element) return;
    const y = index * ROW;
    const now = element.scrollTop * scale;
    if (y < now) element.scrollTop = y / scale;
    else if (y + ROW > now + element.clientHeight) element.scrollTop = (y + ROW - element.clientHeight) / scale;
    places.set(where.value, { top: element.scrollTop, selected: index });
  };

  useEffect(() => {
    const press = (event) => {
      if (event.target.closest?.("input:not([type=range]), textarea, select, dialog") || event.metaKey || event.ctrlKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === "j" || key === "k" || (event.target === box.current && (key === "arrowdown" || key === "arrowup"))) {
        const index = Math.max(0, Math.min((total ?? 1) - 1, selected.value + (key === "j" || key === "arrowdown" ? 1 : -1)));
        event.preventDefault();
        select(index);
        const item = row(index);
        if (item && player.playing.value) player.play(item);
      } else if (key === "enter" && !event.target.closest?.("button, a, summary, input")) {
        const item = row(selected.value);
        if (item) go(itemAddress(item));
      } else if (key === "q") {
        const item = row(selected.value);
        if (item && item.status !== "rejected" && item.kind !== "song") player.queue.value = [...player.queue.value, item];
      } else if (key === " " && !event.target.closest?.("button, a, summary")) {
        const item = row(selected.value);
        if (!item || (player.current.value && player.current.value.id === item.id)) return;
        if (player.playing.value) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        if (item.status !== "rejected" && item.kind !== "song") player.play(item);
      }
    };
    addEventListener("keydown", press, true);
    return () => removeEventListener("keydown", press, true);
  });

  if (error) return <Failure error={error} />;
  // Elements are used again for other rows: making them would take longer than a frame.
  const pool = Math.ceil(view.height / ROW) + 9;
  const rows = [];
  for (let index = first; index < last; index++) {
    rows.push(
      <Row key={index % pool} index={index} item={row(index)} picture={cache.current.pictures.get(row(index)?.id)}
        top={index * ROW - offset + view.top} total={total} />,
    );
  }
  return (
    <section class="list" aria-label="Items">
      <div class="bar">
        <p class="facts" role="status">
          {total === null ? "…" : `${count(total)} ${total === 1 ? "item" : "items"}`}
          {isRecorded && `; the lake has ${count(whole)}`}
        </p>
        <label class="sort">
          Sort by
          <select value={sort} onChange={(event) => change({ sort: event.currentTarget.value })}>
            {SORTS.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      {total === 0 ? (
        <Empty title="No item is left">
          <p>Take a filter away, or search for fewer words.</p>
        </Empty>
      ) : (
        <div
          class="rows"
          ref={box}
          tabIndex="0"
          role="group"
          aria-label="Items, J and K to move"
          onScroll={(event) => {
            const element = event.currentTarget;
            setView({ top: element.scrollTop, height: element.clientHeight });
            places.set(where.value, { top: element.scrollTop, selected: selected.value });
          }}
        >
          <ul style={{ height: `${tall}px` }}>{rows}</ul>
        </div>
      )}
    </section>
  );
}

function Row({ index, item, picture, top, total }) {
  const isSelected = selected.value === index;
  return (
    <li
      class={`row ${isSelected ? "selected" : ""}`}
      style={{ transform: `translateY(${top}px)` }}
      aria-setsize={total}
      aria-posinset={index + 1}
      aria-current={isSelected || undefined}
      onClick={() => (selected.value = index)}
    >
      {item ? (
        <>
          <PlayButton item={item} />
          <Thumbnail item={item} picture={picture} />
          <div class="names">
            <Link href={itemAddress(item)} dir="auto">
              {shortened(item.title) || "Untitled"}
            </Link>
            <span dir="auto">{shortened(item.artist ?? item.path)}</span>
          </div>
          <span class="tags">
            {item.status !== "ok" && <span class={`tag ${item.status}`}>{item.status}</span>}
            {item.alike && <span class="tag">alike</span>}
            {item.label && <span class="tag">{shortened(item.label, 24)}</span>}
            {item.split && <span class="tag">{item.split}</span>}
          </span>
          <span class="cell key">{pretty(item.key ?? "")}</span>
          <span class="cell">{item.tempo ? `${Math.round(item.tempo)} bpm` : ""}</span>
          <span class="cell metre">{item.metre ?? ""}</span>
          <span class="cell time">{item.duration == null ? "" : clock(item.duration)}</span>
        </>
      ) : (
        <span class="waiting" />
      )}
    </li>
  );
}
