/** Ids are derived from the order and the step, never from the attempt: a retry finds what it began (H21). */
export const paymentIdOf = (orderId: string): string => `pay-${orderId}-001`;
export const reservationIdOf = (orderId: string): string => `res-${orderId}-001`;
export const assignmentIdOf = (orderId: string): string => `asg-${orderId}-001`;
