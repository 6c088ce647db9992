package io.partita.model.archive;

import java.time.Instant;

/** Where models of tests come from; a test says what it is about. */
public final class ProvenanceFixture {
  private ProvenanceFixture() {}

  public static ProvenanceBuilder of(String dataset) {
    return new ProvenanceBuilder()
        .command("train")
        .version("0")
        .runId("run")
        .lake("lake")
        .dataset(dataset)
        .datasetRun("r1")
        .backend("cpu")
        .sparkMaster("local")
        .startedAt(Instant.parse("2026-01-01T00:00:00Z"));
  }
}
