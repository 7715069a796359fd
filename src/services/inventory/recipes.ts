import type { BillOfMaterials } from './bill-of-materials.ts';

/** Ordered with nearly every pizza: one shard would be everybody's bottleneck (H34). */
const HOT = 8;

/** What the menu is made of; quantities are a medium pizza's, all divisible by four so that every size is whole. */
export const recipes: BillOfMaterials = {
  sizes: {
    small: { dough: 'dough-small', percent: 75 },
    medium: { dough: 'dough-medium', percent: 100 },
    large: { dough: 'dough-large', percent: 125 },
  },
  pizzas: {
    margherita: { 'tomato-sauce': 80, mozzarella: 160, basil: 8 },
    marinara: { 'tomato-sauce': 120, garlic: 8, oregano: 4 },
    'quattro-formaggi': { mozzarella: 120, gorgonzola: 40, fontina: 40, parmesan: 20 },
    diavola: { 'tomato-sauce': 80, mozzarella: 120, salami: 60, chili: 4 },
    capricciosa: { 'tomato-sauce': 80, mozzarella: 120, ham: 40, mushrooms: 40, artichokes: 40 },
    ortolana: { 'tomato-sauce': 80, mozzarella: 120, peppers: 40, aubergine: 40, onions: 20 },
    'prosciutto-funghi': { 'tomato-sauce': 80, mozzarella: 120, ham: 60, mushrooms: 60 },
    bianca: { mozzarella: 160, potatoes: 80, rosemary: 4 },
    tartufo: { mozzarella: 160, mushrooms: 40, truffle: 8 },
  },
  toppings: {
    'extra-cheese': { mozzarella: 80 },
    olives: { olives: 40 },
    mushrooms: { mushrooms: 40 },
    onions: { onions: 40 },
    peppers: { peppers: 40 },
    ham: { ham: 40 },
    salami: { salami: 40 },
    chili: { chili: 4 },
    rocket: { rocket: 20 },
  },
  ingredients: {
    'dough-small': { shards: HOT },
    'dough-medium': { shards: HOT },
    'dough-large': { shards: HOT },
    'tomato-sauce': { unit: 'grams', shards: HOT },
    mozzarella: { unit: 'grams', shards: HOT },
    artichokes: { unit: 'grams' },
    aubergine: { unit: 'grams' },
    basil: { unit: 'grams' },
    chili: { unit: 'grams' },
    fontina: { unit: 'grams' },
    garlic: { unit: 'grams' },
    gorgonzola: { unit: 'grams' },
    ham: { unit: 'grams' },
    mushrooms: { unit: 'grams' },
    olives: { unit: 'grams' },
    onions: { unit: 'grams' },
    oregano: { unit: 'grams' },
    parmesan: { unit: 'grams' },
    peppers: { unit: 'grams' },
    potatoes: { unit: 'grams' },
    rocket: { unit: 'grams' },
    rosemary: { unit: 'grams' },
    salami: { unit: 'grams' },
    truffle: { unit: 'grams' },
  },
};
