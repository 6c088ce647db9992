package io.partita.model.job;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Optional;

/**
 * The engine of models trained elsewhere, a jar of its own beside Partita's.
 *
 * @param name as commands spell it
 * @param title as people call it
 * @param version of the one that is here; empty where it is not
 * @param runs the files that it runs
 * @param artifact that is fetched, as {@code group:name:version}
 * @param megabytes that are fetched, in millions of bytes
 * @param module of a checkout that packs it, by its path
 */
public record ModelEngine(
    String name,
    String title,
    Optional<String> version,
    String runs,
    String artifact,
    int megabytes,
    String module) {
  /**
   * Where models run, with what they may take.
   *
   * @param isHere whether bubblewrap makes one here
   * @param missing the reason for its absence; null where it is here
   * @param memoryMib limit of a model's process in MiB
   * @param callSeconds limit of a call
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Room(boolean isHere, String missing, long memoryMib, long callSeconds) {}
}
