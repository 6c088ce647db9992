package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.split.LabelIndex;
import io.partita.split.SplitGroups;
import io.partita.split.SplitRatios;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentSplitsTest {
  @Test
  void aCatalogsOwnSplitGoesBeforeTheDrawnOneAndLeavesTheGroup() {
    SplitGroups groups = new SplitGroups();
    groups.add("hash", List.of("SO1"));
    LabelIndex own = new LabelIndex();
    own.put("0a", "challenge");
    ContentSplits splits = new ContentSplits(groups.assign(SplitRatios.parse("100/0/0")), own);
    splits.add("0a", "hash", null);
    splits.add("1b", "hash", null);
    splits.add("2c", "hash", "test");

    assertThat(splits.split("0a")).as("split of the catalog").isEqualTo("challenge");
    assertThat(splits.split("1b")).as("split that is drawn").isEqualTo("train");
    assertThat(splits.split("2c")).as("split that others of its group have").isEqualTo("test");
    assertThat(splits.group("hash")).as("group of all").isEqualTo("SO1");
  }
}
