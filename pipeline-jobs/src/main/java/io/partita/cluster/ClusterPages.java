package io.partita.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.partita.lake.file.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What the web pages of a cluster's daemons say about it. A page that does not answer says no. */
final class ClusterPages {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  boolean masterAnswers(int uiPort) {
    return page(uiPort, "/json/").path("status").asText().equals("ALIVE");
  }

  /** The ports of the workers that the master can use. */
  Set<Integer> aliveWorkers(int masterUiPort) {
    Set<Integer> ports = new HashSet<>();
    for (JsonNode worker : page(masterUiPort, "/json/").path("workers")) {
      if (worker.path("state").asText().equals("ALIVE")) {
        ports.add(worker.path("port").asInt());
      }
    }
    return ports;
  }

  boolean historyAnswers(int uiPort) {
    return page(uiPort, "/api/v1/applications").isArray();
  }

  /** Whether the NameNode is there, if only to read. */
  boolean nameNodeAnswers(int httpPort) {
    return !nameNode(httpPort).isMissingNode();
  }

  /** Whether the NameNode knows enough blocks to take changes. */
  boolean isWritable(int httpPort) {
    JsonNode nameNode = nameNode(httpPort);
    return !nameNode.isMissingNode() && nameNode.path("Safemode").asText().isEmpty();
  }

  /** The ports of the DataNodes that the NameNode can use. */
  Set<Integer> liveDataNodes(int nameNodeHttpPort) {
    Set<Integer> ports = new HashSet<>();
    for (JsonNode node : json(nameNode(nameNodeHttpPort).path("LiveNodes").asText())) {
      String address = node.path("xferaddr").asText();
      ports.add(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }
    return ports;
  }

  private JsonNode nameNode(int httpPort) {
    return page(httpPort, "/jmx?qry=Hadoop:service=NameNode,name=NameNodeInfo")
        .path("beans")
        .path(0);
  }

  private JsonNode page(int port, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(PATIENCE)
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? json(answer.body()) : MissingNode.getInstance();
    } catch (IOException e) {
      return MissingNode.getInstance();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return MissingNode.getInstance();
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
