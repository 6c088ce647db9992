package io.partita.lake;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The run that made a table of a data set.
 *
 * @param runId names its input, options and version; "unknown" where nothing says so
 * @param attempt differs with every publish; "unknown" where nothing says so
 */
public record TableRun(@JsonProperty("run_id") String runId, String attempt) {}
