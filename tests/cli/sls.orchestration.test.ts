import { tryLikeAws } from './like-aws.ts';

tryLikeAws('orchestration');
