package io.partita.ingest.midi;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.split.LabelIndex;
import io.partita.split.SplitGroups;
import io.partita.split.SplitRatios;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentSplitsTest {
  @Test
  void aCatalogsOwnSplitGoesBeforeTheDrawnOneAndLeavesTheGroup() {
    SplitGroups groups = new SplitGroups();
    groups.add("hash", List.of("SO1"));
    LabelIndex own = new LabelIndex();
    own.put("0a", "challenge");
    ContentSplits splits =
        new ContentSplits(groups.assign(SplitRatios.parse("100/0/0")), own, new HashMap<>());
    splits.add("0a", "hash");
    splits.add("1b", "hash");

    assertThat(splits.split("0a")).as("split of the catalog").isEqualTo("challenge");
    assertThat(splits.split("1b")).as("split that is drawn").isEqualTo("train");
    assertThat(splits.group("hash")).as("group of both").isEqualTo("SO1");
  }

  @Test
  void aNewContentFollowsThoseOfItsGroupThatKeepTheirSplits() {
    SplitGroups groups = new SplitGroups();
    groups.add("hash", List.of("SO1"));
    groups.add("other", List.of("SO1"));
    groups.add("alone", List.of());
    LabelIndex frozen = new LabelIndex();
    frozen.put("0a", "validation");
    frozen.put("1b", "train");
    ContentSplits splits =
        new ContentSplits(
            groups.assign(SplitRatios.parse("100/0/0")), new LabelIndex(), new HashMap<>());
    splits.hold(new Finding("in", "a.mid", "0a", "hash"), frozen);
    splits.hold(new Finding("in", "b.mid", "1b", "other"), frozen);
    splits.hold(new Finding("in", "broken.mid", "2c", null), frozen);
    splits.add("3d", "other");
    splits.add("4e", "alone");

    assertThat(splits.split("3d")).as("held out rather than trained on").isEqualTo("validation");
    assertThat(splits.split("4e")).as("split that is drawn").isEqualTo("train");
  }
}
