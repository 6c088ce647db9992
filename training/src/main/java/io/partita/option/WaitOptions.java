package io.partita.option;

import io.partita.lake.Lake;
import io.partita.lake.Publication;
import io.partita.progress.JobLog;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How long a command that writes a data set waits for another run that is writing it. */
public final class WaitOptions {
  private static final Duration LONGEST = Duration.ofDays(7);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = Time.class,
      description =
          "Time to wait for another run on the data set: 90s, 30m or 2h (default: none,"
              + " exit code 1).")
  private Duration atMost = Duration.ZERO;

  /**
   * Opens the lake of a data set, where no other run is writing that any more.
   *
   * @throws io.partita.UserException where there is no lake
   */
  public Lake open(DatasetOptions of) throws IOException {
    Lake lake = of.lake.open();
    await(lake, of.dataset);
    return lake;
  }

  /** To be called before anything is read that the other run may change. */
  public void await(Lake lake, String dataset) throws IOException {
    Publication.await(lake, dataset, atMost, JobLog::say);
  }

  /** The longest time to wait. */
  Duration atMost() {
    return atMost;
  }

  /** Reads 90s, 30m, 2h and 1h30m. */
  public static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration time = Duration.parse("PT" + text);
        if (!time.isNegative() && time.compareTo(LONGEST) <= 0) {
          return time;
        }
      } catch (DateTimeParseException e) {
        // said below
      }
      throw new TypeConversionException("'" + text + "' is no time up to 168h, as 90s, 30m or 2h");
    }
  }
}
