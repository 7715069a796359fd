export const HELP = `Holds events against the workshop's event checklist.

  npm run lint:events -- [--json] FILE...

A FILE has one event as a JSON
object, several in an array, or one a line (NDJSON); - reads standard input.

  --json  print one JSON document instead of lines
  --help  this text

What is checked
  envelope     CloudEvents 1.0: required attributes, their values and names
  id           present, and not used twice for different events in all the files given
  correlation  an id in data (orderId, fileId, ...), a correlationid or a subject
  type         reverse-DNS name, domain, and a fact: past tense or a known state
  ownership    only data the publisher owns: by the catalogue for our own types, by the
               usual owners of well-known fields for any other
  timestamp    present, RFC 3339
  size         below 256 KB, counted as EventBridge does
  sensitive    card numbers, e-mail addresses, secrets
  contract     for an event whose dataschema names one of our schemas: that schema
The last item of the checklist, that events are immutable, cannot be seen in a file.

Exit code 0: nothing found. 1: something found. 2: wrong usage, or a file that cannot be read.`;
