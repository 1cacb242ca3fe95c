// A client of the broker: AWS's Device SDK over mutual TLS or a signed WebSocket, or MQTT.js over WebSockets.
//
// usage: node client.js sdk5|sdk311|signed|mqttjs CLIENT_ID end|stay
//
// "end" connects, publishes to CLIENT_ID/state, and disconnects. "stay" publishes, too, and then reconnects whenever it is disconnected.
// BROKER holds the line that the broker prints first with --json.
"use strict";
const { once } = require("events");
const { readFileSync } = require("fs");
const { auth, iot, mqtt, mqtt5 } = require("aws-iot-device-sdk-v2");
const mqttjs = require("mqtt");

const [kind, clientId, action] = process.argv.slice(2);
const broker = JSON.parse(process.env.BROKER);
const message = { topic: `${clientId}/state`, payload: kind };

function port(address) {
  return Number(address.match(/:(\d+)(\/|$)/)[1]);
}

async function sdk5(builder, address) {
  const client = new mqtt5.Mqtt5Client(builder
    .withCertificateAuthorityFromPath(undefined, broker.certificates.ca)
    .withPort(port(address))
    .withConnectProperties({ clientId, keepAliveIntervalSeconds: 30 })
    .withMinReconnectDelayMs(100)
    .withMaxReconnectDelayMs(100)
    .build());
  client.on("connectionFailure", failure => console.error(`${failure.error}`));
  client.start();
  await client.publish({ topicName: message.topic, payload: message.payload, qos: mqtt5.QoS.AtLeastOnce });
  if (action === "end") {
    const stopped = once(client, "stopped");
    client.stop({ reasonCode: mqtt5.DisconnectReasonCode.NormalDisconnection });
    await stopped;
    client.close();
  }
}

async function sdk311() {
  const connection = new mqtt.MqttClient().new_connection(
    iot.AwsIotMqttConnectionConfigBuilder
      .new_mtls_builder_from_path(broker.certificates.certificate, broker.certificates.privateKey)
      .with_certificate_authority_from_path(undefined, broker.certificates.ca)
      .with_endpoint("localhost")
      .with_port(port(broker.tls))
      .with_client_id(clientId)
      .with_reconnect_min_sec(1)
      .with_reconnect_max_sec(1)
      .build());
  await connection.connect();
  await connection.publish(message.topic, message.payload, mqtt.QoS.AtLeastOnce);
  if (action === "end") {
    await connection.disconnect();
  }
}

async function useMqttJs() {
  const ca = readFileSync(broker.certificates.ca);
  const client = await mqttjs.connectAsync(broker.webSocket, { clientId, reconnectPeriod: 100, ca });
  await client.publishAsync(message.topic, message.payload, { qos: 1 });
  if (action === "end") {
    await client.endAsync();
  }
}

const { certificate, privateKey } = broker.certificates;
const builder = iot.AwsIotMqtt5ClientConfigBuilder;
const kinds = {
  sdk5: () => sdk5(builder.newDirectMqttBuilderWithMtlsFromPath("localhost", certificate, privateKey), broker.tls),
  sdk311,
  signed: () => sdk5(builder.newWebsocketMqttBuilderWithSigv4Auth("localhost", {
    region: "us-east-1",
    credentialsProvider: auth.AwsCredentialsProvider.newStatic("AKIDFORTESTS", "secretfortests", "tokenfortests"),
  }), broker.webSocket),
  mqttjs: useMqttJs,
};
// A client that stays keeps its process running.
const keepRunning = action === "stay" ? setInterval(() => {}, 60_000) : undefined;
kinds[kind]().catch(error => {
  console.error(error);
  clearInterval(keepRunning);
  process.exitCode = 1;
});
