import { tryLikeAws } from './like-aws.ts';

tryLikeAws('choreography');
