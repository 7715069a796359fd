/** The functions under both patterns whose logs tell of an order. */
const SHARED = ['placeOrder', 'order', 'payment', 'inventory', 'chef', 'kitchen', 'relay', 'reconciler'];

/** The log groups that the saved queries read: the shared functions', and those the pattern has of its own. */
module.exports = (own) =>
  [...SHARED, ...own].map((name) => ({ Ref: `${name[0].toUpperCase()}${name.slice(1)}LogGroup` }));
