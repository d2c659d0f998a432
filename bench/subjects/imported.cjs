// `imported.cjs WHAT CODE`: the CDK's own function of a custom resource up to where it could call AWS, or nothing.
// Runs with the AWS SDK on NODE_PATH: in Lambda it is part of the runtime. Prints its peak memory in bytes.
const { join } = require('node:path');
const [what, code] = process.argv.slice(2);
const start = {
  nothing: () => {},
  Provider: () => require(join(code, 'framework.js')),
  AwsCustomResource: () => {
    require(join(code, 'index.js'));
    require('@aws-sdk/credential-providers');
    const { SSMClient } = require('@aws-sdk/client-ssm'); // Cognito's is not among what Amplify installs
    new SSMClient({ region: 'eu-central-1' });
  },
};
start[what]();
console.log(process.resourceUsage().maxRSS * 1024);
