/** The fairness rule of the design, and the lab's independence, as rules. */
module.exports = {
  forbidden: [
    {
      name: 'services-know-no-pattern',
      comment: 'Services do not know which pattern they run under.',
      severity: 'error',
      from: { path: '^src/(services|sandbox|platform|contracts)/' },
      to: { path: '^src/(choreography|orchestration)/' },
    },
    {
      name: 'patterns-are-apart',
      comment: 'The patterns never import each other.',
      severity: 'error',
      from: { path: '^src/(choreography|orchestration)/' },
      to: { path: '^src/(choreography|orchestration)/', pathNot: '^src/$1/' },
    },
    {
      name: 'services-are-apart',
      comment: "A service reaches no other service's code.",
      severity: 'error',
      from: { path: '^src/services/([^/]+)/' },
      to: { path: '^src/services/', pathNot: '^src/services/$1/' },
    },
    {
      name: 'contracts-and-platform-know-no-service',
      severity: 'error',
      from: { path: '^src/(contracts|platform)/' },
      to: { path: '^src/(services|sandbox)/' },
    },
    {
      name: 'world-outside',
      comment: 'The sandbox is the outside world: the app reaches it through its function only.',
      severity: 'error',
      from: { path: '^src/(services|platform|contracts|choreography|orchestration)/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'lab-knows-nothing-of-the-app',
      severity: 'error',
      from: { path: '^lab/' },
      to: { path: '^(src|scripts|events)/' },
    },
    {
      name: 'engines-are-apart',
      comment: 'Engines meet in lab/lab.ts, through the ports of the kernel.',
      severity: 'error',
      from: {
        path: '^lab/(cloudwatch|dynamodb|eventbridge|http-api|lambda|logs|sns|sqs|stepfunctions|xray)/',
      },
      to: {
        path: '^lab/(cloudwatch|dynamodb|eventbridge|http-api|lambda|logs|sns|sqs|stepfunctions|xray)/',
        pathNot: '^lab/$1/',
      },
    },
    {
      name: 'app-does-not-need-the-lab',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(lab|scripts|tests)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-dev-in-lambda',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'] },
  },
};
