export const HELP = `Shows what lies in the dead-letter queues of a stage, and sends it back to where it failed.

  npm run redrive -- --stage NAME [--list] [--queue NAME]... [--poison] [--json] [--region NAME]

  --stage NAME   choreography, orchestration, <env>-choreography or <env>-orchestration
  --list         only show: how many, since when, why, and of which orders
  --queue NAME   only this queue, as PaymentDlq; may be given more than once (default: all)
  --poison       send back what a function could not read, too
  --json         one JSON document on stdout, and nothing else there
  --region NAME  where the stage is (default: AWS_REGION, or the profile's)
  --help         this text

First mend what failed, and look with --list; then redrive. Messages are kept for 14 days.

What is there, and why
  failed       the function failed at it until its retry queue gave it up: goes back to the retry queue
  undelivered  EventBridge could not deliver it to the function: goes to the function's retry queue
  poison       the function could not read it, and would keep it again at once: stays, unless --poison is
               given after a function that can read it was deployed
  position     a place in a stream, no message: stays; the reconciler makes up for what was lost, see the
               notes under the table

A message is sent first and deleted then, so a crash in between sends it twice and loses none. Consumers take
the second for the duplicate that it is: redriving twice, or an order that the reconciler has healed meanwhile,
does no harm. While it is looked at, a message is hidden from others; after a crash it is back within five
minutes. Looking counts as a receive, which has no consequence in a DLQ.

Credentials, AWS_PROFILE and AWS_ENDPOINT_URL are taken as every AWS tool takes them. The caller needs
cloudformation:ListStackResources, and for the queues sqs:ReceiveMessage, sqs:ChangeMessageVisibility,
sqs:SendMessage and sqs:DeleteMessage.

Exit code 0: done, even if something stays. 1: AWS did not do it, or the stage is not there. 2: wrong usage.`;
