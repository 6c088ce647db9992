package io.partita;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  @Test
  void optionsKeepTheirOrderAndGetTheirDashesBack() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--with-suspects", false);
    options.put("--line", null);
    options.put("batch", 8);

    assertThat(StoredName.ofKeys(options).toString())
        .isEqualTo("{with_suspects=false, line=null, batch=8}");
    assertThat(StoredName.option("with_suspects")).isEqualTo("--with-suspects");
    assertThat(StoredName.option("line")).isEqualTo("--line");
  }
}
