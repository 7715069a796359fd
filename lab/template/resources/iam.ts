import type { Iam } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const iamResources = (iam: Iam): Registry => ({
  'AWS::IAM::Role': {
    create: async (context) => {
      const { name, properties } = named(context, 'RoleName', 64);
      const { arn, id } = await iam.createRole(properties);
      return { ref: name, attributes: { Arn: arn, RoleId: id } };
    },
    update: async (context, { ref, attributes }) => {
      await iam.updateRole(ref, named(context, 'RoleName', 64).properties);
      return { ref, attributes };
    },
    delete: ({ ref }) => iam.deleteRole(ref),
  },
});
