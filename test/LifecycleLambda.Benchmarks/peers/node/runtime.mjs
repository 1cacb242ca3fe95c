// The minimum of a Lambda runtime: next, handle, respond, on one kept-alive connection.
import http from 'node:http';

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const call = (method, path, body) => new Promise((resolve, reject) => {
  const headers = body === undefined
    ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const request = http.request({ agent, host, port, method, path: `/2018-06-01/runtime/${path}`, headers }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
    response.on('error', reject);
  });
  request.on('error', reject);
  request.end(body);
});

export async function serve(handler) {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next');
    const requestId = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
    try {
      const answer = await handler(body, requestId);
      await call('POST', `invocation/${requestId}/response`, JSON.stringify(answer));
    } catch (error) {
      await call('POST', `invocation/${requestId}/error`, JSON.stringify({
        errorType: error.name,
        errorMessage: error.message,
        stackTrace: error.stack?.split('\n') ?? [],
      }));
    }
  }
}
