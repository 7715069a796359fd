export const HELP = `Takes a function of a stage down, or brings it up again: a drill for people and alarms.

  npm run chaos -- --stage NAME FUNCTION down|up [--region NAME]

  FUNCTION       chef, payment, inventory, kitchen, relay, …: any function of the stage
  down           its reserved concurrency becomes 0: no invocation starts any more
  up             it has no reserved concurrency again
  --stage NAME   choreography, orchestration, <env>-choreography or <env>-orchestration
  --region NAME  where the stage is (default: AWS_REGION, or the profile's)
  --help         this text

Down, the function is not called at all. What calls it and waits (the state machine) is refused with
TooManyRequestsException and tries again; an event goes straight to its retry queue, where it waits; a stream
waits. docs/runbook.md says which alarm rings, and what to do. A deployment leaves it down.

Credentials, AWS_PROFILE and AWS_ENDPOINT_URL are taken as every AWS tool takes them. The caller needs
cloudformation:ListStackResources, and for the function lambda:GetFunctionConcurrency,
lambda:PutFunctionConcurrency and lambda:DeleteFunctionConcurrency.

Exit code 0: it is as you want it, even if it was before. 1: AWS did not do it, the stage is not there, or the
function has a reserved concurrency of its own. 2: wrong usage.`;
