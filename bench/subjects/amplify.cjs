// environments/local.yaml as far as Amplify's AmplifyAuth goes, the rest in plain CDK, in JavaScript. It has no seed users.
const { AmplifyAuth } = require('@aws-amplify/auth-construct');
const { join } = require('node:path');
const { App, CfnOutput, Duration, Stack, ...aws } = require('aws-cdk-lib');
const { aws_cognito: cognito, aws_iam: iam, aws_lambda: lambda, aws_logs: logs, aws_ssm: ssm } = aws;

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

const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'See your notes' });
const notes = userPool.addResourceServer('Notes', { identifier: 'https://notes.example.com', scopes: [read] });
const web = cfnResources.cfnUserPoolClient;
web.allowedOAuthScopes = ['openid', 'email', 'profile', 'https://notes.example.com/read'];
web.addResourceDependency(notes.node.defaultChild);

const trigger = new lambda.Function(stack, 'PreTokenGeneration', {
  code: lambda.Code.fromAsset(join(__dirname, '../../triggers/pre_token_generation')),
  handler: 'index.handler',
  runtime: lambda.Runtime.PYTHON_3_13,
  architecture: lambda.Architecture.ARM_64,
  memorySize: 256,
  timeout: Duration.seconds(5),
  environment: { CLAIM: 'given_name' },
  loggingFormat: lambda.LoggingFormat.JSON,
  logGroup: new logs.LogGroup(stack, 'PreTokenGenerationLogs', { retention: logs.RetentionDays.ONE_MONTH }),
});
userPool.addTrigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, trigger, cognito.LambdaVersion.V2_0);

const may = (role, action, resource) =>
  role.addToPrincipalPolicy(
    new iam.PolicyStatement({ actions: [action], resources: [stack.formatArn({ ...resource, account: stack.account })] }),
  );
may(groups.admins.role, 'cognito-idp:DescribeUserPool', { service: 'cognito-idp', resource: 'userpool', resourceName: '*' });
may(resources.authenticatedUserIamRole, 'ssm:GetParameter', { service: 'ssm', resource: 'parameter/bench/user-pool-id' });
may(resources.unauthenticatedUserIamRole, 'cognito-idp:DescribeUserPool', { service: 'cognito-idp', resource: 'userpool', resourceName: '*' });

const published = {
  domain: 'bench',
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
