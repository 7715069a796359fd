/**
 * Who usually owns a field, for events that no catalogue describes. Data, to be added to: a field is listed where its
 * name alone tells the domain that knows the value first-hand. Ids are not listed, for correlating is what they are for.
 */
export interface OwnerHint {
  /** The owning service, as a finding names it. */
  owner: string;
  /** Words that mark an event's type or source as the owner's. */
  domains: readonly string[];
  /** The whole name of a field, in whatever place in data. */
  field: RegExp;
}

export const ownerHints: readonly OwnerHint[] = [
  {
    owner: 'upload',
    domains: ['upload', 'uploads', 'uploader', 'uploaded'],
    field: /^(?:uploaded(?:By|At|From)|upload\w*|original_?file_?name|file_?(?:name|description|title))$/i,
  },
  {
    owner: 'storage',
    domains: ['storage', 'store', 'stored', 'saver', 'saved', 'archive', 's3', 'bucket', 'blob', 'object'],
    field:
      /^(?:s3\w*|gcs\w*|blob\w*|bucket(?:_?name)?|object_?(?:key|url)|storage\w*|stored(?:At|In|Path)|etag)$/i,
  },
  {
    owner: 'metadata extractor',
    domains: ['metadata', 'extractor', 'exif'],
    field: /^(?:content_?type|mime_?type|exif\w*|camera\w*|gps\w*|taken_?at)$/i,
  },
  {
    owner: 'image processor',
    domains: ['image', 'processor', 'photo', 'resizer', 'thumbnail'],
    field: /^(?:thumbnail\w*|resized\w*|optimi[sz]ed\w*|(?:image|pixel)_?(?:width|height))$/i,
  },
  {
    owner: 'virus scanner',
    domains: ['virus', 'scanner', 'scan', 'antivirus', 'malware'],
    field: /^(?:scan_?(?:result|engine|status|verdict)|virus\w*|malware\w*|threat\w*)$/i,
  },
  {
    owner: 'order',
    domains: ['order', 'orders', 'checkout', 'basket', 'cart'],
    field:
      /^(?:order_?(?:total|items|lines|status|date)|line_?items|total_?(?:amount|price)|pizza_?type|toppings)$/i,
  },
  {
    owner: 'payment',
    domains: ['payment', 'payments', 'billing', 'charge', 'refund'],
    field:
      /^(?:payment_?(?:status|method|amount|data)|amount_?(?:charged|refunded|paid)|auth(?:orization)?_?code)$/i,
  },
  {
    owner: 'inventory',
    domains: ['inventory', 'stock', 'warehouse', 'reservation'],
    field:
      /^(?:ingredients\w*|stock\w*|inventory_?(?:status|data)|reserved_?(?:items|quantity)|warehouse(?:_?name)?)$/i,
  },
  {
    owner: 'chef',
    domains: ['chef', 'chefs', 'staff', 'roster'],
    field: /^(?:chef_?(?:name|status|data)|estimated_?prep_?time|specialty_?match)$/i,
  },
  {
    owner: 'shipping',
    domains: ['shipping', 'shipment', 'delivery', 'courier', 'parcel'],
    field:
      /^(?:tracking_?(?:number|url)|carrier(?:_?name)?|shipping_?(?:status|method|cost)|delivery_?(?:date|status))$/i,
  },
  {
    owner: 'customer',
    domains: ['customer', 'customers', 'user', 'users', 'account', 'profile', 'identity'],
    field:
      /^(?:(?:customer|user)_?(?:name|address|email|phone|status)|(?:shipping|billing)_?address|loyalty\w*)$/i,
  },
];
