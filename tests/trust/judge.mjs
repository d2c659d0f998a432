// The first judge: the core engine of iam-simulate. [{trust, requests}, ...] on stdin, [[allowed, ...], ...] on stdout.
// Its public `runSimulation` would cut a multi-valued amr down to its first value. AGPL: the tests run it, nothing ships it.
import { readFileSync } from 'node:fs'
import { loadPolicy } from '@cloud-copilot/iam-policy'
import { DiscoveryContextKeyConstraints } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js'
import { authorize } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js'
import { AwsRequestImpl } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/request/request.js'
import { RequestContextImpl } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/requestContext.js'

// Whoever asks may ask for anything, so that the trust alone decides.
const anything = loadPolicy(
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  { name: 'anything' }
)
const rest = {
  sessionPolicy: undefined,
  identityPolicies: [anything],
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  permissionBoundaries: undefined,
  vpcEndpointPolicies: undefined,
  simulationParameters: {
    simulationMode: 'Strict',
    discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints()
  }
}

const role = { resource: 'arn:aws:iam::111111111111:role/judged', accountId: '111111111111' }

function allowed(trust, { action, principal, context }) {
  const request = new AwsRequestImpl(principal, role, action, new RequestContextImpl(context))
  return authorize({ ...rest, request, resourcePolicy: trust }).result === 'Allowed'
}

const verdicts = JSON.parse(readFileSync(0, 'utf8')).map(({ trust, requests }) => {
  const policy = loadPolicy(trust, { name: 'trust' })
  return requests.map((request) => allowed(policy, request))
})
process.stdout.write(JSON.stringify(verdicts))
