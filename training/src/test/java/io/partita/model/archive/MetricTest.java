package io.partita.model.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.lake.file.DamagedArchiveException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of metrics.jsonl, of this version and of earlier ones. */
class MetricTest {
  private static final String REST =
      """
      "learning_rate": 0.1, "examples_per_s": 10.0, "seconds": 2.0, "schedules": {},
      "training": {}, "validation": {}, "updates": {}}\
      """
          .replace("\n", " ");

  private static List<Metric> read(String losses) throws DamagedArchiveException {
    String line = "{\"epoch\": 1.0, \"iteration\": 3, \"examples\": 24, " + losses + ", " + REST;
    return Metric.ofLines(line.getBytes(UTF_8));
  }

  @Test
  void earlierVersionsCalledEveryLossNats() throws Exception {
    List<Metric> old = read("\"loss_nats\": 2.5, \"validation_loss_nats\": 2.75");
    assertThat(old).isEqualTo(read("\"loss\": 2.5, \"validation_loss\": 2.75"));
    assertThat(old.get(0).loss()).isEqualTo(2.5);
    assertThat(old.get(0).validationLoss()).isEqualTo(2.75);
    assertThat(new String(Metric.lines(old), UTF_8))
        .contains("\"loss\":2.5", "\"validation_loss\":2.75")
        .doesNotContain("nats");
    assertThat(Metric.ofLines(Metric.lines(old))).isEqualTo(old);
  }

  @Test
  void aLineWithoutALossIsDamage() {
    assertThatThrownBy(() -> read("\"validation_loss\": 2.75"))
        .isInstanceOf(DamagedArchiveException.class);
  }
}
