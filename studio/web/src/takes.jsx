// The shelf: music that models made and the user keeps, to compare and to save.
import { useEffect, useState } from "preact/hooks";
import { bytes, get, isRecorded, post, remove, source } from "./api.js";
import * as player from "./player.js";
import { Command, Empty, Failure, Icon, Link, PlayButton, clock, plural } from "./ui.jsx";

const PATH = "/takes";

/** Puts onto the shelf what was made: loops, samples, pieces that go on. */
export function Keep({ made, title }) {
  const [kept, setKept] = useState(null);
  const [problem, setProblem] = useState("");
  if (isRecorded) return null;
  if (kept === made.take) {
    return (
      <span role="status">
        <Link href="/takes" class="button">
          Kept: show takes
        </Link>
      </span>
    );
  }
  const keep = () =>
    post(PATH, { id: made.take, title })
      .then(() => setKept(made.take))
      .catch((error) => setProblem(error.message));
  return (
    <>
      <button class="button" onClick={keep}>
        <Icon name="add" /> Keep
      </button>
      {problem && <span class="error" role="alert">{problem}</span>}
    </>
  );
}

/** What the player is given. */
const itemOf = (take) => ({
  id: `take:${take.id}`,
  kind: "take",
  title: take.title,
  artist: "Take",
  address: "/takes",
  duration: take.seconds,
  make: () => bytes(`${PATH}/${take.id}/midi`),
});

export function Takes() {
  const [takes, setTakes] = useState(null);
  const [deleted, setDeleted] = useState(null);
  const [error, setError] = useState(null);
  const show = (asked) =>
    asked.then((answer) => {
      setTakes(answer.takes);
      setError(null);
      return true;
    }, (failure) => setError(failure));
  useEffect(() => {
    document.title = "Takes – Partita studio";
    show(get(PATH));
  }, []);
  useEffect(() => {
    if (!takes) return;
    const items = takes.map(itemOf);
    player.setNeighbours((item, by) => items[items.findIndex((one) => one.id === item?.id) + by]);
  }, [takes]);
  if (!takes) return error ? <Failure error={error} /> : <p class="loading">Reading the takes …</p>;
  const playAll = () => {
    const [first, ...others] = takes.map(itemOf);
    player.queue.value = others;
    player.play(first);
  };
  return (
    <>
      <div class="title">
        <div>
          <h1>{plural(takes.length, "take")}</h1>
        </div>
        {takes.length > 0 && (
          <div class="downloads">
            <button class="button primary" onClick={playAll}>Play one after another</button>
            <Zip />
          </div>
        )}
      </div>
      {deleted && (
        <p class="facts" role="status">
          <span dir="auto">{deleted.title} was deleted.</span>
          <button class="quiet text" onClick={async () => (await show(post(PATH, { id: deleted.id, title: deleted.title }))) && setDeleted(null)}>
            Keep it again
          </button>
        </p>
      )}
      {error && <p class="error" role="alert">{error.message}</p>}
      {takes.length === 0 && (
        <Empty title="No take is kept">
          <p>
            Continue a piece on its page or make a loop with a <Link href="/m">model</Link>, and keep it.
          </p>
        </Empty>
      )}
      <ol class="takes">
        {takes.map((take) => (
          <li key={take.id} class="panel">
            <div class="bar">
              <PlayButton item={itemOf(take)} />
              <h2 dir="auto">{take.title}</h2>
              <span class="count">{clock(take.seconds)}</span>
              <button class="quiet" aria-label={`Delete ${take.title}`} onClick={async () => {
                if (await show(remove(`${PATH}/${take.id}`))) setDeleted(take);
              }}>
                <Icon name="cross" />
              </button>
            </div>
            <Command>{take.commands}</Command>
          </li>
        ))}
      </ol>
    </>
  );
}

/** All of them with their sound and their commands. */
function Zip() {
  const [href, setHref] = useState("");
  useEffect(() => {
    source(`${PATH}/zip`).then(setHref);
  }, []);
  return (
    <a class="button" href={href} download="takes.zip">
      <Icon name="down" /> All as ZIP
    </a>
  );
}
