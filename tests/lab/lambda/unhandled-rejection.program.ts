import { createFixture } from './fixture.ts';

const { deploy, lambda, settle } = createFixture();
const wait = 'await new Promise((done) => setTimeout(done, 5));';
deploy('rejects', `exports.handler = async () => { Promise.reject(new Error('x')); ${wait} };`);
deploy('bystander', `exports.handler = async () => { ${wait} return 'unharmed'; };`);

const call = (functionArn: string) =>
  lambda.functions.invoke({ functionArn, payload: {}, source: 'invoke:user' });
const [failed, bystander] = await settle(Promise.all([call('rejects'), call('bystander')]));
process.stdout.write(JSON.stringify({ failed, bystander }));
