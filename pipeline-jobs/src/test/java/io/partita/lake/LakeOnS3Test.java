package io.partita.lake;

import static io.partita.lake.SmallVersions.publish;
import static io.partita.lake.SmallVersions.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.CuttingProxy;
import io.partita.InTurn;
import io.partita.S3Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a lake on an S3 store, whose writers meet, and whose connection is cut. */
@InTurn
@Tag("e2e")
class LakeOnS3Test extends PublishedAtOnce {
  private static final int MOST_REQUESTS = 500;

  @TempDir private static Path folder;
  private static S3Store store;
  private static int lakes;

  @BeforeAll
  static void start() throws Exception {
    store = S3Store.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (store != null) {
      store.close();
    }
  }

  @Override
  Lake newLake() throws IOException {
    return Lake.at(store.path("lake" + lakes++), store.conf());
  }

  @Test
  void whoeverIsCutOffAtAnyRequestLeavesAWholeVersion() throws IOException {
    Lake lake = newLake();
    publish(lake, "first");
    try (CuttingProxy proxy = new CuttingProxy(store.port())) {
      String before = "first";
      int cut = 0;
      for (boolean isWhole = false; !isWhole; cut++) {
        proxy.allow(cut);
        isWhole = publishes(proxy, lake, "cut" + cut);
        String after = seen(lake);

        assertThat(after).isIn(before, "cut" + cut);
        assertThat(isWhole).as("published after %d requests", cut).isIn(false, after != before);
        before = after;
      }
      assertThat(cut).isBetween(10, MOST_REQUESTS);
    }
    publish(lake, "after");
    assertThat(seen(lake)).isEqualTo("after");
  }

  @Test
  void aBusyStoreIsAskedAgainAndOneThatStaysBusyKeepsTheVersion() throws IOException {
    Lake lake = newLake();
    publish(lake, "first");
    try (CuttingProxy proxy = new CuttingProxy(store.port())) {
      Configuration patient = conf(proxy);
      patient.set("fs.s3a.retry.throttle.interval", "1ms");
      proxy.refuse(4, 3);
      publish(Lake.at(lake.root().toString(), patient), "second");
      assertThat(seen(lake)).isEqualTo("second");

      String before = "second";
      for (int after = 0; after < 60; after += 3) {
        proxy.refuse(after, Integer.MAX_VALUE);
        boolean isWhole = publishes(proxy, lake, "busy" + after);
        String now = seen(lake);
        assertThat(now).isIn(before, "busy" + after);
        assertThat(isWhole).as("busy after %d requests", after).isIn(false, now != before);
        before = now;
      }
    }
    publish(lake, "after");
    assertThat(seen(lake)).isEqualTo("after");
  }

  @Test
  void aPublishIsAFewRequests() throws IOException {
    Lake lake = newLake();
    publish(lake, "first");
    try (CuttingProxy proxy = new CuttingProxy(store.port())) {
      Lake counted = lakeBy(proxy, lake);
      proxy.allow(MOST_REQUESTS);
      publish(counted, "second");

      List<String> requests = proxy.requests();
      assertThat(requests.stream().filter(line -> line.startsWith("PUT")))
          .as("%s", requests)
          .hasSizeLessThanOrEqualTo(SmallVersions.TABLES.size() + 10);
      assertThat(requests.stream().filter(line -> line.contains("list-type")))
          .as("%s", requests)
          .hasSizeLessThanOrEqualTo(5);
    }
  }

  private static boolean publishes(CuttingProxy proxy, Lake lake, String name) {
    try {
      publish(lakeBy(proxy, lake), name);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same lake by way of a proxy, whose lost requests are not tried again. */
  private static Lake lakeBy(CuttingProxy proxy, Lake lake) throws IOException {
    Configuration conf = conf(proxy);
    conf.set("fs.s3a.attempts.maximum", "0");
    conf.set("fs.s3a.retry.limit", "0");
    conf.set("fs.s3a.retry.throttle.limit", "0");
    conf.set("fs.s3a.retry.interval", "1ms");
    return Lake.at(lake.root().toString(), conf);
  }

  private static Configuration conf(CuttingProxy proxy) {
    Configuration conf = store.conf();
    conf.set("fs.s3a.endpoint", "http://127.0.0.1:" + proxy.port());
    conf.setBoolean("fs.s3a.impl.disable.cache", true);
    return conf;
  }
}
