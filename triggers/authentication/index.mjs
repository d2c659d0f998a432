// Writes who signs in into the log, as JSON and without names or addresses. In JavaScript, to show that triggers may be.

export const before = async (event) => {
  record(event, 'asks to sign in');
  return event;
};

export const after = async (event) => {
  record(event, event.request.newDeviceUsed ? 'signed in, from a new device' : 'signed in');
  return event;
};

function record(event, what) {
  const { sub } = event.request.userAttributes;
  console.info({ what, sub, pool: event.userPoolId, client: event.callerContext.clientId });
}
