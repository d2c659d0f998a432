// environments/local.yaml as far as Amplify's AmplifyAuth goes, the rest in plain CDK, in JavaScript. It has no seed users.
const { AmplifyAuth } = require('@aws-amplify/auth-construct');
const { App, CfnOutput, Stack, aws_cognito: cognito, aws_iam: iam, aws_ssm: ssm } = require('aws-cdk-lib');

const stack = new Stack(new App({ analyticsReporting: false, builtinCloudFormationValidation: false }), 'Amplify');
const urls = { callbackUrls: ['http://localhost:3000/callback'], logoutUrls: ['http://localhost:3000/'] };
const { resources } = new AmplifyAuth(stack, 'Auth', {
  loginWith: { email: true, externalProviders: { ...urls, domainPrefix: 'bench' } },
  userAttributes: { email: { required: true }, 'custom:department': { dataType: 'String', maxLen: 64 } },
  multifactor: { mode: 'OPTIONAL', totp: true },
  accountRecovery: 'EMAIL_ONLY',
  groups: ['admins'],
});
const { userPool, userPoolClient, cfnResources, groups } = resources;
const pool = cfnResources.cfnUserPool;
pool.userPoolTier = 'ESSENTIALS';
pool.policies = { passwordPolicy: { minimumLength: 12, passwordHistorySize: 4 } };
pool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };
const clients = {
  web: userPoolClient,
  server: userPool.addClient('Server', { authFlows: { adminUserPassword: true } }),
  other: userPool.addClient('Other', { authFlows: { userSrp: true } }),
};

const may = (role, action, resource) =>
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({ actions: [action], resources: [stack.formatArn({ ...resource, account: stack.account })] }),
  );
may(groups.admins.role, 'cognito-idp:DescribeUserPool', { service: 'cognito-idp', resource: 'userpool', resourceName: '*' });
may(resources.authenticatedUserIamRole, 'ssm:GetParameter', { service: 'ssm', resource: 'parameter/bench/user-pool-id' });
may(resources.unauthenticatedUserIamRole, 'ssm:GetParameter', { service: 'ssm', resource: 'parameter/bench/issuer' });

const published = {
  'user-pool-id': userPool.userPoolId,
  'user-pool-arn': userPool.userPoolArn,
  issuer: userPool.userPoolProviderUrl,
  'jwks-uri': `${userPool.userPoolProviderUrl}/.well-known/jwks.json`,
  'identity-pool-id': resources.identityPoolId,
  'authenticated-role-arn': resources.authenticatedUserIamRole.roleArn,
  'guest-role-arn': resources.unauthenticatedUserIamRole.roleArn,
  'groups/admins/role-arn': groups.admins.role.roleArn,
  ...Object.fromEntries(Object.entries(clients).map(([name, client]) => [`clients/${name}/id`, client.userPoolClientId])),
};
for (const [name, value] of Object.entries(published)) {
  const id = name.replaceAll(/\W/g, '');
  new ssm.CfnParameter(stack, `${id}Parameter`, { name: `/bench/${name}`, type: 'String', value });
  new CfnOutput(stack, id, { value });
}
