// Which tables and columns of a lake could be written at a place of a query.
const MOST = 12;

/** What is written of a name before a place, with the name before its dot. */
function begun(text, cursor) {
  const [word] = text.slice(0, cursor).match(/[A-Za-z_][\w.]*$/) ?? [""];
  const dot = word.lastIndexOf(".");
  return { of: dot < 0 ? "" : word.slice(0, dot), start: dot < 0 ? word : word.slice(dot + 1) };
}

/** Tables by the names that a query gives them. */
function aliases(text, tables) {
  const known = new Map();
  for (const [, table, alias] of text.matchAll(/\b(?:from|join|,)\s+([A-Za-z_]\w*)(?:\s+(?:as\s+)?([A-Za-z_]\w*))?/gi)) {
    if (!tables[table]) continue;
    known.set(table, table);
    if (alias) known.set(alias, table);
  }
  return known;
}

/**
 * Names that begin with what is written: columns of the query's tables, then tables, then other columns; behind FROM
 * and JOIN tables, and behind a table and a dot its columns.
 *
 * @param tables columns by the table
 * @return names, and what each is of
 */
export function candidates(text, cursor, tables) {
  const { of, start } = begun(text, cursor);
  if (!start && !of) return [];
  const asked = start.toLowerCase();
  const used = aliases(text, tables);
  const own = of ? [used.get(of) ?? of] : [...new Set(used.values())];
  const columns = (names) => names.flatMap((table) => (tables[table] ?? []).map((name) => ({ name, of: table })));
  const names = Object.keys(tables).map((name) => ({ name, of: "table" }));
  const isTable = /\b(from|join)\s+$/i.test(text.slice(0, cursor - start.length));
  const all = of ? columns(own) : isTable ? names : [...columns(own), ...names, ...columns(Object.keys(tables))];
  const found = new Map();
  for (const one of all) {
    const name = one.name.toLowerCase();
    if (name.startsWith(asked) && name !== asked && !found.has(one.name)) found.set(one.name, one);
  }
  return [...found.values()].slice(0, MOST);
}

/** Where the name begins that a candidate at a place replaces. */
export const beginOf = (text, cursor) => cursor - begun(text, cursor).start.length;
