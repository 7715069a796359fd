/** A binary heap: the least member first. */
export interface Heap<T> {
  peek(): T | undefined;
  push(member: T): void;
  pop(): T | undefined;
}

export const createHeap = <T>(compare: (a: T, b: T) => number): Heap<T> => {
  const heap: T[] = [];
  const isBefore = (a: number, b: number): boolean => compare(heap[a] as T, heap[b] as T) < 0;
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b] as T, heap[a] as T];
  };
  const rise = (child: number): void => {
    const parent = (child - 1) >> 1;
    if (child === 0 || !isBefore(child, parent)) return;
    swap(child, parent);
    rise(parent);
  };
  const sink = (parent: number): void => {
    const left = 2 * parent + 1;
    const right = left + 1;
    if (left >= heap.length) return;
    const child = right < heap.length && isBefore(right, left) ? right : left;
    if (!isBefore(child, parent)) return;
    swap(child, parent);
    sink(child);
  };
  return {
    peek: () => heap[0],
    push: (member) => rise(heap.push(member) - 1),
    pop: () => {
      const top = heap[0];
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        sink(0);
      }
      return top;
    },
  };
};
