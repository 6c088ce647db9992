// Requests to the server; an answer that is an error becomes an Error with its words.
const BASE = "/api/v1";

function token() {
  const name = `partita-${location.port}=`;
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(name));
  return cookie ? cookie.slice(name.length) : "";
}

async function answer(response) {
  if (response.ok) return response;
  let words = `${response.status} ${response.statusText}`;
  try {
    words = (await response.json()).error ?? words;
  } catch {
    // No JSON: the status must do.
  }
  throw Object.assign(new Error(words), { status: response.status });
}

export const address = (path, parameters = {}) => {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value != null && value !== ""));
  return BASE + path + (query.size ? `?${query}` : "");
};

export const get = async (path, parameters, signal) =>
  (await answer(await fetch(address(path, parameters), { signal }))).json();

export const bytes = async (path, parameters) =>
  (await answer(await fetch(address(path, parameters)))).arrayBuffer();

export const post = async (path, body) =>
  (
    await answer(
      await fetch(BASE + path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Partita-Token": token() },
        body: JSON.stringify(body),
      }),
    )
  ).json();

export const sql = (text) => post("/sql", { sql: text });

export const ofItem = (id, what = "") => `/items/${encodeURIComponent(id)}${what && "/" + what}`;
