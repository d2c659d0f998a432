// The first judge: the core engine of iam-simulate. Cases on stdin, [[allowed, ...], ...] on stdout. A case is
// {requests, trust} for who may assume a role, or {requests, policy, session} for what its keys may do, session null or a policy.
// Its public `runSimulation` would cut a multi-valued amr down to its first value. AGPL: the tests run it, nothing ships it.
import { readFileSync } from 'node:fs'
import { loadPolicy } from '@cloud-copilot/iam-policy'
import { DiscoveryContextKeyConstraints } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js'
import { authorize } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js'
import { AwsRequestImpl } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/request/request.js'
import { RequestContextImpl } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/requestContext.js'

// Whoever asks may ask for anything, so that the trust alone decides.
const anything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const rest = {
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  permissionBoundaries: undefined,
  vpcEndpointPolicies: undefined,
  simulationParameters: {
    simulationMode: 'Strict',
    discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints()
  }
}
const policyOf = (document, name) => (document ? loadPolicy(document, { name }) : undefined)

const verdicts = JSON.parse(readFileSync(0, 'utf8')).map(({ trust, policy = anything, session, requests }) => {
  const policies = {
    resourcePolicy: policyOf(trust, 'trust'),
    identityPolicies: [policyOf(policy, 'policy')],
    sessionPolicy: policyOf(session, 'session')
  }
  return requests.map(({ action, principal, resource, account, context }) => {
    const place = { resource, accountId: account }
    const request = new AwsRequestImpl(principal, place, action, new RequestContextImpl(context))
    return authorize({ ...rest, ...policies, request }).result === 'Allowed'
  })
})
process.stdout.write(JSON.stringify(verdicts))
