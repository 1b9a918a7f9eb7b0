import { expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';

test('a random stream is the same in a browser as in Node', () => {
  const random = randomStream(7, 'canonical');
  const numbers = [random.below(1000), random.below(1000), random.unit(), random.shuffle([1, 2, 3, 4, 5])];
  expect(JSON.stringify(numbers)).toBe('[627,479,0.23557719596233084,[3,4,5,2,1]]');
});
