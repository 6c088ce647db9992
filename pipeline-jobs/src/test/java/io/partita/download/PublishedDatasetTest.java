package io.partita.download;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of data sets, and where their files come from and go to. */
class PublishedDatasetTest {
  @Test
  void theListHoldsWhatCommandsRead() {
    assertThat(PublishedDataset.all())
        .extracting(PublishedDataset::name)
        .containsExactly(
            "lmd-matched",
            "lmd-full",
            "clean-midi",
            "match-scores",
            "msd-summary",
            "fma-metadata",
            "fma-small",
            "fma-medium",
            "fma-large",
            "fma-full",
            "groove",
            "cello",
            "encodec-24khz",
            "encodec-48khz",
            "hifigan-vctk-v3");
  }

  @Test
  void everyEntryIsUsable() {
    HashSet<String> addresses = new HashSet<>();
    assertThat(PublishedDataset.all())
        .allSatisfy(
            dataset -> {
              assertThat(dataset.name()).matches("[a-z]+(-[a-z0-9]+)*");
              assertThat(dataset.about()).isNotBlank();
              assertThat(dataset.baseUrl()).matches("https?://.*/");
              assertThat(dataset.files()).isNotEmpty();
              assertThat(dataset.files())
                  .allSatisfy(
                      file -> {
                        assertThat(file.name())
                            .matches(
                                "[\\w.-]+\\.(tar\\.gz|zip|h5|json|mid|safetensors)|generator_v3");
                        assertThat(dataset.address(file, null).getHost()).isNotBlank();
                        assertThat(addresses.add(dataset.baseUrl() + file.name())).isTrue();
                      });
            });
    assertThat(
            PublishedDataset.all().stream()
                .filter(dataset -> dataset.name().startsWith("fma-"))
                .flatMap(dataset -> dataset.files().stream()))
        .hasSize(5)
        .allSatisfy(file -> assertThat(file.sha1()).matches("[0-9a-f]{40}"));
  }

  @Test
  void filesLieBelowTheFolderOfDownloads() {
    PublishedDataset groove = PublishedDataset.named("groove");
    PublishedDataset cello = PublishedDataset.named("cello");

    assertThat(groove.place(Path.of("data"), groove.files().get(0)))
        .isEqualTo(Path.of("data/groove-v1.0.0-midionly.zip"));
    assertThat(cello.place(Path.of("data"), cello.files().get(0)))
        .isEqualTo(Path.of("data/cello/cs1-1pre.mid"));
  }

  @Test
  void aModelLiesWithItsConfigurationInAFolderOfItsOwn() {
    PublishedDataset model = PublishedDataset.named("hifigan-vctk-v3");

    assertThat(model.files())
        .extracting(file -> model.place(Path.of("data"), file))
        .containsExactly(
            Path.of("data/hifigan-vctk-v3/config.json"),
            Path.of("data/hifigan-vctk-v3/generator_v3"));
    assertThat(model.terms()).contains("no checksum");
  }

  @Test
  void theSuitesHaveTheirOwnDances() {
    List<String> names =
        PublishedDataset.named("cello").files().stream().map(PublishedFile::name).toList();

    assertThat(names).hasSize(36).doesNotHaveDuplicates();
    assertThat(names.stream().filter(name -> name.contains("-5")))
        .containsExactly(
            "cs1-5men.mid",
            "cs2-5men.mid",
            "cs3-5bou.mid",
            "cs4-5bou.mid",
            "cs5-5gav.mid",
            "cs6-5gav.mid");
  }

  @ParameterizedTest
  @CsvSource({
    "groove, ,"
        + " https://storage.googleapis.com/magentadata/datasets/groove/groove-v1.0.0-midionly.zip",
    "groove, http://host/there/, http://host/there/groove-v1.0.0-midionly.zip",
    "groove, HTTPS://host/other.zip?key=1, HTTPS://host/other.zip?key=1",
    "cello, , http://www.jsbach.net/midi/cs1-1pre.mid",
    "cello, http://host/bach/, http://host/bach/cs1-1pre.mid",
    "cello, http://host/bach, http://host/bach/cs1-1pre.mid"
  })
  void anAddressCanBeChosen(String name, String url, String address) {
    PublishedDataset dataset = PublishedDataset.named(name);

    assertThat(dataset.address(dataset.files().get(0), url)).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://host/x | bad_option --url ftp://host/x",
        "host/x | bad_option --url host/x",
        "http:///x | bad_option --url http:///x",
        "http://host/a b | bad_option --url http://host/a b",
        "http:// | bad_option --url http://"
      })
  void otherAddressesAreMistakes(String url, String message) {
    PublishedDataset groove = PublishedDataset.named("groove");

    assertThatMistake(() -> groove.address(groove.files().get(0), url)).is(message);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheList() {
    assertThatMistake(() -> PublishedDataset.named("lmd_matched"))
        .is(Mistake.BAD_OPTION)
        .names(
            "lmd_matched",
            "lmd-matched",
            "lmd-full",
            "clean-midi",
            "match-scores",
            "msd-summary",
            "fma-metadata",
            "fma-small",
            "fma-medium",
            "fma-large",
            "fma-full",
            "lmd-matched");
  }
}
