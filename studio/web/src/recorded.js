// A page that `studio --export` wrote has its answers in files beside it. It is opened from a disk, where browsers
// read nothing but scripts: each answer is one, and says its number and its value to the function here.
import { facets, page } from "./lists.js";

/** Files by path and parameters; absent where a server answers. */
const index = window.partitaAnswers;
const waiting = new Map();

export const isRecorded = Boolean(index);

if (isRecorded) {
  window.partitaAnswer = (number, value) => {
    waiting.get(number)?.resolve(value);
    waiting.delete(number);
  };
}

/** The value of a file, read once at a time. */
function read(number) {
  const before = waiting.get(number);
  if (before) return before.promise;
  const one = {};
  one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
  waiting.set(number, one);
  const script = document.createElement("script");
  script.src = `answers/${number}.js`;
  script.onload = () => script.remove();
  script.onerror = () => {
    waiting.delete(number);
    one.reject(new Error(`${script.src} cannot be read`));
  };
  document.head.append(script);
  return one.promise;
}

async function exactly(key) {
  const number = index[key];
  if (number === undefined) throw Object.assign(new Error("This page was exported without it."), { status: 404 });
  const value = await read(number);
  if (value?.error) throw Object.assign(new Error(value.error), { status: value.status });
  return value;
}

const lists = new Map();

/** All items of a data set that were exported, by title. */
function items(dataset) {
  if (!lists.has(dataset)) lists.set(dataset, exactly(`${dataset}/items`));
  return lists.get(dataset);
}

/** What the server would answer. */
export async function recorded(path, parameters = {}) {
  const asked = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value != null && value !== ""));
  const [, dataset, what] = path.match(/^(\/datasets\/[^/]+)\/(\w+)$/) ?? [];
  if (what === "items") return page((await items(dataset)).items, asked);
  if (what === "facets") return { facets: facets((await items(dataset)).items, asked) };
  if (what === "pictures") return exactly(path);
  if (path === "/rejected" && asked.fault) {
    const all = await exactly(path);
    const at = all.files.columns.findIndex((column) => column.name === "fault");
    return { ...all, files: { ...all.files, rows: all.files.rows.filter((row) => row[at] === asked.fault) } };
  }
  const query = new URLSearchParams(asked);
  return exactly(path + (query.size ? `?${query}` : ""));
}

/** What a file of bytes holds, as base64 in its script. */
export async function recordedBytes(path, parameters) {
  const { base64 } = await recorded(path, parameters);
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer;
}
