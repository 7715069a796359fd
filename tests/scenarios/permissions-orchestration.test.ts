import { expectEveryPermissionNeeded } from './every-permission.ts';

expectEveryPermissionNeeded('orchestration');
