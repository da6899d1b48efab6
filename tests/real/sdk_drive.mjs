// Drives a v2 server through the official TypeScript SDK in strict validation; prints one JSON line for each call.
//
//   node sdk_drive.mjs SDK_FOLDER URL [OPERATION...]
//
// It drives all that there is, or asks each OPERATION (a search or one that takes nothing) for what it gives at once.
// A line holds operation, request, status, and what was wrong: `error` when the SDK refused the answer (or the server the
// request), `extra` and `absent` for keys that the official schema does not know or that the server left to defaults,
// `excused` where the SDK contradicts the API. Operations that this line of the SDK does not know are left out.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contradictions } from './sdk_contradictions.mjs';

const [folder, url, ...only] = process.argv.slice(2);
const sdk = join(folder, 'node_modules', '@camunda8', 'orchestration-cluster-api');
const dist = join(sdk, 'dist');
const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
const eight = version.startsWith('8.');
const wrong = contradictions(version);
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { createCamundaClient } = await load('index.js');
const schemas = await loadSchemas();

// The schemas are a module of their own in the 9 line; in the 8.8 line they are bundled and not exported, so a copy of
// that bundle exports them.
async function loadSchemas() {
  const own = readdirSync(dist).find((name) => /^zod\.gen-.*\.js$/.test(name));
  if (own) return load(own);
  const text = (name) => readFileSync(join(dist, name), 'utf8');
  const bundle = readdirSync(dist).find((name) => /^chunk-.*\.js$/.test(name) && text(name).includes('zod_gen_exports'));
  writeFileSync(join(dist, 'with-schemas.js'), `${text(bundle)}\nexport { zod_gen_exports };\n`);
  return (await load('with-schemas.js')).zod_gen_exports;
}

// What stands in for the answer of a call that failed, or that this line of the SDK does not know.
const NOTHING = { items: [], jobs: [] };

let last = null;

async function recordingFetch(input, init) {
  const response = await fetch(input, init);
  last = {
    request: `${init?.method ?? input.method} ${new URL(response.url).pathname}`,
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: await response.clone().text(),
  };
  return response;
}

function connect(validation) {
  const config = { CAMUNDA_REST_ADDRESS: url, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_SDK_VALIDATION: validation };
  return createCamundaClient({ config, fetch: recordingFetch, log: { level: 'silent' } });
}

const strict = connect('req:strict,res:strict');
// In strict mode the SDK reads a page request as the first of its four forms that fits, and so loses a cursor.
const lenientAsking = connect('req:warn,res:strict');

// The paths of the keys that one value has and the other has not.
function vanished(one, other, path = '') {
  if (Array.isArray(one) && Array.isArray(other)) return one.flatMap((item, index) => vanished(item, other[index], `${path}[]`));
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return [];
  return Object.keys(one).flatMap((key) =>
    key in other ? vanished(one[key], other[key], `${path}.${key}`) : [`${path}.${key}`]);
}

function schemaOf(operation) {
  return schemas[`z${operation[0].toUpperCase()}${operation.slice(1)}Response`];
}

// The SDK hands {} to its own check of an empty answer, and so refuses any 204 where a body is possible too.
function emptyAsTheSchemaAllows(operation) {
  return last?.status === 204 && last.text === '' && schemaOf(operation).safeParse(undefined).success;
}

function compare(operation) {
  if (!last?.type.includes('json') || last.status >= 300) return {};
  const raw = wrong[operation]?.amend(JSON.parse(last.text)) ?? JSON.parse(last.text);
  const parsed = schemaOf(operation).safeParse(raw);
  if (!parsed.success) return {};
  return { extra: [...new Set(vanished(raw, parsed.data))], absent: [...new Set(vanished(parsed.data, raw))] };
}

// `instance` is a reference, relative to what was asked; the 8.8 line knows only whole URLs.
function isProblem(body) {
  const instance = body.instance && new URL(body.instance, url).href;
  return schemas.zProblemDetail.safeParse({ ...body, instance }).success;
}

function told(error) {
  const issues = error.issues ? ` ${JSON.stringify(error.issues).slice(0, 1500)}` : '';
  return `${error.name}: ${error.message}${error.detail ? ` (${error.detail})` : ''}${issues}`;
}

// The answer that the SDK refused for nothing but what its schema contradicts; undefined if anything else is wrong.
function excused(operation) {
  if (!wrong[operation] || last?.status !== 200) return undefined;
  const answer = JSON.parse(last.text);
  return schemaOf(operation).safeParse(wrong[operation].amend(answer)).success ? answer : undefined;
}

async function call(operation, input, { client = wrong[operation]?.asking ? lenientAsking : strict } = {}) {
  if (typeof client[operation] !== 'function') return NOTHING;
  const takesInput = !['getTopology', 'getStatus', 'getLicense', 'getAuthentication', 'getSystemConfiguration', 'resetClock'].includes(operation);
  last = null;
  let answer = null;
  const line = { operation };
  try {
    if (!takesInput) answer = await client[operation]();
    else answer = await client[operation](input, { consistency: { waitUpToMs: 0 } }); // for what is eventually consistent
  } catch (error) {
    answer = excused(operation) ?? null;
    if (answer) line.excused = wrong[operation].reason;
    else if (!emptyAsTheSchemaAllows(operation)) line.error = told(error);
  }
  if (!line.error) Object.assign(line, compare(operation));
  if (Array.isArray(answer?.items)) line.items = answer.items.length;
  line.request = last?.request ?? null;
  line.status = last?.status ?? null;
  if (line.status >= 400) line.problem = isProblem(JSON.parse(last.text));
  console.log(JSON.stringify(line));
  return answer ?? NOTHING;
}

async function everyItem(search, get, key) {
  const first = (await call(search, { page: { limit: 3 } })).items;
  for (const item of first) await call(get, { [key]: item[key] });
  return first;
}

async function cluster() {
  await call('getStatus');
  await call('getTopology');
  await call('getLicense');
  await call('getAuthentication');
}

async function userTaskReads() {
  const all = (await call('searchUserTasks', { page: { limit: 1000 } })).items;
  await call('searchUserTasks', { sort: [{ field: 'dueDate', order: 'DESC' }, { field: 'priority' }], page: { from: 5, limit: 5 } });
  const filter = { state: 'CREATED', candidateGroup: { $in: ['accounting', 'sales', 'support'] }, priority: { $gte: 20 } };
  await call('searchUserTasks', { filter });
  const { page } = await call('searchUserTasks', { page: { limit: 5 } });
  await call('searchUserTasks', { page: { after: page?.endCursor, limit: 5 } }, { client: lenientAsking });
  const withForm = all.find((task) => task.formKey && task.state === 'CREATED');
  const withoutForm = all.find((task) => !task.formKey && task.state === 'CREATED');
  for (const { userTaskKey } of [withForm, withoutForm].filter(Boolean)) {
    await call('getUserTask', { userTaskKey });
    await call('getUserTaskForm', { userTaskKey });
    await call('searchUserTaskVariables', { userTaskKey, truncateValues: false });
    await call('searchUserTaskVariables', { userTaskKey, filter: { name: { $like: '*' } }, sort: [{ field: 'name' }] });
    await call('searchUserTaskEffectiveVariables', { userTaskKey });
  }
}

async function userTaskCommands() {
  const filter = { state: 'CREATED', assignee: { $exists: false } };
  const [task] = (await call('searchUserTasks', { filter, page: { limit: 1 } })).items;
  const userTaskKey = task?.userTaskKey;
  await call('assignUserTask', { userTaskKey, assignee: 'demo', allowOverride: false });
  await call('unassignUserTask', { userTaskKey });
  const changeset = { priority: 80, dueDate: '2031-05-01T10:00:00Z', candidateGroups: ['leads'], candidateUsers: [] };
  await call('updateUserTask', { userTaskKey, changeset });
  await call('updateUserTask', { userTaskKey, changeset: { followUpDate: '' } }, { client: lenientAsking });
  await call('getUserTask', { userTaskKey });
  await call('completeUserTask', { userTaskKey, variables: { approved: true, note: 'driven' } });
  await call('getUserTask', { userTaskKey });
  await call('searchUserTaskAuditLogs', { userTaskKey });
  await call('completeUserTask', { userTaskKey });
  await everyItem('searchAuditLogs', 'getAuditLog', 'auditLogKey');
}

async function jobs() {
  await call('searchJobs', { page: { limit: 1000 } });
  const asked = { type: 'payment-service', worker: 'driver', timeout: 60000, maxJobsToActivate: 4, requestTimeout: -1 };
  const active = (await call('activateJobs', asked)).jobs.map((job) => job.jobKey);
  await call('updateJob', { jobKey: active[0], changeset: { retries: 2, timeout: 30000 } });
  await call('completeJob', { jobKey: active[0], variables: { paid: true } });
  await call('failJob', { jobKey: active[1], retries: 0, errorMessage: 'The card was refused', retryBackOff: 0 });
  await call('throwJobError', { jobKey: active[2], errorCode: 'NO_CREDIT', errorMessage: 'No credit left' });
  await call('searchJobs', { filter: { state: 'FAILED' } });
  const incidents = await everyItem('searchIncidents', 'getIncident', 'incidentKey');
  await call('searchProcessInstanceIncidents', { processInstanceKey: incidents[0]?.processInstanceKey });
  await call('updateJob', { jobKey: incidents[0]?.jobKey, changeset: { retries: 3 } });
  await call('resolveIncident', { incidentKey: incidents[0]?.incidentKey });
}

async function decisions() {
  for (const item of await everyItem('searchDecisionDefinitions', 'getDecisionDefinition', 'decisionDefinitionKey'))
    await call('getDecisionDefinitionXml', { decisionDefinitionKey: item.decisionDefinitionKey });
  for (const item of await everyItem('searchDecisionRequirements', 'getDecisionRequirements', 'decisionRequirementsKey'))
    await call('getDecisionRequirementsXml', { decisionRequirementsKey: item.decisionRequirementsKey });
  await call('searchDecisionInstances', { page: { limit: 1000 } });
  await everyItem('searchDecisionInstances', 'getDecisionInstance', 'decisionEvaluationInstanceKey');
  await call('evaluateDecision', { decisionDefinitionId: 'discount', variables: { tier: 'gold', amount: 1200 } });
}

async function processes() {
  for (const { processDefinitionKey } of await everyItem('searchProcessDefinitions', 'getProcessDefinition', 'processDefinitionKey')) {
    await call('getProcessDefinitionXml', { processDefinitionKey });
    await call('getStartProcessForm', { processDefinitionKey });
  }
  const { items: [complaint] } = await call('searchProcessDefinitions', { filter: { processDefinitionId: 'complaint' } });
  await call('getStartProcessForm', { processDefinitionKey: complaint.processDefinitionKey });
  await call('createProcessInstance', { processDefinitionKey: complaint.processDefinitionKey, variables: { tier: 'gold' } });
  await call('evaluateExpression', { expression: '=a + 1 + "x"', variables: { a: 1 } });
  const file = new File(['hello'], 'hello.txt', { type: 'text/plain' });
  const document = await call('createDocument', { file }, { client: lenientAsking }); // strict, it takes a file for no text
  await call('getDocument', { documentId: document?.documentId, contentHash: document?.contentHash });
  await call('searchProcessInstances', { page: { limit: 1000 } });
  await everyItem('searchProcessInstances', 'getProcessInstance', 'processInstanceKey');
  await call('searchVariables', { page: { limit: 1000 } });
  await everyItem('searchVariables', 'getVariable', 'variableKey');
}

const JOURNEY = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  id="driven-file" targetNamespace="urn:driven">
  <bpmn:message id="m-paid" name="paid">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=orderNo"/></bpmn:extensionElements>
  </bpmn:message>
  <bpmn:message id="m-order" name="order placed"/>
  <bpmn:signal id="s-stop" name="stop"/>
  <bpmn:process id="journey" name="Driven" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:startEvent id="ordered"><bpmn:messageEventDefinition id="d1" messageRef="m-order"/></bpmn:startEvent>
    <bpmn:serviceTask id="charge" name="Charge">
      <bpmn:extensionElements><zeebe:taskDefinition type="charge"/></bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:intermediateCatchEvent id="payment"><bpmn:messageEventDefinition id="d2" messageRef="m-paid"/></bpmn:intermediateCatchEvent>
    <bpmn:callActivity id="call" name="Call">
      <bpmn:extensionElements><zeebe:calledElement processId="called"/></bpmn:extensionElements>
    </bpmn:callActivity>
    <bpmn:endEvent id="end"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="charge"/>
    <bpmn:sequenceFlow id="f2" sourceRef="ordered" targetRef="charge"/>
    <bpmn:sequenceFlow id="f3" sourceRef="charge" targetRef="payment"/>
    <bpmn:sequenceFlow id="f4" sourceRef="payment" targetRef="call"/>
    <bpmn:sequenceFlow id="f5" sourceRef="call" targetRef="end"/>
  </bpmn:process>
  <bpmn:process id="called" name="Called" isExecutable="true">
    <bpmn:startEvent id="begin"/>
    <bpmn:intermediateCatchEvent id="stopped"><bpmn:signalEventDefinition id="d3" signalRef="s-stop"/></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="done"/>
    <bpmn:sequenceFlow id="g1" sourceRef="begin" targetRef="stopped"/>
    <bpmn:sequenceFlow id="g2" sourceRef="stopped" targetRef="done"/>
  </bpmn:process>
  <bpmn:process id="short" name="Short" isExecutable="true">
    <bpmn:startEvent id="only"/>
    <bpmn:endEvent id="last"/>
    <bpmn:sequenceFlow id="h1" sourceRef="only" targetRef="last"/>
  </bpmn:process>
</bpmn:definitions>`;

// The documented way of a client: deploy, create, activate, complete, search until it is seen.
async function journey() {
  const named = (name, text) => new File([text], name, { type: 'application/octet-stream' });
  const resources = [named('journey.bpmn', JOURNEY), named('notes.txt', 'not a process')];
  const deployed = await call('createDeployment', { resources });
  const resource = deployed?.resources?.[0];
  await call('getResource', { resourceKey: resource?.resourceKey });
  await call('getResourceContent', { resourceKey: resource?.resourceKey });
  const awaited = { processDefinitionId: 'short', awaitCompletion: true, requestTimeout: 5000, variables: { a: 1 } };
  await call('createProcessInstance', awaited);
  const created = await call('createProcessInstance', { processDefinitionId: 'journey', variables: { orderNo: 'O-1' } });
  const { processInstanceKey } = created;
  await call('createElementInstanceVariables', { elementInstanceKey: processInstanceKey, variables: { note: 'set' } });
  const { jobs: [job] } = await call('activateJobs', { type: 'charge', worker: 'driver', timeout: 60000, maxJobsToActivate: 1 });
  await call('completeJob', { jobKey: job?.jobKey, variables: { paid: true } });
  await call('searchMessageSubscriptions', { filter: { processInstanceKey } });
  await call('correlateMessage', { name: 'paid', correlationKey: 'O-1', variables: { by: 'card' } });
  await call('searchCorrelatedMessageSubscriptions', { filter: { processInstanceKey } });
  const inner = (await call('searchProcessInstances', { filter: { parentProcessInstanceKey: processInstanceKey } })).items[0];
  await call('getProcessInstanceCallHierarchy', { processInstanceKey: inner?.processInstanceKey });
  await call('broadcastSignal', { signalName: 'stop', variables: {} });
  const { items: [first] } = await call('searchElementInstances', { filter: { processInstanceKey } });
  await call('getElementInstance', { elementInstanceKey: first?.elementInstanceKey });
  const { items: [stuck] } = await call('searchIncidents', { filter: { state: 'ACTIVE' } });
  await call('searchElementInstanceIncidents', { elementInstanceKey: stuck?.elementInstanceKey });
  await call('getProcessInstanceSequenceFlows', { processInstanceKey });
  await call('getProcessInstanceStatistics', { processInstanceKey });
  const { processDefinitionKey } = created;
  await call('getProcessDefinitionStatistics', { processDefinitionKey });
  const seen = { consistency: { waitUpToMs: 5000 } };
  await strict.searchProcessInstances({ filter: { processInstanceKey, state: 'COMPLETED' } }, { ...seen, predicate: (page) => page.items.length === 1 });
  await call('publishMessage', { name: 'order placed', timeToLive: 60000, variables: { orderNo: 'O-2' } });
  const { items: [other] } = await call('searchProcessInstances', { filter: { processDefinitionKey, state: 'ACTIVE' } });
  await call('cancelProcessInstance', { processInstanceKey: other?.processInstanceKey });
  await call('pinClock', { timestamp: Date.now() + 60000 });
  await call('resetClock');
  await call('deleteResource', { resourceKey: resource?.resourceKey });
}

const BPMN = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
  <bpmn:message id="m" name="paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>
  <bpmn:process id="driven" isExecutable="true">
    <bpmn:startEvent id="s"/>
    <bpmn:serviceTask id="a"><bpmn:extensionElements><zeebe:taskDefinition type="drive"/></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:intermediateCatchEvent id="w"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="e"/>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <bpmn:sequenceFlow id="f2" sourceRef="a" targetRef="w"/>
    <bpmn:sequenceFlow id="f3" sourceRef="w" targetRef="e"/>
  </bpmn:process>
</bpmn:definitions>`;

async function deployed() {
  const bpmn = new File([BPMN], 'driven.bpmn');
  const note = new File(['a note'], 'note.txt');
  // Strict, the SDK takes a file for no text.
  await call('createDeployment', { resources: [bpmn, note] }, { client: lenientAsking });
  const answer = JSON.parse(last.text);
  const resourceKey = answer.deployments.find((one) => one.resource)?.resource.resourceKey;
  await call('getResource', { resourceKey });
  await call('getResourceContent', { resourceKey });
  await call('deleteResource', { resourceKey, deleteHistory: false });
  return answer.deployments.find((one) => one.processDefinition).processDefinition.processDefinitionKey;
}

async function started(processDefinitionKey, order) {
  return (await call('createProcessInstance', { processDefinitionKey, variables: { order } })).processInstanceKey;
}

// Moves what waits at the service task on to the message; before 8.9 nothing is moved, but ended here and begun there.
async function moved(processInstanceKey) {
  const sourceElementInstruction = { sourceType: 'byId', sourceElementId: 'a' };
  if (eight) {
    const { items } = await call('searchElementInstances', { filter: { processInstanceKey, elementId: 'a', state: 'ACTIVE' } });
    const terminateInstructions = items.map(({ elementInstanceKey }) => ({ elementInstanceKey }));
    await call('modifyProcessInstance', { processInstanceKey, activateInstructions: [{ elementId: 'w' }], terminateInstructions });
  } else {
    await call('modifyProcessInstance', { processInstanceKey, moveInstructions: [{ sourceElementInstruction, targetElementId: 'w' }] });
  }
}

async function operations() {
  const processDefinitionKey = await deployed();
  const processInstanceKey = await started(processDefinitionKey, 'o1');
  await call('createElementInstanceVariables', { elementInstanceKey: processInstanceKey, variables: { note: 'x' }, local: true });
  const activateInstructions = [{ elementId: 'a', variableInstructions: [{ variables: { more: 1 }, scopeId: 'a' }] }];
  await call('modifyProcessInstance', { processInstanceKey, activateInstructions });
  await moved(processInstanceKey);
  await call('searchMessageSubscriptions', { page: { limit: 1000 } });
  await call('getProcessDefinitionMessageSubscriptionStatistics', {});
  await call('publishMessage', { name: 'paid', correlationKey: 'o1', timeToLive: 0, variables: { paid: true } });
  await call('searchCorrelatedMessageSubscriptions', {});
  const other = await started(processDefinitionKey, 'o2');
  await call('modifyProcessInstance', { processInstanceKey: other, activateInstructions: [{ elementId: 'w' }] });
  await call('correlateMessage', { name: 'paid', correlationKey: 'o2' });
  const mappingInstructions = [{ sourceElementId: 'a', targetElementId: 'a' }];
  await call('migrateProcessInstance', { processInstanceKey: other, targetProcessDefinitionKey: processDefinitionKey, mappingInstructions });
  await call('broadcastSignal', { signalName: 'alarm' });
  await call('evaluateConditionals', { variables: { a: 1 } });
  const found = (await call('searchElementInstances', { page: { limit: 1000 } })).items;
  await call('getElementInstance', { elementInstanceKey: found[0]?.elementInstanceKey });
  const { items: [incident] } = await call('searchIncidents', { page: { limit: 1 } });
  await call('searchElementInstanceIncidents', { elementInstanceKey: incident?.elementInstanceKey });
  await call('getProcessInstanceCallHierarchy', { processInstanceKey });
  await call('getProcessInstanceSequenceFlows', { processInstanceKey });
  await call('getProcessInstanceStatistics', { processInstanceKey });
  await call('getProcessDefinitionStatistics', { processDefinitionKey });
  await call('cancelProcessInstance', { processInstanceKey: other });
  await call('deleteProcessInstance', { processInstanceKey: other });
  const elements = [{ elementId: 'a' }];
  await call('activateAdHocSubProcessActivities', { adHocSubProcessInstanceKey: found[0]?.elementInstanceKey, elements });
}

async function batches() {
  await call('pinClock', { timestamp: Date.now() }); // so that no batch is done before it is suspended
  const processDefinitionKey = await deployed();
  const processInstanceKey = await started(processDefinitionKey, 'o3');
  const filter = { processInstanceKey };
  await call('modifyProcessInstancesBatchOperation', { filter, moveInstructions: [{ sourceElementId: 'a', targetElementId: 'w' }] });
  const mappingInstructions = [{ sourceElementId: 'w', targetElementId: 'w' }];
  const migrationPlan = { targetProcessDefinitionKey: processDefinitionKey, mappingInstructions };
  await call('migrateProcessInstancesBatchOperation', { filter, migrationPlan });
  await call('resolveIncidentsBatchOperation', { filter });
  await call('resolveProcessInstanceIncidents', { processInstanceKey });
  const { batchOperationKey: first } = await call('cancelProcessInstancesBatchOperation', { filter });
  await call('suspendBatchOperation', { batchOperationKey: first });
  await call('resumeBatchOperation', { batchOperationKey: first });
  const another = eight ? 'cancelProcessInstancesBatchOperation' : 'deleteProcessInstancesBatchOperation';
  const { batchOperationKey } = await call(another, { filter: { ...filter, state: 'COMPLETED' } });
  await call('cancelBatchOperation', { batchOperationKey });
  await call('getBatchOperation', { batchOperationKey });
  await call('searchBatchOperations', {});
  await call('searchBatchOperationItems', {});
  await call('resetClock');
  const { items: [instance] } = await call('searchDecisionInstances', { page: { limit: 1 } });
  await call('deleteDecisionInstancesBatchOperation', { filter: { decisionEvaluationInstanceKey: instance?.decisionEvaluationInstanceKey } });
  await call('deleteDecisionInstance', { decisionEvaluationKey: instance?.decisionEvaluationKey });
}

async function statistics() {
  const time = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  await call('getGlobalJobStatistics', time);
  await call('getJobTypeStatistics', { filter: time });
  await call('getJobWorkerStatistics', { filter: { ...time, jobType: 'payment-service' } });
  await call('getJobErrorStatistics', { filter: { ...time, jobType: 'payment-service' } });
  const day = { from: new Date(Date.now() - 86400000).toISOString(), to: new Date(Date.now() + 60000).toISOString() };
  await call('getJobTimeSeriesStatistics', { filter: { ...day, jobType: 'payment-service', resolution: 'PT1H' } });
  const { items: [worst] } = await call('getProcessInstanceStatisticsByError', {});
  await call('getProcessInstanceStatisticsByDefinition', { filter: { errorHashCode: worst?.errorHashCode } });
  const { items: [first] } = await call('getProcessDefinitionInstanceStatistics', {});
  await call('getProcessDefinitionInstanceVersionStatistics', { filter: { processDefinitionId: first?.processDefinitionId } });
  await call('getUsageMetrics', { startTime: time.from, endTime: time.to, withTenants: true });
  await call('getSystemConfiguration');
}

async function identity() {
  await everyItem('searchUsers', 'getUser', 'username');
  const [group] = await everyItem('searchGroups', 'getGroup', 'groupId');
  const [role] = await everyItem('searchRoles', 'getRole', 'roleId');
  const [tenant] = await everyItem('searchTenants', 'getTenant', 'tenantId');
  await everyItem('searchAuthorizations', 'getAuthorization', 'authorizationKey');
  await call('searchMappingRule', {});
  await call('getMappingRule', { mappingRuleId: 'none' });
  for (const kind of ['Users', 'Clients', 'MappingRules']) {
    await call(`search${kind}ForGroup`, { groupId: group?.groupId });
    await call(`search${kind}ForRole`, { roleId: role?.roleId });
    await call(`search${kind}ForTenant`, { tenantId: tenant?.tenantId });
  }
  await call('searchRolesForGroup', { groupId: group?.groupId });
  await call('searchGroupsForRole', { roleId: role?.roleId });
  await call('searchGroupIdsForTenant', { tenantId: tenant?.tenantId });
  await call('searchRolesForTenant', { tenantId: tenant?.tenantId });
}

async function documents() {
  const files = [new File(['a'], 'a.txt'), new File(['b'], 'b.txt')];
  await call('createDocuments', { files }, { client: lenientAsking });
  const [{ documentId, contentHash }] = JSON.parse(last.text).createdDocuments;
  await call('createDocumentLink', { documentId, contentHash, timeToLive: 1000 });
  await call('deleteDocument', { documentId });
}

const PARTS = [cluster, userTaskReads, userTaskCommands, jobs, decisions, processes, journey, operations, batches, statistics, identity, documents];
const ALL = { page: { limit: 1000 } };
for (const operation of only) await call(operation, operation.startsWith('search') ? ALL : undefined);
if (only.length === 0) for (const part of PARTS) await part();
process.exit(0);
