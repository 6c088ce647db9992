package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainArgumentTest {
  @ParameterizedTest
  @CsvSource({
    "ingest midi a.zip --lake l, ingest midi --lake l --input a.zip",
    "ingest midi --lake l a.zip b.zip, ingest midi --lake l --input a.zip b.zip",
    "ingest midi --input a.zip b.zip --lake l, ingest midi --input a.zip b.zip --lake l",
    "generate builtin:drums --count 8 --out o, generate --count 8 --out o --model builtin:drums",
    "stats lmd --lake l, stats --lake l --dataset lmd",
    "train lm lmd --lake l --model m, train lm --lake l --model m --dataset lmd",
    "model evaluate --leaky m --lake l, model evaluate --leaky --lake l --model m",
    "report l --out o, report --out o --lake l",
    "stats a b --lake l, stats a b --lake l",
    "tables notes --lake l, tables notes --lake l",
  })
  void aBareWordIsTheMainOption(String line, String named) {
    Invocation given = Invocation.of(line.split(" "));

    assertThat(String.join(" ", MainArgument.named(given).words())).isEqualTo(named);
  }
}
