package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that reports and cards keep. */
class StoredNameTest {
  @ParameterizedTest
  @CsvSource({
    "--no-bytes, no_bytes",
    "--lake, lake",
    "recipe version, recipe_version",
    "catalog in the input, catalog_in_the_input",
    "model_sha256, model_sha256",
    "no_bytes, no_bytes"
  })
  void aStoredNameIsInSnakeCase(String name, String stored) {
    assertThat(StoredName.of(name)).isEqualTo(stored);
  }
}
