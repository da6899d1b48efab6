// A job worker written with the official TypeScript SDK; prints the key of each job that it was done with.
//
//   node sdk_worker.mjs SDK_FOLDER URL TYPE NAME
//
// A job whose variable `way` is `fail` fails once and then completes, one with `error` throws the BPMN error `REFUSED`.
// It says `ready`, works from the first line of its standard input on, and until that ends.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, url, jobType, workerName] = process.argv.slice(2);
const dist = join(folder, 'node_modules', '@camunda8', 'orchestration-cluster-api', 'dist');
const { createCamundaClient } = await import(pathToFileURL(join(dist, 'index.js')).href);
const config = { CAMUNDA_REST_ADDRESS: url, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_SDK_VALIDATION: 'req:strict,res:strict' };
const client = createCamundaClient({ config, log: { level: 'silent' } });

async function work(job) {
  const { way } = job.variables;
  if (way === 'fail' && job.retries > 1) return job.fail({ errorMessage: 'not yet', retries: job.retries - 1 });
  const receipt = way === 'error' ? await job.error({ errorCode: 'REFUSED' }) : await job.complete({ by: workerName });
  console.log(`${way} ${job.jobKey}`);
  return receipt;
}

const start = () => client.createJobWorker({ jobType, workerName, jobHandler: work, maxParallelJobs: 8, jobTimeoutMs: 60_000, pollTimeoutMs: 1000 });
process.stdin.once('data', start);
process.stdin.on('end', () => process.exit(0));
console.log('ready');
