// Makes the calls of scenario_test.py with the JavaScript SDK: a JSON line in, a JSON line out.
// Usage: node driver.mjs ENDPOINT_URL FOLDER_WITH_NODE_MODULES

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [endpoint, folder] = process.argv.slice(2);
const sdk = createRequire(`${folder}/package.json`)('@aws-sdk/client-lookoutvision');

// Records the back-off instead of sleeping: only for timers that the retry code sets itself. The other timers are
// timeouts, which are real, although the retry code is in their call stack, too.
let waits = [];
const setRealTimeout = globalThis.setTimeout;
globalThis.setTimeout = (callback, milliseconds, ...rest) => {
  const caller = new Error().stack.split('\n')[2];
  if (!/[/-]retry[/]/.test(caller)) return setRealTimeout(callback, milliseconds, ...rest);
  waits.push(milliseconds / 1000);
  return setRealTimeout(callback, 0, ...rest);
};

async function call(client, name, input) {
  if (name === 'WaitUntilSucceeded') {
    for (;;) {
      const described = await client.send(new sdk.DescribeModelPackagingJobCommand(input));
      if (described.ModelPackagingDescription.Status === 'SUCCEEDED') return described;
    }
  }
  if (name === 'ListAllPages') {
    const all = [];
    const { MaxResults, ...rest } = input;
    for await (const page of sdk.paginateListModelPackagingJobs({ client, pageSize: MaxResults }, rest)) {
      all.push(...page.ModelPackagingJobs);
    }
    return { ModelPackagingJobs: all };
  }
  return client.send(new sdk[`${name}Command`](input));
}

function describe(error) {
  const members = Object.fromEntries(Object.entries(error).filter(([name]) => /^[A-Z]/.test(name)));
  return {
    type: error.name,
    modelled: sdk[error.name] !== undefined && error instanceof sdk[error.name],
    status: error.$metadata?.httpStatusCode,
    request_id: error.$metadata?.requestId,
    message: error.message,
    members,
  };
}

const clients = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const step = JSON.parse(line);
  const [accessKeyId, secretAccessKey] = step.key;
  const id = JSON.stringify(step.key);
  if (!clients.has(id)) {
    clients.set(id, new sdk.LookoutVisionClient({
      region: 'eu-west-1', endpoint, credentials: { accessKeyId, secretAccessKey },
    }));
  }
  waits = [];
  let outcome;
  try {
    outcome = { result: await call(clients.get(id), step.call, step.input) };
  } catch (error) {
    outcome = { error: describe(error) };
  }
  console.log(JSON.stringify({ ...outcome, waits }));
}
