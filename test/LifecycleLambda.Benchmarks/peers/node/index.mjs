// The job of the function in Node.js, as a user of the AWS SDK for JavaScript v3 would write it. runtime.mjs stands in for
// AWS's own runtime.
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { serve } from './runtime.mjs';

const TABLE = process.env.PRESENCE_TABLE_NAME;
const FUNCTION_NAME = process.env.AWS_LAMBDA_FUNCTION_NAME;
const TOLERANCE_MS = 900_000;

const IS_NEWER = 'attribute_not_exists(versionNumber) OR #timestamp < :timestampMinusTolerance'
  + ' OR (#timestamp <= :timestampPlusTolerance AND ';
const CONNECTED_IS_NEWER = `${IS_NEWER}versionNumber < :versionNumber)`;
const DISCONNECTED_IS_NEWER = `${IS_NEWER}(versionNumber < :versionNumber`
  + ' OR (versionNumber = :versionNumber AND eventType = :connected)))';

const client = new DynamoDBClient({});

class InvalidLifecycleEventException extends Error {
  name = 'InvalidLifecycleEventException';
}

const invalid = (field, problem) => {
  throw new InvalidLifecycleEventException(`Not a lifecycle event: ${field} ${problem}.`);
};

const text = (value) => (typeof value === 'string' && value.length > 0 ? value : undefined);

function parse(payload) {
  const event = JSON.parse(payload);
  if (event === null || typeof event !== 'object' || Array.isArray(event)) invalid('payload', 'is not a JSON object');
  if (!text(event.clientId)) invalid('clientId', 'is missing or empty');
  if (Buffer.byteLength(event.clientId) > 2048) invalid('clientId', 'is longer than 2048 bytes');
  if (event.eventType !== 'connected' && event.eventType !== 'disconnected') {
    invalid('eventType', 'is neither connected nor disconnected');
  }
  for (const field of ['timestamp', 'versionNumber']) {
    if (!Number.isSafeInteger(event[field]) || event[field] < 0) invalid(field, 'is not a whole number of 0 or more');
  }
  if (event.timestamp > Date.now() + TOLERANCE_MS) invalid('timestamp', 'is too far in the future');
  return event;
}

function toUpdate(event) {
  const set = [];
  const remove = [];
  const values = {
    ':timestampMinusTolerance': { N: String(event.timestamp - TOLERANCE_MS) },
    ':timestampPlusTolerance': { N: String(event.timestamp + TOLERANCE_MS) },
  };
  const put = (attribute, value) => {
    if (value === undefined) {
      remove.push(attribute);
    } else {
      set.push(`${attribute} = :${attribute}`);
      values[`:${attribute}`] = value;
    }
  };
  const string = (value) => (text(value) ? { S: value } : undefined);

  put('eventType', { S: event.eventType });
  put('versionNumber', { N: String(event.versionNumber) });
  set.push('#timestamp = :timestamp');
  values[':timestamp'] = { N: String(event.timestamp) };
  put('sessionIdentifier', string(event.sessionIdentifier));
  put('principalIdentifier', string(event.principalIdentifier));
  put('thingName', string(event.thingName));
  remove.push('offlineConfirmedAt', 'expiresAt');
  if (event.eventType === 'connected') {
    set.push('connectedAt = :timestamp');
    remove.push('clientInitiatedDisconnect', 'disconnectReason');
    if (text(event.ipAddress)) put('ipAddress', { S: event.ipAddress });
  } else {
    set.push('disconnectedAt = :timestamp');
    put('disconnectReason', string(event.disconnectReason));
    put('clientInitiatedDisconnect', typeof event.clientInitiatedDisconnect === 'boolean'
      ? { BOOL: event.clientInitiatedDisconnect } : undefined);
    values[':connected'] = { S: 'connected' };
  }

  return new UpdateItemCommand({
    TableName: TABLE,
    Key: { clientId: { S: event.clientId } },
    UpdateExpression: `SET ${set.join(', ')} REMOVE ${remove.join(', ')}`,
    ConditionExpression: event.eventType === 'connected' ? CONNECTED_IS_NEWER : DISCONNECTED_IS_NEWER,
    ExpressionAttributeNames: { '#timestamp': 'timestamp' },
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

const isStored = (event, item) => item !== undefined
  && item.versionNumber?.N === String(event.versionNumber)
  && item.eventType?.S === event.eventType
  && item.sessionIdentifier?.S === text(event.sessionIdentifier);

async function apply(event) {
  try {
    await client.send(toUpdate(event));
    return 'Applied';
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
    return isStored(event, error.Item) ? 'Duplicate' : 'Stale';
  }
}

function log(event, outcome, requestId) {
  const now = Date.now();
  process.stdout.write(`${JSON.stringify({
    level: 'INFO',
    timestamp: new Date(now).toISOString(),
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [{
        Namespace: 'LifecycleLambda',
        Dimensions: [['FunctionName']],
        Metrics: [{ Name: outcome, Unit: 'Count' }, { Name: 'EventAge', Unit: 'Milliseconds' }],
      }],
    },
    FunctionName: FUNCTION_NAME,
    [outcome]: 1,
    requestId,
    outcome,
    EventAge: Math.max(0, now - event.timestamp),
    clientId: event.clientId,
    eventType: event.eventType,
    versionNumber: event.versionNumber,
    disconnectReason: text(event.disconnectReason),
  })}\n`);
}

// Opens the connection for the first write while the function still has a full vCPU.
async function warmUp() {
  const { protocol, hostname, port } = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB);
  const { response } = await client.config.requestHandler.handle({ protocol, hostname, port, method: 'GET', path: '/', headers: {} });
  for await (const _ of response.body);
}

async function handle(payload, requestId) {
  const event = parse(payload);
  const outcome = await apply(event);
  log(event, outcome, requestId);
  return { outcome };
}

async function main() {
  if (process.env.BENCHMARK_WARM_UP) await warmUp();
  await serve(handle);
}

main();
