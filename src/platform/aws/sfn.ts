import { SFNClient } from '@aws-sdk/client-sfn';
import { settings } from './settings.ts';

export const sfnClient = (): SFNClient => new SFNClient(settings());
