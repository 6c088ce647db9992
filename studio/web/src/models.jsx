import { useEffect, useMemo, useState } from "preact/hooks";
import { get, isRecorded } from "./api.js";
import { sampleOf } from "./samples.jsx";
import { Command, Empty, Failure, Link, PlayButton, modelAddress, plural, shortened } from "./ui.jsx";

function Card({ model }) {
  const sample = useMemo(() => model.samples && sampleOf(model, { seed: model.samples[0] }), [model]);
  return (
    <article class="card">
      <header>
        <h3>
          <Link href={modelAddress(model.name)} dir="auto">{model.name}</Link>
        </h3>
        <p class="facts">
          <span>
            {model.kind}
            {model.makes ? `, makes ${model.makes}` : ""}
          </span>
          <span>trained on {shortened(model.facts["Data set"])}</span>
        </p>
      </header>
      {(sample || model.generates) && (
        <div class="bar">
          {sample && <PlayButton item={sample} />}
          {model.generates && (
            <Link href={modelAddress(model.name)} class="button" aria-label={`Make a loop with ${model.name}`}>
              Make a loop
            </Link>
          )}
        </div>
      )}
    </article>
  );
}

/** All models; null until they are known. */
function useModels() {
  const [models, setModels] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    get("/models").then((answer) => setModels(answer.models)).catch(setError);
  }, []);
  return [models, error];
}

/** A part of another page, which does without. */
export function ModelCards() {
  const [models] = useModels();
  if (!models?.length) return null;
  return (
    <section class="models">
      <h2>Models</h2>
      <div class="cards">
        {models.map((model) => (
          <Card key={model.name} model={model} />
        ))}
      </div>
    </section>
  );
}

export function Models() {
  const [models, error] = useModels();
  useEffect(() => {
    document.title = "Models – Partita studio";
  }, []);
  if (error) return <Failure error={error} />;
  if (!models) return <p class="loading">Reading the models …</p>;
  if (!models.length) {
    return (
      <Empty title="No model is known here">
        <p>Start the studio with one:</p>
        <Command>partita studio --model models/mine</Command>
      </Empty>
    );
  }
  return (
    <>
      <div class="title">
        <div>
          <h1>{plural(models.length, "model")}</h1>
          {!isRecorded && (
            <p class="facts">
              <Link href="/runs">Trainings are among the runs</Link>
            </p>
          )}
        </div>
      </div>
      <h2 class="hidden">All models</h2>
      <div class="cards">
        {models.map((model) => (
          <Card key={model.name} model={model} />
        ))}
      </div>
    </>
  );
}
