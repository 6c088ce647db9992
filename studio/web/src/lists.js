// What the server answers of lists, where there is no server: Selection.java and Lists.java say the same in SQL.
const WORDS = ["kind", "split", "status", "label", "key", "metre", "programs", "alike"];
const NUMBERS = ["tempo", "duration", "notes"];
const BINS = 32;
const MOST_VALUES = 40;

const text = (item) => [item.title, item.artist, item.path, item.label].filter((part) => part != null).join(" ").toLowerCase();

const CATALOG = "catalog.";

/** Values that an item has of a field of words. */
function values(item, field) {
  if (field.startsWith(CATALOG)) return [item.catalog?.[field.slice(CATALOG.length)] || null];
  if (field === "programs") return item.programs ?? [];
  if (field === "alike") return [item.alike != null];
  return [item[field] ?? null];
}

function holds(item, field, wanted) {
  if (NUMBERS.includes(field)) return item[field] != null && item[field] >= wanted[0] && item[field] <= wanted[1];
  const has = values(item, field);
  return wanted.some((one) => has.includes(one === "" ? null : one));
}

/** Items of a search and a filter, but for what is asked of one field. */
export function selected(items, { q = "", filter = "" } = {}, without = null) {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const conditions = Object.entries(filter ? JSON.parse(filter) : {}).filter(([field]) => field !== without);
  return items.filter(
    (item) =>
      words.every((word) => text(item).includes(word)) &&
      conditions.every(([field, wanted]) => holds(item, field, wanted)),
  );
}

/** A page of items that are in the order of their titles. */
export function page(items, { sort = "title", cursor = 0, limit = 100, ...asked }) {
  const rows = selected(items, asked);
  const isDown = sort.startsWith("-");
  const field = isDown ? sort.slice(1) : sort;
  if (field !== "title") {
    const last = isDown ? -Infinity : Infinity;
    rows.sort((a, b) => {
      const [x, y] = [a[field] ?? last, b[field] ?? last];
      return x === y ? 0 : x < y === isDown ? 1 : -1;
    });
  } else if (isDown) rows.reverse();
  const next = cursor + limit;
  return { total: rows.length, cursor, items: rows.slice(cursor, next), next: next < rows.length ? next : null };
}

/** Columns of the catalog that Items.java names. */
function ofCatalog(items) {
  const known = new Map();
  for (const item of items) {
    for (const [name, value] of Object.entries(item.catalog ?? {})) {
      if (!value || name === "split") continue;
      if (!known.has(name)) known.set(name, { values: new Set(), count: 0, isLabel: true, isMetre: true });
      const column = known.get(name);
      column.values.add(value);
      column.count++;
      column.isLabel &&= value === item.label;
      column.isMetre &&= value === item.metre;
    }
  }
  return [...known].filter(([, { values, count, isLabel, isMetre }]) => values.size >= 2 && values.size <= count / 2 && !isLabel && !isMetre)
    .map(([name]) => CATALOG + name).sort();
}

export function facets(items, asked) {
  const ofWords = [...WORDS, ...ofCatalog(items)].map((field) => ({ field, values: counted(selected(items, asked, field), field) }));
  return [
    ...ofWords.filter(({ values: [first, ...others] }) => first && (others.length || (first[0] !== null && first[0] !== false))),
    ...NUMBERS.map((field) => histogram(items, asked, field)).filter(Boolean),
  ];
}

function counted(items, field) {
  const counts = new Map();
  for (const value of items.flatMap((item) => values(item, field))) counts.set(value, (counts.get(value) ?? 0) + 1);
  const after = (a, b) => (a === null) - (b === null) || (a > b) - (a < b);
  return [...counts].sort(([a, n], [b, m]) => m - n || after(a, b)).slice(0, MOST_VALUES);
}

/** Equal bins over all items' values, but for the highest hundredth. */
function histogram(items, asked, field) {
  const known = items.map((item) => item[field]).filter((value) => value != null).sort((a, b) => a - b);
  if (new Set(known).size < 2) return null;
  const at = (known.length - 1) * 0.99;
  const below = known[Math.floor(at)];
  const from = Math.floor(known[0]);
  const to = Math.max(from + 1, Math.ceil(below + (known[Math.ceil(at)] - below) * (at % 1)));
  const counts = new Array(BINS).fill(0);
  for (const item of selected(items, asked, field)) {
    if (item[field] == null) continue;
    counts[Math.min(BINS - 1, Math.max(0, Math.floor(((item[field] - from) / (to - from)) * BINS)))]++;
  }
  return { field, from, to, counts };
}
