// What keys of a role may do: iam-simulate's core engine. [{policy, session, requests}, ...] on stdin, [[allowed, ...], ...] on stdout.
// `session`: a session policy, or null. IAM's variables in the policy are filled in from each request's context.
import { readFileSync } from 'node:fs'
import { loadPolicy } from '@cloud-copilot/iam-policy'
import { DiscoveryContextKeyConstraints } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/context_keys/discoveryContextKeyConstraints.js'
import { authorize } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/core_engine/CoreSimulatorEngine.js'
import { AwsRequestImpl } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/request/request.js'
import { RequestContextImpl } from '../../node_modules/@cloud-copilot/iam-simulate/dist/esm/requestContext.js'

const account = '111111111111'
const principal = `arn:aws:sts::${account}:assumed-role/judged/CognitoIdentityCredentials`

function allowed(policy, session, { action, resource, context }) {
  const place = { resource, accountId: account }
  const request = new AwsRequestImpl(principal, place, action, new RequestContextImpl(context))
  return (
    authorize({
      request,
      sessionPolicy: session,
      identityPolicies: [policy],
      resourcePolicy: undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      permissionBoundaries: undefined,
      vpcEndpointPolicies: undefined,
      simulationParameters: {
        simulationMode: 'Strict',
        discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints()
      }
    }).result === 'Allowed'
  )
}

const verdicts = JSON.parse(readFileSync(0, 'utf8')).map(({ policy, session, requests }) => {
  const granted = loadPolicy(policy, { name: 'granted' })
  const cut = session ? loadPolicy(session, { name: 'session' }) : undefined
  return requests.map((request) => allowed(granted, cut, request))
})
process.stdout.write(JSON.stringify(verdicts))
