// Where a line of the SDK contradicts the API: the reason, and what turns a right answer into the one that its schema takes.
//
// Whatever else is wrong with such an answer is still found, since the schema must take all of what comes out.
const PLAIN_KEY = '1';
const NO_KEY = 'refused';
const HYPHEN = 'a decision instance has two numbers joined by a hyphen for its key, and the schema wants one number';
const FORM = 'the schema of a form is a JSON string, and the SDK expects the object';

const form = { reason: FORM, amend: (answer) => ({ ...answer, schema: JSON.parse(answer.schema) }) };
const withPlainKey = (item) => ({
  ...item,
  decisionEvaluationInstanceKey: /^[0-9]+-[0-9]+$/.test(item.decisionEvaluationInstanceKey) ? PLAIN_KEY : NO_KEY,
});

const EIGHT = {
  getUserTaskForm: form,
  getStartProcessForm: form,
  searchDecisionInstances: { reason: HYPHEN, amend: (answer) => ({ ...answer, items: answer.items.map(withPlainKey) }) },
  getDecisionInstance: { reason: HYPHEN, amend: withPlainKey, asking: true },
  evaluateDecision: {
    reason: `${HYPHEN}; what failed is left out when nothing failed, and the schema wants it always`,
    amend: (answer) => ({
      ...answer,
      failedDecisionDefinitionId: answer.failedDecisionDefinitionId ?? 'none',
      failureMessage: answer.failureMessage ?? '',
      evaluatedDecisions: answer.evaluatedDecisions.map(withPlainKey),
    }),
  },
};

// By operation, for the SDK of this version; `asking` where its schema refuses the request, too.
export function contradictions(version) {
  return version.startsWith('8.') ? EIGHT : {};
}
