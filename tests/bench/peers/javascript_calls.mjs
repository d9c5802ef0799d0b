// Makes calls with the JavaScript SDK of the request of usual_request.h, and prints their cost.
// Usage: node javascript_calls.mjs FOLDER_WITH_NODE_MODULES URL CA_BUNDLE CALLS
// Makes one call and, if CALLS is not 0, more calls, of which CALLS are measured. Prints one line of JSON.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const kWarmUpCalls = 20;
const kRequest = {
  ProjectName: 'circuit-boards',
  ModelVersion: '1',
  Configuration: {
    Greengrass: {
      ComponentName: 'com.example.BoardInspector',
      ComponentVersion: '1.0.0',
      S3OutputLocation: { Bucket: 'my-bucket', Prefix: 'models' },
      TargetDevice: 'jetson_xavier',
    },
  },
};

const [folder, url, caBundle, calls] = process.argv.slice(2);
const sdk = createRequire(`${folder}/package.json`)('@aws-sdk/client-lookoutvision');
const client = new sdk.LookoutVisionClient({
  region: 'eu-west-1',
  endpoint: url,
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  ...(caBundle && { requestHandler: { httpsAgent: { keepAlive: true, ca: readFileSync(caBundle) } } }),
});
const call = () => client.send(new sdk.StartModelPackagingJobCommand(kRequest));

await call();
const measured = {};
if (Number(calls) > 0) {
  for (let i = 0; i < kWarmUpCalls; ++i) await call();
  const latencies = [];
  const before = process.cpuUsage();
  for (let i = 0; i < Number(calls); ++i) {
    const start = performance.now();
    await call();
    latencies.push((performance.now() - start) * 1e3);
  }
  const { user, system } = process.cpuUsage(before);
  latencies.sort((a, b) => a - b);
  measured.cpu_us = (user + system) / latencies.length;
  measured.p50_us = latencies[latencies.length >> 1];
}
measured.peak_kib = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'ascii'))[1]);
console.log(JSON.stringify(measured));
