// Requests to the server; an answer that is an error becomes an Error with its words. A page that was exported has
// its answers in files.
import { isRecorded, recorded, recordedBytes } from "./recorded.js";

export { isRecorded };

const BASE = "/api/v1";

function token() {
  const name = `partita-${location.port}=`;
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(name));
  return cookie ? cookie.slice(name.length) : "";
}

async function answer(response) {
  if (response.ok) return response;
  let told = {};
  try {
    told = await response.json();
  } catch {
    // No JSON: the status must do.
  }
  const words = told.error ?? `${response.status} ${response.statusText}`;
  throw Object.assign(new Error(words), { status: response.status, position: told.position });
}

function address(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value != null && value !== ""));
  return BASE + path + (query.size ? `?${query}` : "");
}

export const get = async (path, parameters, signal) =>
  isRecorded
    ? recorded(path, parameters)
    : (await answer(await fetch(address(path, parameters), { signal, headers: { "Partita-Token": token() } }))).json();

export const bytes = async (path, parameters) =>
  isRecorded ? recordedBytes(path, parameters) : (await answer(await fetch(address(path, parameters)))).arrayBuffer();

/** Bytes of a file that comes with the page. */
export const own = async (name) =>
  isRecorded ? recordedBytes(`/${name}`) : (await answer(await fetch(name))).arrayBuffer();

/** What an image, a sound or a link takes: an address. */
export const source = async (path, parameters) =>
  isRecorded ? URL.createObjectURL(new Blob([await recordedBytes(path, parameters)])) : address(path, parameters);

const posted = async (path, body) =>
  answer(
    await fetch(BASE + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Partita-Token": token() },
      body: JSON.stringify(body),
    }),
  );

export const post = async (path, body) => (await posted(path, body)).json();

export const remove = async (path) =>
  (await answer(await fetch(BASE + path, { method: "DELETE", headers: { "Partita-Token": token() } }))).json();

export const sql = (text) => post("/sql", { sql: text });

/** All rows of a query as a file, csv or parquet. */
export const allRows = async (format, text) => (await posted(`/sql/${format}`, { sql: text })).blob();

export const ofItem = (id, what = "") => `/items/${encodeURIComponent(id)}${what && "/" + what}`;

/** The rejected files of a fault, as a ZIP. */
export const rejectedFiles = async (fault) => (await answer(await fetch(address("/rejected/files", { fault })))).blob();
