import { Uri } from 'vscode';

export const LISTING_SCHEME = 'layercost-listing';
export const LISTING_LANGUAGE = 'onnx-text';

/** Address of a model's listing: it reads like the model's, and carries the model's own address. */
export function listingUri(model: Uri): Uri {
  return Uri.from({ scheme: LISTING_SCHEME, path: `${model.path}.txt`, query: model.toString() });
}

/** The model behind a listing. */
export function modelOfListing(listing: Uri): Uri {
  return Uri.parse(listing.query, true);
}

/** Selects listings for language features. */
export const LISTING_SELECTOR = { scheme: LISTING_SCHEME, language: LISTING_LANGUAGE };
