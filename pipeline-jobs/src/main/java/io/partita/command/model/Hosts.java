package io.partita.command.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.kind.hosted.HostEngine;
import io.partita.kind.hosted.HostLimits;
import io.partita.kind.hosted.HostProvider;
import io.partita.kind.hosted.Sandbox;
import io.partita.option.JsonOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The engine that runs models trained elsewhere: whether it is here, and how to add it. */
@Command(
    name = "engines",
    description = "Show or install the engine that runs models trained elsewhere.",
    subcommands = AddHost.class,
    footer = {
      "",
      "Fields of --json: hosts: [{name, is_here, …}], sandbox: {is_here, missing, …}.",
      "",
      "Examples:",
      "  partita engines",
      "  partita engines add pytorch"
    })
public final class Hosts implements Callable<Integer> {
  @Mixin private JsonOption json = new JsonOption();

  /**
   * The engine.
   *
   * @param version of the one that is here; null where it is not
   * @param artifact that would be fetched, as {@code group:name:version}
   * @param megabytes that would be fetched
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Host(
      String name, boolean isHere, String version, String runs, String artifact, int megabytes) {
    static Host look() {
      String version = HostEngine.provider().map(HostProvider::version).orElse(null);
      return new Host(
          HostEngine.LABEL,
          version != null,
          version,
          HostEngine.RUNS,
          HostEngine.LIBRARY,
          HostEngine.MEGABYTES);
    }

    String text() {
      return isHere
          ? String.format(Locale.ROOT, "%-8s here, version %s; runs %s", name, version, runs)
          : String.format(
              Locale.ROOT,
              "%-8s not here: ./partita engines add %s (%s, %,d MB to fetch); runs %s",
              name,
              name,
              artifact,
              megabytes,
              runs);
    }
  }

  /**
   * Where models run, with what they may take.
   *
   * @param isHere whether bubblewrap makes one here
   * @param missing the reason for its absence; null where it is here
   * @param memoryMib limit of a model's process in MiB
   * @param callSeconds limit of a call
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Room(boolean isHere, String missing, long memoryMib, long callSeconds) {
    static Room look() {
      HostLimits limits = HostLimits.ofEnvironment();
      String missing = Sandbox.missing().orElse(null);
      return new Room(missing == null, missing, limits.memoryMiB(), limits.call().toSeconds());
    }

    String text() {
      return String.format(
          Locale.ROOT,
          "%-8s %s; a model has %,d MiB of memory and %,d s for a call",
          "sandbox",
          isHere ? "here: no writing, no network" : "not here: " + missing,
          memoryMib,
          callSeconds);
    }
  }

  /** Both, as {@code --json} prints them. */
  record Found(List<Host> hosts, Room sandbox) {
    static Found look() {
      return new Found(List.of(Host.look()), Room.look());
    }

    String text() {
      return Stream.concat(hosts.stream().map(Host::text), Stream.of(sandbox.text()))
          .collect(Collectors.joining("\n"));
    }
  }

  @Override
  public Integer call() throws IOException {
    return Answer.print(json.isGiven, Found.look(), Found::text);
  }
}
