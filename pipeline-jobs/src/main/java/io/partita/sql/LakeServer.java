package io.partita.sql;

import io.partita.UserException;
import io.partita.lake.sql.ReadOnlySettings;
import java.util.Map;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hive.service.cli.CLIService;
import org.apache.hive.service.cli.HiveSQLException;
import org.apache.hive.service.cli.thrift.ThriftBinaryCLIService;
import org.apache.hive.service.rpc.thrift.TOpenSessionReq;
import org.apache.hive.service.rpc.thrift.TOpenSessionResp;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.hive.thriftserver.HiveThriftServer2;
import org.apache.spark.sql.hive.thriftserver.SparkSQLCLIService;
import org.apache.spark.sql.hive.thriftserver.ui.HiveThriftServer2EventManager;
import org.apache.thrift.TException;

/**
 * Spark's Thrift server, with a look at what clients bring along when they connect: of itself it
 * would set system properties of this Java for them and, before any parser has a say, look up
 * references in their settings' values, as {@code ${env:HOME}}.
 */
final class LakeServer extends ThriftBinaryCLIService {
  private LakeServer(CLIService sessions) {
    super(sessions);
  }

  /** Starts to serve; threads of its own do it. */
  static void start(SQLContext sql) {
    HiveThriftServer2.eventManager_$eq(new HiveThriftServer2EventManager(sql.sparkContext()));
    HiveConf conf =
        new HiveConf(sql.sparkSession().sessionState().newHadoopConf(), LakeServer.class);
    CLIService sessions = new SparkSQLCLIService(new HiveThriftServer2(sql), sql);
    LakeServer server = new LakeServer(sessions);
    sessions.init(conf);
    server.init(conf);
    sessions.start();
    server.start();
  }

  @Override
  public TOpenSessionResp OpenSession(TOpenSessionReq request) throws TException {
    Map<String, String> settings = request.getConfiguration();
    try {
      request.setConfiguration(
          ReadOnlySettings.ofConnection(settings == null ? Map.of() : settings));
    } catch (UserException e) {
      TOpenSessionResp refused = new TOpenSessionResp();
      refused.setStatus(HiveSQLException.toTStatus(new HiveSQLException(e.getMessage(), e)));
      refused.setServerProtocolVersion(request.getClient_protocol());
      return refused;
    }
    return super.OpenSession(request);
  }
}
