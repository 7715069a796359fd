export const HELP = `Keeps the lab running: AWS on this machine, in real time, empty or with stages deployed.

  npm run lab
  npm run lab -- [--stage NAME]... [--port N] [--host ADDRESS] [--sample-all]

  --stage NAME    deploy and seed this stage first; may be given more than once. choreography, orchestration,
                  <env>-choreography or <env>-orchestration
  --port N        listen on this port; 0 takes any that is free (default: 4566)
  --host ADDRESS  listen on this address (default: 127.0.0.1, which only this machine reaches). Whoever reaches
                  it may do anything
  --sample-all    X-Ray traces every request, not one a second and 5 % of the rest for each function
  --help          this text

Any AWS tool finds it by AWS_ENDPOINT_URL=http://127.0.0.1:4566 in us-east-1. Signatures must be there, and in the
right form; they are not verified, so any credentials will do.

HTTP APIs are at http://127.0.0.1:4566/_aws/execute-api/<apiId>/<path>, or at that address under the name of their
endpoint, <apiId>.execute-api.us-east-1.amazonaws.com. Where a route asks for IAM the signature is verified, against
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY as the lab finds them when it starts, and otherwise against "lab" and
"lab".

Nothing is kept when it stops. Ctrl-C or SIGTERM stop it, once what is under way is answered; a second one at once.

Exit code 0: stopped as asked. 1: it cannot listen, or a stage could not be packaged or deployed. 2: wrong usage.`;
