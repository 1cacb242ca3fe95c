// Lambda calls the handler with a batch of the stream's records. It logs one line of JSON per change: put your effect there.
export async function handler({ Records }) {
  for (const record of Records) {
    const change = read(record);
    if (change) {
      console.log(JSON.stringify(change));
    }
  }
}

// Returns null if the record reports nothing about the client, for example if one of your attributes changed.
export function read({ eventID, userIdentity, dynamodb: { Keys, NewImage, OldImage } }) {
  const client = { clientId: Keys.clientId.S, recordId: eventID };
  if (!NewImage) {
    // Only deletions by Time to Live have this principal. Deletions by people or programs don't.
    return userIdentity?.principalId === "dynamodb.amazonaws.com" ? { kind: "expired", ...client } : null;
  }

  const [after, before] = [values(NewImage), values(OldImage)];
  if (after.eventType === before.eventType && after.versionNumber === before.versionNumber && after.timestamp === before.timestamp) {
    // No event changed the item.
    return after.offlineConfirmedAt && !before.offlineConfirmedAt
      ? { kind: "confirmed-offline", ...client, at: time(after.offlineConfirmedAt) }
      : null;
  }

  switch (after.eventType) {
    case "connected":
      return { kind: before.eventType === "connected" ? "took-over" : "came-online", ...client, at: time(after.timestamp) };
    case "disconnected":
      return { kind: "went-offline", ...client, at: time(after.timestamp), sessionLengthMs: sessionLength(after, before) };
    default:
      return null;
  }
}

// Returns null if the session's connect wasn't applied.
function sessionLength(after, before) {
  const { sessionIdentifier } = after;
  if (before.eventType !== "connected" || sessionIdentifier === undefined || sessionIdentifier !== before.sessionIdentifier) {
    return null;
  }

  // The clocks behind the two timestamps can differ by minutes, so a short session can seem to end before it began.
  return Math.max(0, after.timestamp - before.timestamp);
}

// Converts { name: { S: "text" } } to { name: "text" }. Numbers are text, too.
const values = (image) => Object.fromEntries(Object.entries(image ?? {}).map(([name, value]) => [name, value.S ?? value.N]));

const time = (milliseconds) => new Date(Number(milliseconds));
