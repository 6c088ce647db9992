package io.partita.command.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.partita.UserException;
import io.partita.model.job.ModelEngine;
import io.partita.model.job.ModelFiles;
import io.partita.nn.device.cuda.Cuda;
import io.partita.nn.device.cuda.CudaGpu;
import io.partita.option.JsonOption;
import io.partita.output.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What computes beside this Java: the engine that runs models trained elsewhere and how to add it,
 * and the GPUs that networks can be trained on.
 */
@Command(
    name = "engines",
    description = "Show GPUs; show or install the engine that runs models trained elsewhere.",
    subcommands = AddHost.class)
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
    static Host of(ModelEngine engine) {
      return new Host(
          engine.name(),
          engine.version().isPresent(),
          engine.version().orElse(null),
          engine.runs(),
          engine.artifact(),
          engine.megabytes());
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
   * GPUs, the first of which is tried.
   *
   * @param cuda version that the driver serves; empty without a driver
   * @param products what multiplies matrices on the first; null where it cannot be used
   * @param missing why it cannot, or there is none; null where it can
   */
  record Gpus(List<CudaGpu> gpus, String cuda, String products, String missing) {
    static Gpus look() {
      CudaGpu.Found found = CudaGpu.look();
      if (found.gpus().isEmpty()) {
        return new Gpus(found.gpus(), found.cuda(), null, found.whyNone());
      }
      try {
        return new Gpus(found.gpus(), found.cuda(), Cuda.open(0).products(), null);
      } catch (UserException | UncheckedIOException e) {
        return new Gpus(found.gpus(), found.cuda(), null, e.getMessage());
      }
    }

    String text() {
      String state = missing == null ? "here, driver for CUDA " + cuda + ", " + products : missing;
      return Stream.concat(
              Stream.of(String.format(Locale.ROOT, "%-8s %s", "gpu", state)),
              gpus.stream().map(gpu -> " ".repeat(9) + gpu))
          .collect(Collectors.joining("\n"));
    }
  }

  /** All, as {@code --json} prints them. */
  record Found(List<Host> hosts, ModelEngine.Room sandbox, Gpus gpu) {
    static Found look(ModelFiles models) {
      return new Found(List.of(Host.of(models.engine())), models.room(), Gpus.look());
    }

    String text() {
      return Stream.concat(hosts.stream().map(Host::text), Stream.of(text(sandbox), gpu.text()))
          .collect(Collectors.joining("\n"));
    }

    private static String text(ModelEngine.Room room) {
      return String.format(
          Locale.ROOT,
          "%-8s %s; a model has %,d MiB of memory and %,d s for a call",
          "sandbox",
          room.isHere() ? "here: no writing, no network" : "not here: " + room.missing(),
          room.memoryMib(),
          room.callSeconds());
    }
  }

  @Override
  public Integer call() throws IOException {
    return Answer.print(json.isGiven, Found.look(ModelFiles.all().get(0)), Found::text);
  }
}
